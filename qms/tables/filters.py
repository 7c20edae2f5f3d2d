"""What lists are filtered by: search words, units with all below them, days from and to."""

from typing import Any

import django_filters as filters
from django import forms
from django.utils.translation import gettext_lazy as _

from qms.models.organisation import Unit
from qms.models.reach import UnitPath


class RegisterFilter(filters.FilterSet):
    """Base of every list's filter: `q` searches (the register does it), the rest narrows. Needs `user`."""

    q = filters.CharFilter(label=_("Search"), method="leave_to_register", max_length=200)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        self.user = user
        super().__init__(*args, **kwargs)

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
        return qs.filter(**{f"{self.field_name}__in": UnitPath.objects.filter(ancestor=value).values("unit_id")})
