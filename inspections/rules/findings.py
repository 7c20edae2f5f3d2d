"""Who records, confirms, answers and withdraws findings."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from inspections.rules.inspections import may_answer, team_ids
from qms.policy import Decision, allow_if, denied, rule
from qms.rules.people import is_manager_of


@rule("inspections.record_finding")
def may_record_finding(user: Any, finding: Any) -> Decision:
    """Recorded by the team."""
    return may_answer(user, finding.inspection)


@rule("inspections.lead_finding")
def may_lead_finding(user: Any, finding: Any) -> Decision:
    """Confirmed, regraded, closed and withdrawn by the lead."""
    return allow_if(
        user.authority.is_one_of(finding.inspection.lead_id),
        _("Only the lead of the inspection does this with a finding."),
        _("the lead"),
    )


@rule("inspections.answer_finding")
def may_answer_finding(user: Any, finding: Any) -> Decision:
    """Answered by the unit's manager, never by the team that found it."""
    if user.authority.counts_as(*team_ids(finding.inspection)):
        return denied(_("Whoever found it does not answer for the unit."), _("the unit's manager"))
    return allow_if(
        is_manager_of(user, finding.unit_id), _("A finding is answered by the unit's manager."), _("the unit's manager")
    )
