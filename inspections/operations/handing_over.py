"""Naming another verifier or lead of a nonconformity, another lead of an inspection, when somebody leaves."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from inspections.enums import NonconformityStatus as N
from inspections.models import Inspection, Nonconformity
from inspections.operations.inspection import change_inspection
from inspections.rules.nonconformities import took_part
from qms import policy
from qms.enums import Role
from qms.history.recording import operation
from qms.models.people import User
from qms.notices import notify
from qms.workflow import StepRefused

TO_VERIFY = (N.IN_PROGRESS, N.EFFECTIVENESS_CHECK)


def verifier_faults(nonconformity: Nonconformity, to: User) -> list[str]:
    """Why the person does not verify the effect: they took part, or count as one with somebody who did."""
    faults = []
    if nonconformity.status not in TO_VERIFY:
        faults.append(_("A verifier is named again while the plan is carried out or its effect is checked."))
    if to.authority.counts_as(*took_part(nonconformity)):
        faults.append(_("%(person)s did, caused or approved it and cannot verify it.") % {"person": to})
    return faults


def lead_faults(nonconformity: Nonconformity, to: User) -> list[str]:
    """Why the person does not become its lead: the plan of their own they could not approve."""
    faults = []
    if nonconformity.status not in N.open_states():
        faults.append(_("It is over."))
    if to.authority.counts_as(nonconformity.proposed_by_id, nonconformity.handler_id):
        faults.append(_("%(person)s handles it or proposed its plan, and does not lead it.") % {"person": to})
    return faults


def _require(faults: Sequence[str]) -> None:
    if faults:
        raise StepRefused(faults)


@operation("name_verifier", reason_required=True)
def name_verifier(nonconformity: Nonconformity, *, by: Any, verifier: User) -> Nonconformity:
    """Whoever approves plans names another verifier, who took no part. Tells them."""
    nonconformity = Nonconformity.objects.locked().get(pk=nonconformity.pk)
    policy.require(by, "inspections.approve_plan", nonconformity)
    _require(verifier_faults(nonconformity, verifier))
    nonconformity.verifier = verifier
    nonconformity.save()
    notify("nonconformity_to_verify", about=nonconformity, to=[verifier], by=by)
    return nonconformity


@operation("name_lead", reason_required=True)
def name_lead(nonconformity: Nonconformity, *, by: Any, lead: User) -> Nonconformity:
    """Another lead. Tells them."""
    nonconformity = Nonconformity.objects.locked().get(pk=nonconformity.pk)
    policy.require(by, "inspections.name_lead", nonconformity)
    _require(lead_faults(nonconformity, lead))
    nonconformity.lead = lead
    nonconformity.save()
    notify("nonconformity_to_lead", about=nonconformity, to=[lead], by=by)
    return nonconformity


def inspection_lead_faults(inspection: Inspection, to: User) -> list[str]:
    """Why the person does not lead the inspection."""
    if to.authority.has_role(inspection.raised_by_unit_id, Role.INSPECTOR):
        return []
    held = to.authority.units_as(Role.INSPECTOR)
    below = {unit for unit in held if inspection.raised_by_unit_id in to.authority.ancestors_inside(unit)}
    return [] if below else [_("%(person)s is no inspector of the unit that sends the inspection.") % {"person": to}]


@operation("name_inspection_lead", reason_required=True)
def name_inspection_lead(inspection: Inspection, *, by: Any, lead: User) -> Inspection:
    """Another lead before the visit; sessions of who leaves are given to others by whoever plans. Tells them."""
    _require(inspection_lead_faults(inspection, lead))
    inspection = Inspection.objects.locked().get(pk=inspection.pk)
    inspection.lead = lead
    inspection = change_inspection(inspection, by=by)
    notify("inspection_to_lead", about=inspection, to=[lead], by=by)
    return inspection
