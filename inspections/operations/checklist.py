"""Answering checklists: one line on the spot, or many at once from a phone or a workbook."""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from inspections.asking import AnswerRefused, Given, read_answer
from inspections.checklists import open_lines
from inspections.enums import AnswerResult, InspectionStatus
from inspections.models import ChecklistFile, ChecklistLine, Inspection
from qms import clock, policy
from qms.history import bulk
from qms.history.recording import operation
from qms.operations.files import attach_files
from qms.workflow import StepRefused, check_version

ANSWERED = ("result", "value", "note", "score", "answered_by", "answered_at")


@dataclass(frozen=True)
class LineAnswer:
    """An answer to a line as it was sent. `base_version`: the line's version that the person saw; None asks nothing."""

    line: uuid.UUID
    given: Given
    base_version: int | None = None
    answered_at: dt.datetime | None = None


@dataclass
class Outcome:
    """What became of a sent answer: saved, same (nothing to change), conflict (another stands), refused.

    `read` is the answer cleaned and judged, unless it was refused.
    """

    answer: LineAnswer
    line: ChecklistLine | None
    outcome: str
    reasons: list[str] = field(default_factory=list)
    read: Given | None = None


@operation("answer_line")
def answer_lines(inspection: Inspection, answers: Sequence[LineAnswer], *, by: Any) -> list[Outcome]:
    """Write many answers of one inspection set-wise; what is wrong with one line does not stop the others.

    The team only, while the inspection is in progress: else Refused or StepRefused for all. Of several answers to
    one line the last one counts; the earlier ones are then "same".
    """
    policy.require(by, "inspections.answer_checklist", inspection)
    _require_in_progress(inspection.status)
    wanted = {answer.line for answer in answers}
    lines = ChecklistLine.objects.locked().filter(
        uid__in=wanted, session__inspection=inspection, session__ended_at=None, ended_at=None
    )
    standing = {line.uid: line for line in lines.select_related(None)}
    last = {answer.line: answer for answer in answers}
    outcomes = [_judged(answer, standing.get(answer.line), last[answer.line]) for answer in answers]
    saved = []
    for outcome in outcomes:
        if outcome.outcome == "saved" and outcome.line is not None and outcome.read is not None:
            put_answer(outcome.line, outcome.read, by=by, answered_at=outcome.answer.answered_at)
            saved.append(outcome.line)
    bulk.update(saved, ANSWERED)
    return outcomes


def _judged(answer: LineAnswer, line: ChecklistLine | None, last: LineAnswer) -> Outcome:
    if line is None:
        return Outcome(answer, None, "refused", [_("This line is not in the checklist any more.")])
    if answer is not last:
        return Outcome(answer, line, "same")
    try:
        read = read_answer(line, answer.given)
    except AnswerRefused as refused:
        return Outcome(answer, line, "refused", refused.reasons)
    if same_answer(line, read):
        return Outcome(answer, line, "same", read=read)
    if answer.base_version is not None and answer.base_version != line.version and line.result:
        return Outcome(answer, line, "conflict", read=read)
    return Outcome(answer, line, "saved", read=read)


def same_answer(line: ChecklistLine, read: Given) -> bool:
    """Whether the line says already what the answer says."""
    return line.answered_by_id is not None and (line.result, dict(line.value), line.note, line.score) == (
        read.result, dict(read.value), read.note, read.score,
    )  # fmt: skip


def put_answer(line: ChecklistLine, read: Given, *, by: Any, answered_at: dt.datetime | None = None) -> None:
    """Put a judged answer on a line in memory; an operation writes it."""
    line.result, line.value, line.note, line.score = read.result, dict(read.value), read.note, read.score
    line.answered_by, line.answered_at = by, answered_at or clock.now()
    line.happened_at(answered_at)


def _require_in_progress(status: str) -> None:
    if status != InspectionStatus.IN_PROGRESS:
        raise StepRefused([_("The checklist is answered while the inspection is in progress.")])


@operation("answer_line")
def answer_line(
    line: ChecklistLine,
    *,
    by: Any,
    result: str = "",
    value: Mapping[str, Any] | None = None,
    note: str = "",
    score: Decimal | None = None,
    files: list[tuple[bytes, str, str]] | None = None,
    version: int | None = None,
    answered_at: dt.datetime | None = None,
) -> ChecklistLine:
    """Answer one line, with what was seen and files (see qms.operations.files.prepare). The team only.

    Raises StepRefused with everything that is wrong, Conflict when somebody else answered since it was read.
    """
    line = ChecklistLine.objects.locked().get(pk=line.pk)
    check_version(line, version)
    sent = LineAnswer(line.uid, Given(result, value or {}, note, score), answered_at=answered_at)
    (outcome,) = answer_lines(line.session.inspection, [sent], by=by)
    if outcome.outcome == "refused":
        raise StepRefused(outcome.reasons)
    if files:
        attach_files(ChecklistFile, line, files, by=by, purpose="answer")
    return outcome.line or line


@operation("close_open_lines", reason_required=True)
def _mark_open_lines(inspection: Any, *, by: Any, why: str) -> int:
    policy.require(by, "inspections.lead_inspection", inspection)
    keys = [line.pk for line, missing in open_lines(inspection) if missing == "unanswered"]
    lines = list(ChecklistLine.objects.locked().filter(pk__in=keys))
    for line in lines:
        put_answer(line, Given(str(AnswerResult.NOT_EXAMINED), {}, why), by=by)
    bulk.update(lines, ANSWERED)
    return len(lines)


def mark_not_examined(inspection: Any, *, by: Any, reason: str) -> int:
    """The lead marks every open line as not examined, with one reason. Returns how many."""
    return _mark_open_lines(inspection, by=by, reason=reason, why=reason)
