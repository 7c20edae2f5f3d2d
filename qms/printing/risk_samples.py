"""Samples of the printed lists of risks, of the context and of interested parties; see `sample_parts`."""

from datetime import date

from qms.printing import risk_contexts as rows
from qms.printing.contexts import Language
from qms.printing.document_contexts import Register
from qms.printing.sample_parts import RECIPIENTS, letterhead, mark, signed

UNIT = "Phòng Lao động - Việc làm"
LAST, NEXT = date(2020, 1, 15), date(2020, 7, 31)


def risk_register(language: Language = "vi") -> Register:
    entry = rows.RiskEntry(
        number="RR-2020-SLĐ01LĐVL-0001\nRủi ro",
        process=f"{UNIT}\nQT-05",
        statement="Hồ sơ cấp giấy phép lao động trả quá hạn vào các tháng cao điểm.\nThiếu người thẩm định.",
        effect="Phải xin lỗi, hẹn lại; ảnh hưởng Chỉ số cải cách hành chính.",
        clauses="6.1.2 (9001:2015)",
        before="4 × 4 = 16\nCao",
        treatment="Giảm thiểu: Bố trí người thẩm định dự phòng từ tháng 3 đến tháng 6.",
        after="2 × 4 = 8\nTrung bình",
        owner="Chuyên Viên Một",
        review_due=NEXT,
        state="Đã xử lý",
    )
    return _register(language, (entry,))


def risk_matrix(language: Language = "vi") -> Register:
    entries = (
        rows.MatrixEntry("Rủi ro: Hậu quả →", "1. Không đáng kể", "2. Nhẹ", "3. Đáng kể", "4. Lớn", "5. Rất lớn"),
        rows.MatrixEntry(
            "4. Dễ xảy ra", "Thấp (4)", "Trung bình (8)", "Cao (12)", "Cao (16): 1\nRR-0001", "Rất cao (20)"
        ),
    )
    return _register(language, entries)


def context_register(language: Language = "vi") -> Register:
    entry = rows.FactorEntry(
        kind="Bên ngoài",
        subject="Môi trường, khí hậu\n(biến đổi khí hậu)",
        statement="Mưa lũ làm gián đoạn việc tiếp nhận hồ sơ ở các huyện miền núi.",
        effect="Chậm nhận và trả kết quả.",
        response="Tiếp nhận trực tuyến và qua bưu chính.",
        unit=UNIT,
        reviewed_on=LAST,
        review_due=NEXT,
    )
    return _register(language, (entry,))


def party_register(language: Language = "vi") -> Register:
    entry = rows.PartyEntry(
        name="Người lao động",
        needs="Được giải quyết trợ cấp đúng hạn, thủ tục đơn giản.",
        requirement="có",
        response="QT-07; công khai tiến độ trên Cổng dịch vụ công.",
        unit=UNIT,
        reviewed_on=LAST,
        review_due=NEXT,
    )
    return _register(language, (entry,))


def _register(language: Language, entries: tuple) -> Register:
    return Register(
        letterhead=letterhead("05/DM-VP"),
        mark=mark("ngày 15/07/2020", brought_in="rui-ro-2019.xlsx"),
        language=language,
        scope="Toàn Sở; mọi loại",
        updated_on=date(2020, 7, 15),
        rows=entries,
        signatures=(signed("Người lập", "lập danh mục"), signed()),
        recipients=RECIPIENTS,
    )
