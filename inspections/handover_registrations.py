"""What of inspections and nonconformities passes to another when a person leaves."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inspections.enums import InspectionStatus
from inspections.enums import NonconformityStatus as N
from inspections.models import Inspection, Nonconformity
from inspections.operations import handing_over as operations
from inspections.operations.nonconformity import name_handler
from inspections.workflows import NONCONFORMITY
from qms import policy
from qms.models.actions import Action
from qms.models.people import User
from qms.policy import Text
from qms.registry import Handover, registry

BEFORE = (InspectionStatus.PLANNED, InspectionStatus.NOTIFIED)
OPERATIONS: dict[str, Text] = {
    "name_verifier": gettext_lazy("Another verifier named"),
    "name_lead": gettext_lazy("Another lead named"),
    "name_inspection_lead": gettext_lazy("Another lead named"),
}
NOTICES: dict[str, Text] = {
    "nonconformity_to_verify": gettext_lazy("You verify the effect of %(number)s"),
    "nonconformity_to_lead": gettext_lazy("You lead %(number)s"),
    "inspection_to_lead": gettext_lazy("You lead %(number)s"),
}


def _open(**named: Any) -> Any:
    return Nonconformity.objects.filter(status__in=N.open_states(), ended_at=None, **named)


def handler_faults(record: Nonconformity, person: User, to: User, by: Any) -> list[str]:
    """Why `to` does not handle it instead."""
    faults = list(NONCONFORMITY.blockers("name_handler", record, by).reasons)
    if to.pk == record.verifier_id:
        faults.append(_("%(person)s verifies the effect and does not handle it.") % {"person": to})
    return faults


def would_judge_own_action(actions: Sequence[Action], to: User) -> dict[int, list[str]]:
    """Whoever verifies the effect of a nonconformity does none of its actions; by action, one query."""
    rows = Nonconformity.objects.filter(corrective_actions__action__in=actions, status__in=N.open_states())
    judged = rows.exclude(verifier=None).values_list("corrective_actions__action_id", "number", "verifier_id")
    text = _("%(person)s verifies the effect of %(numbers)s and does none of its actions.")
    return {
        key: [text % {"person": to, "numbers": number}]
        for key, number, verifier in judged
        if to.authority.counts_as(verifier)
    }


def _named(record: Nonconformity) -> str:
    return f"{record.number} {record.fact[:100]}"


HANDLED = Handover(
    gettext_lazy("Nonconformities to deal with"),
    lambda person: _open(handler=person),
    handler_faults,
    lambda record, person, to, *, by, reason: name_handler(record, by=by, handler=to, reason=reason),
    name=_named,
    order=40,
)
VERIFIED = Handover(
    gettext_lazy("Effects to verify"),
    lambda person: Nonconformity.objects.filter(verifier=person, status__in=operations.TO_VERIFY, ended_at=None),
    lambda record, person, to, by: (
        policy.refusal(by, "inspections.approve_plan", record) + operations.verifier_faults(record, to)
    ),
    lambda record, person, to, *, by, reason: operations.name_verifier(record, by=by, verifier=to, reason=reason),
    name=_named,
    due=lambda record: record.check_on,
    order=50,
)
LED = Handover(
    gettext_lazy("Nonconformities led"),
    lambda person: _open(lead=person),
    lambda record, person, to, by: (
        policy.refusal(by, "inspections.name_lead", record) + operations.lead_faults(record, to)
    ),
    lambda record, person, to, *, by, reason: operations.name_lead(record, by=by, lead=to, reason=reason),
    name=_named,
    order=60,
)
INSPECTION = Handover(
    gettext_lazy("Inspections to lead"),
    lambda person: Inspection.objects.filter(lead=person, status__in=BEFORE, ended_at=None),
    lambda record, person, to, by: (
        policy.refusal(by, "inspections.plan_inspection", record) + operations.inspection_lead_faults(record, to)
    ),
    lambda record, person, to, *, by, reason: operations.name_inspection_lead(record, by=by, lead=to, reason=reason),
    due=lambda record: record.starts_on,
    order=70,
)


def register_handovers() -> None:
    """Fill the registry; called once when apps are ready."""
    registry.phrases.update(OPERATIONS)
    registry.notice_phrases.update(NOTICES)
    registry.action_taker_faults.append(would_judge_own_action)
    registry.handovers.update(handled=HANDLED, verified=VERIFIED, led=LED, inspection=INSPECTION)
