"""Whose evidence a person sees: of their own system with its records, of holders below them in numbers."""

import datetime as dt
from typing import Any

from django.db.models import Q

from qms.models.organisation import QMSHolding, Unit
from qms.models.reach import UnitPath


def holders_seen(user: Any, year: int | None = None) -> Any:
    """Units that hold a system (on a day of the year), at or below a unit whose records the person reaches."""
    held = QMSHolding.objects.all()
    if year is not None:
        stands = Q(valid_to=None) | Q(valid_to__gte=dt.date(year, 1, 1))
        held = held.filter(stands, valid_from__lte=dt.date(year, 12, 31))
    found = Unit.objects.filter(pk__in=held.values("unit_id"))
    if user.is_system:
        return found
    below = UnitPath.objects.filter(ancestor_id__in=user.authority.record_units)
    return found.filter(pk__in=below.values("unit_id"))
