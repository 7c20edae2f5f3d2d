"""Who asks for evidence, who sends it, who judges it: never the same side."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from inspections.rules.inspections import team_ids
from qms.policy import Decision, allow_if, denied, rule
from qms.rules.people import is_manager_of, is_officer_of

THE_TEAM = _("the team")
THE_UNIT = _("the unit's manager, its quality officer")


def is_on_team(user: Any, inspection: Any) -> bool:
    """The lead or on the team; read once where a page or an operation asks about many lines."""
    known = getattr(inspection, "known_team", None)
    return bool(user.authority.is_one_of(*(team_ids(inspection) if known is None else known)))


def know_team(inspection: Any) -> None:
    """Read the team at once, for what asks about many lines; never kept beyond it."""
    inspection.known_team = team_ids(inspection)


@rule("inspections.ask_evidence")
def may_ask(user: Any, inspection: Any) -> Decision:
    """The team asks."""
    return allow_if(
        is_on_team(user, inspection), _("Only the team of this inspection asks for evidence."), THE_TEAM
    )  # fmt: skip


@rule("inspections.deliver_evidence")
def may_deliver(user: Any, request: Any) -> Decision:
    """The unit's manager or quality officer sends it; nobody of the team sends evidence to themselves."""
    session = request.line.session
    if is_on_team(user, session.inspection):
        return denied(_("The team judges what is sent, so it sends nothing itself."), THE_UNIT)
    return allow_if(
        is_manager_of(user, session.unit_id) or is_officer_of(user, session.unit_id),
        _("Evidence is sent by the manager or the quality officer of the inspected unit."),
        THE_UNIT,
    )


@rule("inspections.judge_evidence")
def may_judge(user: Any, request: Any) -> Decision:
    """The team accepts, or asks again."""
    return allow_if(
        is_on_team(user, request.line.session.inspection),
        _("Only the team of this inspection judges what the unit sent."),
        THE_TEAM,
    )
