"""Answering the checklist on the spot."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from inspections.enums import AnswerResult, InspectionStatus
from inspections.models import ChecklistFile, ChecklistLine
from qms import clock, policy
from qms.history.recording import operation
from qms.operations.files import attach_files
from qms.workflow import StepRefused, check_version

SAYS_WHY = (AnswerResult.NOT_EXAMINED, AnswerResult.NOT_APPLICABLE)


@operation("answer_line")
def answer_line(
    line: ChecklistLine,
    *,
    by: Any,
    result: str,
    note: str = "",
    files: list[tuple[bytes, str, str]] | None = None,
    version: int | None = None,
    answered_at: dt.datetime | None = None,
) -> ChecklistLine:
    """Answer one line, with what was seen and files (see qms.operations.files.prepare). The team only."""
    inspection = line.session.inspection
    policy.require(by, "inspections.answer_checklist", inspection)
    line = ChecklistLine.objects.locked().get(pk=line.pk)
    check_version(line, version)
    faults = _faults(inspection.status, result, note)
    if faults:
        raise StepRefused(faults)
    line.result, line.note = result, note
    line.answered_by, line.answered_at = by, answered_at or clock.now()
    line.save()
    if files:
        attach_files(ChecklistFile, line, files, by=by, purpose="answer")
    return line


def _faults(status: str, result: str, note: str) -> list[str]:
    faults = []
    if status != InspectionStatus.IN_PROGRESS:
        faults.append(_("The checklist is answered while the inspection is in progress."))
    if result not in AnswerResult.values:
        faults.append(_("Choose a result."))
    if result in SAYS_WHY and not note.strip():
        faults.append(_("Say why it was not examined or does not apply."))
    return faults


@operation("close_open_lines", reason_required=True)
def _mark_open_lines(inspection: Any, *, by: Any, why: str) -> int:
    policy.require(by, "inspections.lead_inspection", inspection)
    lines = ChecklistLine.objects.filter(
        session__inspection=inspection, session__ended_at=None, ended_at=None, result=""
    )
    for line in lines:
        line.result, line.note = AnswerResult.NOT_EXAMINED, why
        line.answered_by, line.answered_at = by, clock.now()
        line.save()
    return len(lines)


def mark_not_examined(inspection: Any, *, by: Any, reason: str) -> int:
    """The lead marks every open line as not examined, with one reason. Returns how many."""
    return _mark_open_lines(inspection, by=by, reason=reason, why=reason)
