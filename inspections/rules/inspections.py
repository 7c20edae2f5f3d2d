"""Who plans, leads, answers and reopens inspections and programmes."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from inspections.models.inspection import InspectedUnit, Inspection
from qms.enums import Role
from qms.policy import Allowed, Decision, allow_if, rule
from qms.rules.people import is_manager_of, is_officer_of

THE_LEAD = _("the lead")


@rule("inspections.plan_programme")
def may_plan_programme(user: Any, programme: Any) -> Decision:
    """A programme is planned by the quality officer of the unit that runs it."""
    return allow_if(
        is_officer_of(user, programme.unit_id),
        _("A programme is planned by the quality officer of the unit that runs it."),
        _("a quality officer"),
    )


@rule("inspections.approve_programme")
def may_approve_programme(user: Any, programme: Any) -> Decision:
    """Approved by top management, not by who prepared it."""
    if user.authority.counts_as(programme.prepared_by_id):
        return allow_if(False, _("Whoever prepared the programme does not approve it."), _("top management"))
    return allow_if(
        user.authority.has_role(programme.unit_id, Role.TOP),
        _("A programme is approved by top management of the unit that runs it."),
        _("top management"),
    )


@rule("inspections.plan_inspection")
def may_plan_inspection(user: Any, inspection: Any) -> Decision:
    """Planned by the officer of the sending unit, or by its lead; an inspector may plan one that they lead."""
    if is_officer_of(user, inspection.raised_by_unit_id) or user.authority.is_one_of(inspection.lead_id):
        inspects = user.authority.has_role(inspection.raised_by_unit_id, Role.INSPECTOR, Role.OFFICER)
        if user.is_system or inspects or inspection.pk:
            return Allowed
    return allow_if(
        False,
        _("Inspections are planned by the quality officer of the unit that sends them, or by their lead."),
        _("a quality officer, the lead"),
    )


@rule("inspections.lead_inspection")
def may_lead(user: Any, inspection: Any) -> Decision:
    """What only the lead does."""
    return allow_if(
        user.authority.is_one_of(inspection.lead_id), _("Only the lead of this inspection does this."), THE_LEAD
    )


@rule("inspections.postpone_inspection")
def may_postpone(user: Any, inspection: Any) -> Decision:
    """Postponed by the lead; the unit asks the lead."""
    return may_lead(user, inspection)


@rule("inspections.cancel_inspection")
def may_cancel(user: Any, inspection: Any) -> Decision:
    """Cancelled by the lead or the sending unit's officer."""
    lead = user.authority.is_one_of(inspection.lead_id)
    return allow_if(
        lead or is_officer_of(user, inspection.raised_by_unit_id),
        _("An inspection is cancelled by its lead or the quality officer of the unit that sends it."),
        _("the lead, a quality officer"),
    )


@rule("inspections.comment_inspection")
def may_comment(user: Any, inspection: Any) -> Decision:
    """The manager of any inspected unit comments on the report, each for their own unit."""
    rows = InspectedUnit.objects.filter(inspection_id=inspection.pk, ended_at=None).values_list("unit_id", flat=True)
    own = is_manager_of(user, inspection.unit_id) or any(is_manager_of(user, unit_id) for unit_id in rows)
    return allow_if(own, _("The inspected unit's manager comments on the report."), _("the unit's manager"))


@rule("inspections.reopen_inspection")
def may_reopen(user: Any, inspection: Any) -> Decision:
    """Reopened by top management of the sending side."""
    return allow_if(
        user.authority.has_role(inspection.raised_by_unit_id, Role.TOP),
        _("Only top management of the unit that sent it reopens an inspection."),
        _("top management"),
    )


@rule("inspections.overrule_independence")
def may_overrule(user: Any, inspection: Any) -> Decision:
    """Only top management overrules independence; the report prints the reason."""
    return allow_if(
        user.authority.has_role(inspection.raised_by_unit_id, Role.TOP),
        _("Only top management overrules independence or competence, and the report prints the reason."),
        _("top management"),
    )


def team_ids(inspection: Inspection) -> set[int | None]:
    """Keys of the lead and of the team of today."""
    return {inspection.lead_id, *inspection.team.filter(ended_at=None).values_list("user_id", flat=True)}


@rule("inspections.answer_checklist")
def may_answer(user: Any, inspection: Inspection) -> Decision:
    """Lines are answered by the lead and the team."""
    return allow_if(
        user.authority.is_one_of(*team_ids(inspection)),
        _("Only the team of this inspection answers its checklist."),
        _("the team"),
    )
