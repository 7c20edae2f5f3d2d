"""What the records say for an item of a management review: each figure is what one list shows, and links to it.

A figure is counted by the list that it links to, with the same filters and for the same day, so that whoever opens
the link finds the number again.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils import translation

from qms import clock
from qms.history.standing import day_shown, standing
from qms.models.people import SYSTEM, User
from qms.models.reach import UnitPath
from qms.policy import Text
from qms.tables.filters import INSIDE

LANGUAGES = ("vi", "en")


def everything() -> User:
    """Who reaches every record: figures are those of the holder, whoever asks for them."""
    return User(username=SYSTEM)


@dataclass(frozen=True)
class Scope:
    """Of which holder, over which days, as of which day the figures are gathered."""

    unit_id: int
    first: dt.date
    last: dt.date
    day: dt.date
    user: Any = field(default_factory=everything)

    @cached_property
    def units(self) -> list[int]:
        """Keys of the holder and the units inside its QMS, on the day; one query."""
        return sorted(UnitPath.objects.filter(ancestor=self.unit_id, inside=True).values_list("unit_id", flat=True))

    def days(self, first: str, last: str) -> dict[str, str]:
        """The period as two filters of a list."""
        return {first: self.first.isoformat(), last: self.last.isoformat()}


Told = tuple[tuple[Text, Text, Mapping[str, str]], ...]
"""Figures of one list: label, what it counts, and how the list is narrowed."""


@dataclass(frozen=True)
class Listed:
    """A figure before it is counted: the list's address and report, its filters, and what is taken of its rows."""

    label: Text
    definition: Text
    url_name: str
    report: Any
    asked: Mapping[str, str]
    take: Callable[[Any], Any] | None = None
    """The rows to the value; None counts them."""

    def params(self, scope: Scope) -> dict[str, str]:
        """The address's parameters: the holder with the units of its own QMS, and the filters."""
        return {"unit": str(scope.unit_id), INSIDE: "yes", **self.asked}

    def link(self, scope: Scope) -> str:
        """The list as it was on the day."""
        asked = urlencode(self.params(scope) | {"as_of": scope.day.isoformat()})
        return f"{reverse(self.url_name)}?{asked}"

    def value(self, scope: Scope) -> Any:
        """What the list shows; one query."""
        rows = self.rows(scope)
        return rows.order_by().count() if self.take is None else self.take(rows)

    def rows(self, scope: Scope) -> Any:
        """The rows of the list, narrowed as the address says. Raises ValueError where it does not understand it.

        The units are named by their keys, worked out once for all figures: that is what the unit's filter leaves.
        """
        data = QueryDict(urlencode(self.asked))
        request = SimpleNamespace(GET=data, user=scope.user)
        report = self.report()
        rows = report.queryset(scope.user, day_shown())
        narrowed = report.filterset_class(data, queryset=rows, request=request, user=scope.user)
        if not narrowed.is_valid():
            raise ValueError(f"{self.url_name}: {narrowed.form.errors.as_json()}")
        return narrowed.qs.filter(**{f"{narrowed.filters['unit'].field_name}__in": scope.units})


Gatherer = Callable[[Scope], Iterable[Listed]]
GATHERERS: dict[str, list[Gatherer]] = {}
"""By the name that agendas use: who says what is looked at. Apps that stand on qms add theirs."""


def add_gatherer(name: str, gatherer: Gatherer) -> None:
    """Have figures gathered for the items that name `name`."""
    standing_ones = GATHERERS.setdefault(name, [])
    if gatherer not in standing_ones:
        standing_ones.append(gatherer)


def listed(names: Iterable[str], scope: Scope) -> list[Listed]:
    """The figures of these gatherers, in their order, before they are counted."""
    return [one for name in names for gatherer in GATHERERS.get(name, ()) for one in gatherer(scope)]


def gather(wanted: Mapping[str, Iterable[str]], scope: Scope) -> dict[str, list[dict[str, Any]]]:
    """By key of an item: its figures as they stood at the end of the day; for today, as they stand now."""
    at = "" if scope.day < clock.today() else clock.now().isoformat()
    with nullcontext() if at else standing(scope.day):
        return {key: [counted(one, scope, at) for one in listed(names, scope)] for key, names in wanted.items()}


def counted(one: Listed, scope: Scope, at: str = "") -> dict[str, Any]:
    """A figure as it is kept: in words of both languages, with its value, its list, the kind of its records, its day.

    `at` is the moment at which it was counted, where the day was not over yet.
    """
    label, definition = _both(one.label), _both(one.definition)
    return {
        "label": label["vi"], "label_en": label["en"], "value": _plain(one.value(scope)),
        "definition": definition["vi"], "definition_en": definition["en"], "link": one.link(scope),
        "as_of": scope.day.isoformat(), "at": at, "kind": one.report.model._meta.label_lower,
    }  # fmt: skip


def _both(text: Text) -> dict[str, str]:
    found = {}
    for language in LANGUAGES:
        with translation.override(language):
            found[language] = str(text)
    return found


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, Decimal) else value
