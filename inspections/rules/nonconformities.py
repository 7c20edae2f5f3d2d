"""Who does what with a nonconformity: separation of duties by what people did on it."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from qms.enums import Role
from qms.models.actions import Action, ActionHelper
from qms.policy import Allowed, Decision, allow_if, denied, rule
from qms.rules.people import is_head_of, is_manager_of, is_officer_of

MANAGER = _("the unit's manager or whom they name")


def took_part(nonconformity: Any) -> set[int]:
    """Keys of everybody who did an action, found a cause or approved a plan, in any round: none verifies the effect."""
    known = getattr(nonconformity, "known_part", None)
    if known is not None:
        return known
    actions = list(nonconformity.corrective_actions.values_list("action_id", flat=True))
    people = set(Action.history.filter(id__in=actions).values_list("owner_id", flat=True))
    people |= set(
        ActionHelper.objects.filter(action__corrective_action__nonconformity=nonconformity).values_list(
            "user_id", flat=True
        )
    )
    causes = nonconformity.causes.all()
    people |= {key for cause in causes for key in (cause.author_id, cause.confirmed_by_id)}
    people |= set(_writing(causes.model).filter(nonconformity_id=nonconformity.pk).values_list(*WRITER, flat=True))
    rounds = nonconformity.history.values_list("proposed_by_id", "approved_by_id")
    people |= {key for pair in rounds for key in pair}
    people |= {nonconformity.proposed_by_id, nonconformity.approved_by_id}
    return {key for key in people if key}


def writers_of(cause: Any) -> set[int]:
    """Keys of everybody who wrote on a cause: its author, and who changed its words later."""
    known = getattr(cause, "known_writers", None)
    written = _writing(type(cause)).filter(id=cause.pk).values_list(*WRITER, flat=True) if known is None else known
    return {cause.author_id, *written}


def know_part(nonconformity: Any) -> None:
    """Read who took part at once, for pages that ask about several steps; never kept beyond the page."""
    nonconformity.known_part = took_part(nonconformity)


def know_writers(nonconformity: Any, causes: Sequence[Any]) -> None:
    """Read who wrote on these causes at once, for pages that ask about each of them."""
    rows = _writing(nonconformity.causes.model).filter(nonconformity_id=nonconformity.pk)
    pairs = list(rows.values_list("id", *WRITER))
    for cause in causes:
        cause.known_writers = {person for key, person in pairs if key == cause.pk}


WRITER = ("history_user_id",)


def _writing(model: Any) -> Any:
    return model.history.filter(operation="write_cause")


def deals_with(user: Any, nonconformity: Any) -> bool:
    """The unit's manager, or whom they named."""
    return is_manager_of(user, nonconformity.unit_id) or user.authority.is_one_of(nonconformity.handler_id)


@rule("inspections.record_nonconformity")
def may_record(user: Any, nonconformity: Any) -> Decision:
    """From a finding the lead; from other sources the officer over the unit or over the raising side."""
    if user.authority.is_one_of(nonconformity.lead_id) and nonconformity.finding_id:
        return Allowed
    officer = is_officer_of(user, nonconformity.unit_id) or is_officer_of(user, nonconformity.raised_by_unit_id)
    return allow_if(
        officer,
        _("A nonconformity is recorded by the lead of the inspection, or by a quality officer."),
        _("the lead, a quality officer"),
    )


@rule("inspections.accept_nonconformity")
def may_accept(user: Any, nonconformity: Any) -> Decision:
    """Accepted or disputed by the unit's manager; silence is the system's."""
    return allow_if(
        user.is_system or is_manager_of(user, nonconformity.unit_id),
        _("Only the unit's manager accepts or disputes a nonconformity."),
        _("the unit's manager"),
    )


@rule("inspections.settle_nonconformity")
def may_settle(user: Any, nonconformity: Any) -> Decision:
    """Settled by the head of the body that raised it, not the raiser."""
    if user.authority.counts_as(nonconformity.raised_by_id):
        return denied(_("Whoever raised it does not settle the dispute."), _("the head of the body that raised it"))
    return allow_if(
        is_head_of(user, nonconformity.raised_by_unit_id),
        _("A dispute is settled by the head of the body that raised it."),
        _("the head of the body that raised it"),
    )


@rule("inspections.handle_nonconformity")
def may_handle(user: Any, nonconformity: Any) -> Decision:
    """Contained, analysed and planned by the unit's manager or whom they name."""
    return allow_if(
        deals_with(user, nonconformity), _("The unit's manager, or whom they name, deals with it."), MANAGER
    )


