"""The sample of the printed list of quality objectives; see `sample_parts`."""

from datetime import date

from qms.printing.contexts import Language
from qms.printing.document_contexts import Register
from qms.printing.objective_contexts import ObjectiveEntry
from qms.printing.sample_parts import RECIPIENTS, letterhead, mark, signed


def objective_register(language: Language = "vi") -> Register:
    entry = ObjectiveEntry(
        objective="Hồ sơ thủ tục hành chính được giải quyết sớm hoặc đúng hạn\nMT-2020-SLĐ01LĐVL-0001",
        target="2020: 98 %",
        plan="Cảnh báo hồ sơ sắp đến hạn; phân tích nguyên nhân hồ sơ trễ hằng tháng.",
        resources="Phần mềm một cửa; 02 người thẩm định",
        owner="Chuyên Viên Một",
        due=date(2020, 12, 31),
        how="Mỗi quý\nHồ sơ trả sớm và đúng hạn trên hồ sơ đã giải quyết",
        result="II/2020: 97,2 %\n(đến 30/06/2020, từ hồ sơ dữ liệu)",
        met="Không đạt",
    )
    return Register(
        letterhead=letterhead("06/MTCL-VP"),
        mark=mark("ngày 15/07/2020", brought_in="muc-tieu-2020.xlsx"),
        language=language,
        scope="Toàn Sở; năm 2020",
        updated_on=date(2020, 7, 15),
        rows=(entry,),
        signatures=(signed("Người lập", "lập danh mục"), signed()),
        recipients=RECIPIENTS,
    )
