"""Answers sent while another one came to stand: both are kept, and the team says which one stands."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from inspections.answer_words import answer_in_words
from inspections.asking import Given
from inspections.enums import ConflictStatus, InspectionStatus
from inspections.models import AnswerConflict, ChecklistLine
from inspections.operations.checklist import put_answer
from qms import clock, policy
from qms.history import bulk
from qms.history.recording import operation
from qms.models.people import User
from qms.workflow import StepRefused

SENT, STANDING = "sent", "standing"
CONTENT = ("made_at", "base_version", "standing_version", "result", "value", "score", "note")


@dataclass(frozen=True)
class SentBeside:
    """An answer, read and judged, that was sent to a line on which another one stands."""

    line: ChecklistLine
    read: Given
    base_version: int
    made_at: dt.datetime


@operation("keep_conflict")
def keep_conflicts(sent: Sequence[SentBeside], *, by: Any) -> list[AnswerConflict]:
    """Keep each sent answer beside the standing one, set-wise. The caller has asked the rule.

    What the same person had sent to the same line and nobody has decided yet is replaced: their last word counts.
    """
    waiting = AnswerConflict.objects.locked().filter(
        line_id__in={one.line.pk for one in sent}, sent_by=by, status=ConflictStatus.OPEN
    )
    standing = {row.line_id: row for row in waiting.order_by("pk")}
    last = {one.line.pk: one for one in sent}
    fresh = {key: AnswerConflict(line=one.line, sent_by=by) for key, one in last.items() if key not in standing}
    changed = [row for key, row in standing.items() if not _says(row, last[key].read)]
    for row in (*fresh.values(), *changed):
        _put(row, last[row.line_id])
    bulk.create(fresh.values())
    bulk.update(changed, CONTENT)
    return [(standing | fresh)[one.line.pk] for one in sent]


def _says(row: AnswerConflict, read: Given) -> bool:
    return (row.result, dict(row.value), row.note, row.score) == (
        read.result, dict(read.value), read.note, read.score,
    )  # fmt: skip


def _put(row: AnswerConflict, one: SentBeside) -> None:
    row.made_at, row.base_version, row.standing_version = one.made_at, one.base_version, one.line.version
    row.result, row.value, row.note, row.score = one.read.result, dict(one.read.value), one.read.note, one.read.score
    row.happened_at(one.made_at)


def settle_conflict(conflict: AnswerConflict, *, by: User, keep: str) -> AnswerConflict:
    """The team says which answer stands; the history of the other says what stands instead of it."""
    line = ChecklistLine.objects.get(pk=conflict.line_id)
    other = _in_words(line) if keep == SENT else ""
    reason = _("It replaces: %(answer)s") % {"answer": other} if other else ""
    return _settle(conflict, by=by, keep=keep, reason=reason)


@operation("settle_conflict")
def _settle(conflict: AnswerConflict, *, by: User, keep: str) -> AnswerConflict:
    line = ChecklistLine.objects.locked().get(pk=conflict.line_id)
    conflict = AnswerConflict.objects.locked().get(pk=conflict.pk)
    inspection = line.session.inspection
    policy.require(by, "inspections.answer_checklist", inspection)
    decided = ConflictStatus.TAKEN if keep == SENT else ConflictStatus.SET_ASIDE
    if conflict.status == decided:
        return conflict
    _require_open(conflict, inspection)
    if keep == SENT:
        read = Given(conflict.result, conflict.value, conflict.note, conflict.score)
        put_answer(line, read, by=conflict.sent_by, answered_at=conflict.made_at)
        line.save()
    conflict.status, conflict.decided_by, conflict.decided_at = decided, by, clock.now()
    conflict.line = line
    conflict.save()
    return conflict


def _require_open(conflict: AnswerConflict, inspection: Any) -> None:
    if conflict.status != ConflictStatus.OPEN:
        raise StepRefused([_("Somebody has decided already which answer stands.")])
    if inspection.status != InspectionStatus.IN_PROGRESS:
        raise StepRefused([_("The checklist is answered while the inspection is in progress.")])


def _in_words(line: ChecklistLine) -> str:
    words = [str(line.get_result_display()), answer_in_words(line, line.value), line.note]
    return "; ".join(word for word in words if word)[:500]
