"""What lists are filtered by: search words, units with all below them, days from and to."""

from typing import Any

import django_filters as filters
from django import forms
from django.utils.translation import gettext_lazy as _

from qms.models.organisation import Unit
from qms.models.reach import UnitPath

INSIDE = "inside"
"""Address parameter: with a unit, leave out units below it that hold a QMS of their own."""


def inside_filter(parent: Any) -> Any:
    """The choice itself; the filter of the unit reads it."""
    found = filters.ChoiceFilter(
        label=_("Units counted"),
        choices=[("yes", _("of its own QMS"))],
        empty_label=_("all below it"),
        method="leave_to_register",
    )
    found.parent, found.model = parent, parent.queryset.model
    found.field_name = INSIDE
    return found


class RegisterFilter(filters.FilterSet):
    """Base of every list's filter: `q` searches (the register does it), the rest narrows. Needs `user`."""

    q = filters.CharFilter(label=_("Search"), method="leave_to_register", max_length=200)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        self.user = user
        super().__init__(*args, **kwargs)
        if self.is_inside():
            self.filters[INSIDE] = inside_filter(self)

    def is_inside(self) -> bool:
        """Whether only units inside the QMS of the unit asked for count; shown among the filters where it is asked."""
        return bool(self.data and self.data.get(INSIDE) == "yes")

    def leave_to_register(self, queryset: Any, name: str, value: Any) -> Any:
        """Search needs to know of as-of, so the register does it."""
        return queryset


class DayFilter(filters.DateFilter):
    """One day, by a date box."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
        super().__init__(*args, **kwargs)


def units_in_reach(request: Any) -> Any:
    """Units that the person may name."""
    return Unit.objects.visible_to(request.user) if request is not None else Unit.objects.none()


class UnitFilter(filters.ModelChoiceFilter):
    """A unit within reach; keeps the rows of it and of all units below it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("queryset", units_in_reach)
        kwargs.setdefault("label", _("Unit"))
        super().__init__(*args, **kwargs)

    def filter(self, qs: Any, value: Any) -> Any:
        if not value or self.method is not None:
            return super().filter(qs, value) if value else qs
        paths = UnitPath.objects.filter(ancestor=value)
        if getattr(self.parent, "is_inside", bool)():
            paths = paths.filter(inside=True)
        return qs.filter(**{f"{self.field_name}__in": paths.values("unit_id")})
