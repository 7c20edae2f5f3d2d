"""Sample of the printed register of feedback; see `sample_parts`."""

from datetime import date

from qms.printing.contexts import Language
from qms.printing.document_contexts import Register
from qms.printing.feedback_contexts import FeedbackEntry
from qms.printing.sample_parts import RECIPIENTS, letterhead, mark, signed


def feedback_register(language: Language = "vi") -> Register:
    entry = FeedbackEntry(
        number="PA-2020-SLĐ01-0001\nPhản ánh",
        received_on=date(2020, 7, 6),
        unit="Phòng Lao động - Việc làm\nQT-05",
        said="Hồ sơ trả chậm hai ngày so với giấy hẹn.",
        handler="Chuyên Viên Một",
        due=date(2020, 7, 27),
        answer="Cơ quan xin lỗi và đã bố trí người dự phòng.",
        state="Đã trả lời",
    )
    return Register(
        letterhead=letterhead("06/SPA-VP"),
        mark=mark("ngày 15/07/2020", brought_in="so-phan-anh-2019.xlsx"),
        language=language,
        scope="Toàn Sở; mọi loại",
        updated_on=date(2020, 7, 15),
        rows=(entry,),
        signatures=(signed("Người lập", "lập sổ"), signed()),
        recipients=RECIPIENTS,
    )
