"""Sample of the printed register of nonconforming outputs; see `sample_parts`."""

from datetime import date

from qms.printing.contexts import Language
from qms.printing.document_contexts import Register
from qms.printing.output_contexts import OutputEntry
from qms.printing.sample_parts import RECIPIENTS, letterhead, mark, signed


def output_register(language: Language = "vi") -> Register:
    entry = OutputEntry(
        number="DRKPH-2020-SLĐ01-0001\nTrả quá hạn",
        found_on=date(2020, 7, 6),
        unit="Phòng Lao động - Việc làm\nQT-05",
        dossier="000.00.19.H26-200601-0001",
        description="Trả chậm hai ngày so với giấy hẹn.",
        decision="Gửi phiếu xin lỗi, hẹn lại ngày trả.\nPhiếu xin lỗi 12/PXL ngày 07/07/2020",
        new_date=date(2020, 7, 9),
        returned_on=date(2020, 7, 9),
        decided_by="Trưởng Phòng Thử",
        state="Đã đóng",
    )
    return Register(
        letterhead=letterhead("06/SĐR-VP"),
        mark=mark("ngày 15/07/2020", brought_in="dau-ra-2019.xlsx"),
        language=language,
        scope="Toàn Sở; mọi loại",
        updated_on=date(2020, 7, 15),
        rows=(entry,),
        signatures=(signed("Người lập", "lập sổ"), signed()),
        recipients=RECIPIENTS,
    )
