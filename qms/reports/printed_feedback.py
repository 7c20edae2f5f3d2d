"""Feedback as its printed forms take it. The register never says who wrote; the letter only for who may know."""

from collections.abc import Sequence
from typing import Any

from qms import clock
from qms.feedback_code import shown_code
from qms.performance_enums import FeedbackStatus
from qms.printing.contexts import Signature
from qms.printing.feedback_contexts import FeedbackEntry
from qms.printing.feedback_forms import AnswerLetter
from qms.reports.printed_parts import language, letterhead, mark


def feedback_entries(records: Sequence[Any]) -> tuple[FeedbackEntry, ...]:
    """Rows of the register."""
    return tuple(
        FeedbackEntry(
            number=f"{record.number}\n{record.get_kind_display()}",
            received_on=record.received_at.astimezone(clock.HANOI).date(),
            unit="\n".join(filter(None, [record.unit.name, record.document.number if record.document else ""])),
            said=record.subject,
            handler=str(record.handler or ""),
            due=record.due_on,
            answer=record.answer if record.answered_at else record.forwarded_to,
            state=record.get_status_display(),
        )
        for record in records
    )


def answer_letter(record: Any, sender: Any) -> AnswerLetter:
    """The answer; a draft until it is approved."""
    answered = record.answered_at.astimezone(clock.HANOI).date() if record.answered_at else None
    head = record.approved_by
    signatures = (Signature(heading=head.position or str(head), name=str(head)),) if head else ()
    named = [sender.name, sender.organisation] if sender is not None else []
    return AnswerLetter(
        letterhead=letterhead(record, record.unit, answered or clock.today()),
        mark=mark(record),
        language=language(),
        draft=record.status == FeedbackStatus.ANSWER_PROPOSED,
        to=", ".join(filter(None, named)),
        code=shown_code(record.code),
        unit=record.unit.name,
        subject=record.subject,
        received_on=record.received_at.astimezone(clock.HANOI).date(),
        text=record.answer,
        signatures=signatures,
        recipients=("Như trên", "Lưu: VT") if language() == "vi" else ("As above", "File"),
    )
