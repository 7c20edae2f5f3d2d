"""The answer to feedback as a letter of the administration, and the rows of the register."""

from dataclasses import dataclass
from datetime import date

from qms.printing.contexts import Language, Letterhead, PrintMark, Signature
from qms.printing.form import PrintedForm
from qms.printing.labels import LABELS
from qms.printing.parts import document
from qms.printing.sample_parts import letterhead, mark
from qms.printing.text import short_day


@dataclass(frozen=True, kw_only=True)
class AnswerLetter:
    """An answer; number, place and day stand in the letterhead. `to` is empty where the printer may not know it."""

    letterhead: Letterhead
    mark: PrintMark
    language: Language = "vi"
    draft: bool = False
    to: str = ""
    code: str = ""
    unit: str = ""
    subject: str = ""
    received_on: date | None = None
    text: str = ""
    signatures: tuple[Signature, ...] = ()
    recipients: tuple[str, ...] = ()


def _build(context: AnswerLetter) -> dict:
    labels = LABELS[context.language]
    told = {"unit": context.unit, "subject": context.subject, "day": short_day(context.received_on)}
    return document(
        context,
        labels["letter_title"],
        subtitle=labels["letter_about"].format(**told),
        version=labels["letter_draft"] if context.draft else "",
        to=f"{labels['letter_to']} {context.to or labels['letter_nobody'].format(code=context.code)}",
        received=labels["letter_received"].format(**told),
        said=labels["letter_said"].format(**told),
        texts=[{"text": line} for line in context.text.splitlines() if line.strip()],
    )


def _sample(language: Language = "vi") -> AnswerLetter:
    return AnswerLetter(
        letterhead=letterhead("PA-2020-SLĐ01-0001"),
        mark=mark("đã duyệt trả lời", brought_in="so-phan-anh-2019.xlsx"),
        language=language,
        draft=True,
        to="Ông (Bà) Người Gửi Thử",
        code="ABCDE-FGHJK",
        unit="Sở Lao động - Thương binh và Xã hội",
        subject="Hồ sơ trả chậm hai ngày",
        received_on=date(2020, 7, 6),
        text="Hồ sơ trả chậm do cán bộ thụ lý nghỉ ốm.\nCơ quan xin lỗi và đã bố trí người dự phòng.",
        signatures=(Signature(heading="Trưởng phòng", name="Người Duyệt Thử"),),
        recipients=("Như trên", "Lưu: VT"),
    )


FEEDBACK_ANSWER = PrintedForm("feedback_answer", "feedback_answer.docx", "feedback_answer.typ", _build, _sample)
