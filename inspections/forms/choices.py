"""What forms of inspections may name: units, inspectors, editions, clauses, documents."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from inspections.enums import InspectionKind, TemplateStatus
from inspections.models import ChecklistTemplate, TemplateVersion
from qms import clock
from qms.enums import Role, UnitKind
from qms.models.documents import Document
from qms.models.organisation import Unit, nearest_holder
from qms.models.people import RoleAssignment, User
from qms.models.reach import UnitPath, inside_ancestors, inside_subtree
from qms.models.standards import Clause, Edition


def sending_units(user: Any, *roles: str) -> Any:
    """Units that the person plans for: where they hold one of the roles."""
    held = user.authority.units_as(*(roles or (Role.OFFICER, Role.INSPECTOR)))
    return Unit.objects.filter(pk__in=held).valid_on(clock.today())


def system_units(unit_id: int) -> Any:
    """Units of the same QMS."""
    holder = nearest_holder(unit_id)
    return Unit.objects.below(holder.pk if holder else unit_id).valid_on(clock.today())


def inspectable_units(unit_ids: Any) -> Any:
    """Units that these units may send an inspection to: of their own QMS, and everything below them."""
    holders = inside_ancestors(unit_ids)
    own = inside_subtree(holders)
    checked = Q()
    for sender in Unit.objects.filter(pk__in=unit_ids).select_related("parent"):
        checked |= Q(pk__in=units_to_check(sender))
    return Unit.objects.filter(Q(pk__in=own) | checked).valid_on(clock.today())


def units_to_check(sender: Unit) -> Any:
    """Keys of the units that a superior's check of the sender may go to: all below it.

    An inspectorate checks for the body that it stands under, so everything below that body is below it too.
    """
    superiors = {sender.pk}
    if sender.kind == UnitKind.INSPECTORATE and sender.parent_id:
        superiors.add(sender.parent_id)
    below = UnitPath.objects.filter(ancestor_id__in=superiors, depth__gt=0)
    return below.exclude(unit_id=sender.pk).values("unit_id")


def unit_fault(kind: str, sender: Unit, unit: Unit) -> str | None:
    """Why the sending unit does not send an inspection of that kind to the unit, or None."""
    own = system_units(sender.pk).filter(pk=unit.pk).exists()
    if kind == InspectionKind.SUPERIOR:
        if not units_to_check(sender).filter(unit=unit).exists():
            return _("%(unit)s does not stand below %(sender)s. A superior's check goes to units below.") % {
                "unit": unit,
                "sender": sender,
            }
        return None
    if not own:
        return _(
            "%(unit)s belongs to another quality management system. "
            "Choose “superior's check”, or a unit of your own system."
        ) % {"unit": unit}
    return None


def inspectors_of(unit_ids: Any, *, also_below: bool = False) -> Any:
    """People with an inspector's role today in the QMS of these units; for a superior's check also below them."""
    holders = inside_ancestors(unit_ids)
    places = Q(unit_id__in=inside_subtree(holders))
    if also_below:
        places |= Q(unit_id__in=UnitPath.objects.filter(ancestor_id__in=unit_ids).values("unit_id"))
    roles = RoleAssignment.objects.standing_on(clock.today()).filter(places, role=Role.INSPECTOR)
    return User.objects.people().filter(pk__in=roles.values("user_id"))


def editions() -> Any:
    """Every edition that is loaded."""
    return Edition.objects.select_related("standard")


def clauses_of(inspection: Any) -> Any:
    """Clauses of the inspection's edition, in its order."""
    return Clause.objects.filter(edition_id=inspection.edition_id).order_by("position")


def citable_documents(user: Any, unit_ids: Any, cited: Any = ()) -> Any:
    """Documents in force in the QMS of the inspected units that the person may read; what is cited stays."""
    above = inside_ancestors(unit_ids)
    places = inside_subtree(above)
    readable = Document.objects.readable_by(user).filter(unit_id__in=places).values("pk")
    return Document.objects.filter(Q(pk__in=readable) | Q(pk__in=list(cited))).order_by("number")


def published_templates(user: Any, cited: Any = ()) -> Any:
    """Published versions of the checklist templates that the person may use; what is cited stays."""
    usable = ChecklistTemplate.objects.visible_to(user).values("pk")
    rows = TemplateVersion.objects.filter(
        Q(status=TemplateStatus.IN_FORCE, template__in=usable) | Q(pk__in=list(cited))
    )
    return rows.select_related("template").order_by("template__number", "-number")