@rule("inspections.manage_nonconformity")
def may_manage(user: Any, nonconformity: Any) -> Decision:
    """Naming a handler, changing the plan, reporting it implemented: the unit's manager."""
    return allow_if(
        is_manager_of(user, nonconformity.unit_id), _("Only the unit's manager does this."), _("the unit's manager")
    )


@rule("inspections.approve_plan")
def may_approve_plan(user: Any, nonconformity: Any) -> Decision:
    """Approved or refused by the lead or an officer, never by the proposer."""
    if user.authority.counts_as(nonconformity.proposed_by_id):
        return denied(_("Whoever proposed the plan does not approve it."), _("the lead, a quality officer"))
    lead = user.authority.is_one_of(nonconformity.lead_id)
    return allow_if(
        lead or is_officer_of(user, nonconformity.raised_by_unit_id),
        _("A plan is approved by the lead or by a quality officer of the side that raised it."),
        _("the lead, a quality officer"),
    )


@rule("inspections.verify_nonconformity")
def may_verify(user: Any, nonconformity: Any) -> Decision:
    """The named verifier, who did no action, cause or approval."""
    named = user.authority.is_one_of(nonconformity.verifier_id)
    if user.authority.counts_as(*took_part(nonconformity)):
        who = NEW_VERIFIER if named else _verifier_of(nonconformity)
        return denied(_("Whoever did, caused or approved it cannot verify it."), who)
    return allow_if(named, _("Only the named verifier judges the effect."), _verifier_of(nonconformity))


NEW_VERIFIER = _("another verifier: the unit's manager changes the plan, and who approves it names one")


def _verifier_of(nonconformity: Any) -> Any:
    """By name where one is named already."""
    if nonconformity.verifier_id is None:
        return _("the verifier")
    return _("the verifier, %(person)s") % {"person": nonconformity.verifier}


@rule("inspections.ask_withdrawal")
def may_ask_withdrawal(user: Any, nonconformity: Any) -> Decision:
    """A withdrawal is asked for by an officer."""
    officer = is_officer_of(user, nonconformity.raised_by_unit_id) or is_officer_of(user, nonconformity.unit_id)
    return allow_if(officer, _("A withdrawal is asked for by a quality officer."), _("a quality officer"))


@rule("inspections.withdraw_nonconformity")
def may_withdraw(user: Any, nonconformity: Any) -> Decision:
    """Confirmed by a second person: the lead, another officer or top management of the raising side."""
    if user.authority.counts_as(nonconformity.withdrawal_asked_by_id):
        return denied(_("A second person confirms the withdrawal."), _("the lead, another officer, top management"))
    side = nonconformity.raised_by_unit_id
    allowed = user.authority.is_one_of(nonconformity.lead_id) or user.authority.has_role(side, Role.OFFICER, Role.TOP)
    return allow_if(
        allowed,
        _("A withdrawal is confirmed by the lead, another officer or top management of the side that raised it."),
        _("the lead, another officer, top management"),
    )


@rule("inspections.reopen_nonconformity")
def may_reopen_nonconformity(user: Any, nonconformity: Any) -> Decision:
    """Reopened by top management over the unit or of the raising side."""
    allowed = user.authority.has_role(nonconformity.unit_id, Role.TOP)
    return allow_if(
        allowed or user.authority.has_role(nonconformity.raised_by_unit_id, Role.TOP),
        _("Only top management reopens a closed nonconformity."),
        _("top management"),
    )


@rule("inspections.confirm_cause")
def may_confirm_cause(user: Any, cause: Any) -> Decision:
    """A cause is confirmed by someone other than its author: manager, handler, lead or officer."""
    if user.authority.counts_as(*writers_of(cause)):
        return denied(_("Whoever wrote the cause does not confirm it."), _("somebody else of the unit, the lead"))
    nonconformity = cause.nonconformity
    allowed = deals_with(user, nonconformity) or user.authority.is_one_of(nonconformity.lead_id)
    allowed = allowed or is_officer_of(user, nonconformity.unit_id)
    return allow_if(
        allowed or user.authority.has_role(nonconformity.unit_id, Role.INSPECTOR),
        _("A cause is confirmed by the manager, the handler, the lead, an inspector or a quality officer."),
        _("the manager, the lead, an inspector, a quality officer"),
    )
