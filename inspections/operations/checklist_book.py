"""Writing what a filled workbook says of an inspection's checklist: all of it, or nothing."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from inspections.checklist_book.comparing import Compared
from inspections.enums import ConflictStatus
from inspections.models import AnswerConflict, Inspection
from inspections.operations.checklist import LineAnswer, answer_lines
from qms import clock, policy
from qms.history import bulk
from qms.history.recording import operation
from qms.workflow import StepRefused


@operation("bring_in_checklist")
def write_book_answers(inspection: Inspection, rows: Sequence[Compared], *, by: Any) -> int:
    """Write the answers whose verdict is "write" and keep those that were set aside. Returns how many were written.

    Raises StepRefused where a row is wrong, undecided, or changed since it was compared; then nothing is written.
    """
    policy.require(by, "inspections.answer_checklist", inspection)
    if [row for row in rows if row.verdict in ("reject", "conflict")]:
        raise StepRefused([_("Some rows are wrong or undecided: nothing was written.")])
    answers = [
        LineAnswer(row.line.uid, row.book.given, row.line.version)
        for row in rows
        if row.verdict == "write" and row.line is not None and row.book.given is not None
    ]
    outcomes = answer_lines(inspection, answers, by=by)
    faults = [reason for outcome in outcomes if outcome.outcome == "refused" for reason in outcome.reasons]
    if [outcome for outcome in outcomes if outcome.outcome == "conflict"]:
        faults.append(_("Lines were answered while you looked at the comparison. Look at it again, then decide."))
    if faults:
        raise StepRefused(faults)
    _set_aside([row for row in rows if row.verdict == "keep"], by)
    return len([outcome for outcome in outcomes if outcome.outcome == "saved"])


def _set_aside(rows: Sequence[Compared], by: Any) -> None:
    """What the sheet said and a person did not take stays in the history of the line."""
    now = clock.now()
    bulk.create(
        [
            AnswerConflict(
                line=row.line, sent_by=by, made_at=now, base_version=row.book.base_version,
                standing_version=row.line.version, result=row.book.given.result, value=dict(row.book.given.value),
                score=row.book.given.score, note=row.book.given.note, status=ConflictStatus.SET_ASIDE,
                decided_by=by, decided_at=now,
            )
            for row in rows
            if row.line is not None and row.book.given is not None
        ]
    )  # fmt: skip
