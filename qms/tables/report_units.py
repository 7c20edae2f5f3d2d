"""The units that lists of reports are filtered by: those that have any, each once."""

from functools import partial
from typing import Any

from django.db.models import Q

from qms.models.organisation import Unit
from qms.tables.filters import UnitFilter, units_in_reach


def units_having(model: Any, request: Any) -> Any:
    """Units whose records of the kind the person sees; and the one asked for, which a link may name."""
    if request is None:
        return Unit.objects.none()
    own = model.objects.visible_to(request.user).order_by().values("unit_id")
    named = units_in_reach(request).filter(pk=asked_key(request, "unit")).order_by().values("pk")
    return Unit.objects.filter(Q(pk__in=own) | Q(pk__in=named))


def asked_key(request: Any, name: str) -> int:
    """The key that the address asks for, 0 where it asks for none."""
    text = request.GET.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 18 else 0


class UnitOfReportsFilter(UnitFilter):
    """A unit that has records of the kind; keeps the rows of it and of all units below it."""

    def __init__(self, model: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, queryset=partial(units_having, model), **kwargs)
