"""The steps of an inspection as they are asked for and done."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _

from inspections.checklists import open_lines
from inspections.enums import FindingStatus
from inspections.enums import InspectionStatus as I
from inspections.forms import inspection as forms
from inspections.forms import report as report_forms
from inspections.models import InspectionFile
from inspections.operations import checklist, finding, session
from inspections.operations import inspection as operations
from inspections.operations.report_comment import comment_and_dispute
from qms.views.steps import StepSpec


def change_team(inspection: Any, *, by: Any, team: Any, **common: Any) -> Any:
    """Name the team and tell the unit again."""
    operations.name_team(inspection, team, by=by)
    return operations.confirm_team(inspection, by=by, **common)


def start_visit(inspection: Any, *, by: Any, **common: Any) -> Any:
    """Start, with the checklist of every session made where it is not yet."""
    inspection = operations.start_visit(inspection, by=by, **common)
    session.ensure_checklists(inspection, by=by)
    return inspection


def overrule(inspection: Any, *, by: Any, inspector: Any, reason: str) -> Any:
    """Let an inspector go although the rules say no."""
    return operations.overrule_independence(inspection, inspector, by=by, reason=reason)


STEPS = {
    "notify": StepSpec(
        operations.notify_unit, forms.NotifyForm, effects=[_("The unit's managers and the team are told.")]
    ),
    "postpone": StepSpec(
        operations.postpone,
        forms.PostponeForm,
        effects=[_("Sessions move by as many days."), _("The unit and the team are told.")],
    ),
    "change_team": StepSpec(
        change_team,
        forms.ChangeTeamForm,
        intro=_("Who asks in a session is changed in the session itself."),
        effects=[_("The unit and the team are told.")],
    ),
    "start": StepSpec(start_visit, effects=[_("The checklist can be answered.")]),
    "end_visit": StepSpec(
        operations.end_visit,
        forms.EndVisitForm,
        files=InspectionFile,
        files_purpose="attendance",
        effects=[_("The report is due within 7 working days.")],
    ),
    "send": StepSpec(
        operations.send_report,
        effects=[
            _("The unit may comment for 5 working days."),
            _("It accepts or disputes its nonconformities in the same days."),
        ],
    ),
    "comment": StepSpec(
        comment_and_dispute,
        report_forms.CommentForm,
        intro=_("To object to a nonconformity here is to dispute it: the head of the body that raised it settles."),
        effects=[_("The lead is told.")],
    ),
    "conclude": StepSpec(
        operations.conclude,
        effects=[
            _("The report is frozen as a version and locked with its hash."),
            _("The units, the team, top management and the quality officers are told."),
        ],
    ),
    "reopen": StepSpec(operations.reopen, effects=[_("A new version of the report begins; the old one stays.")]),
    "cancel": StepSpec(operations.cancel, effects=[_("The unit and the team are told.")]),
    "report": StepSpec(
        operations.write_report,
        report_forms.ReportForm,
        label=_("Write the report"),
        permission="inspections.lead_inspection",
        tone="secondary",
    ),
    "not_examined": StepSpec(
        checklist.mark_not_examined,
        label=_("Mark open lines as not examined"),
        permission="inspections.lead_inspection",
        reason=True,
        versioned=False,
        tone="secondary",
    ),
    "confirm_findings": StepSpec(
        finding.confirm_findings,
        label=_("Confirm all findings"),
        permission="inspections.lead_inspection",
        versioned=False,
        effects=[_("Minor and major findings become nonconformities; the unit is told.")],
    ),
    "overrule": StepSpec(
        overrule,
        forms.OverruleForm,
        label=_("Overrule independence"),
        permission="inspections.overrule_independence",
        reason=True,
        versioned=False,
        tone="warning",
        intro=_("The report prints the name and the reason."),
    ),
}


def _has_open_lines(inspection: Any) -> bool:
    return inspection.status == I.IN_PROGRESS and any(why == "unanswered" for _line, why in open_lines(inspection))


def _has_drafts(inspection: Any) -> bool:
    if inspection.status not in (I.IN_PROGRESS, I.REPORT_DRAFTED):
        return False
    return inspection.findings.filter(status=FindingStatus.DRAFT).exists()


BESIDES: dict[str, Callable[[Any], bool]] = {
    "confirm_findings": _has_drafts,
    "not_examined": _has_open_lines,
    "report": lambda inspection: inspection.status in (I.IN_PROGRESS, I.REPORT_DRAFTED),
    "overrule": lambda inspection: (
        inspection.status in (I.PLANNED, I.NOTIFIED, I.IN_PROGRESS) and bool(forms.standing_against(inspection))
    ),
}
"""Steps beside the lifecycle, and when they make sense."""
