"""What inspections know against a declaration of conformity: an open major nonconformity."""

from django.utils.translation import gettext as _

from inspections.enums import Grade
from inspections.models.nonconformity import Nonconformity
from qms.models.reach import UnitPath


def open_majors(units: set[int]) -> dict[int, str]:
    """By key of the holder: a sentence naming its open major nonconformities. Two queries however many holders."""
    if not units:
        return {}
    paths = UnitPath.objects.filter(ancestor_id__in=units, inside=True).values_list("unit_id", "ancestor_id")
    holders: dict[int, set[int]] = {}
    for unit, holder in paths:
        holders.setdefault(unit, set()).add(holder)
    rows = Nonconformity.objects.open().filter(grade=Grade.MAJOR, unit_id__in=holders).order_by("number")
    numbers: dict[int, list[str]] = {}
    for unit, number in rows.values_list("unit_id", "number"):
        for holder in holders[unit]:
            numbers.setdefault(holder, []).append(number)
    text = _("Open major nonconformities: %(numbers)s.")
    return {holder: text % {"numbers": ", ".join(found)} for holder, found in numbers.items()}
