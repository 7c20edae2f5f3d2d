"""To which record a change belongs: each tracked model is a record with a page, or hangs on one."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db.models import Q

from qms.history.checks import tracked_models
from qms.history.timeline import Part, related_models

PARENTS: dict[str, list[tuple[str, str]]] = defaultdict(list)
"""By model label: (label of the model that it hangs on, path of keys to it), beside what `relate` says."""

INSIDE: dict[str, list[tuple[str, str]]] = defaultdict(list)
"""By model label: (label of a record of its own, its key), whose changes are read with the record's history too."""

GENERIC: dict[str, tuple[str, str]] = {
    "qms.comment": ("record_kind", "record_uid"),
    "qms.signature": ("kind", "record_uid"),
}
"""Models that name their record by kind and uid, and by which columns."""

OPEN_TO_READERS = frozenset(
    {
        "qms.standard", "qms.edition", "qms.clause", "qms.informationdemand", "qms.correspondence",
        "qms.correspondenceversion", "qms.decidedday", "qms.reportform", "qms.reportsection", "qms.reportline",
        "qms.periodscheme", "qms.reportperiod",
    }
)  # fmt: skip
"""Reference data: whoever reads histories reads theirs."""


@dataclass(frozen=True)
class Whole:
    """Whose history is read in whole, and what a reader of a part is told.

    rows(user): the records whose whole history the person reads. part(record, user): None for the whole, a function
    as `timeline` takes it, or False for nothing.
    """

    rows: Callable[[Any], Any]
    part: Callable[[Any, Any], Part | None | bool] = lambda record, user: None


WHOLE: dict[str, Whole] = {}
"""By model label, where reaching a record is not yet reading its whole history."""


def hang(label: str, parent: str, path: str) -> None:
    """Say on which record a tracked model hangs that nobody else reads with it."""
    if (parent, path) not in PARENTS[label]:
        PARENTS[label].append((parent, path))


def whole_rows(model: Any, user: Any) -> Any:
    """The records of a model whose whole history the person reads."""
    label = model._meta.label_lower
    if label in WHOLE:
        return WHOLE[label].rows(user)
    if label in OPEN_TO_READERS:
        return model.objects.all()
    return model.objects.visible_to(user)


def is_home(model: Any) -> bool:
    """Whether the model's records have histories of their own."""
    label = model._meta.label_lower
    return label in WHOLE or label in OPEN_TO_READERS or hasattr(model.objects, "visible_to")


@cache
def tracked() -> dict[str, Any]:
    """Every tracked model by its label."""
    return {model._meta.label_lower: model for model in tracked_models()}


@cache
def _pairs() -> list[tuple[Any, Any, str]]:
    """(model, model that hangs on it, path of keys), as timelines and registrations say it."""
    found = [(parent, child, path) for parent in tracked().values() for child, path in related_models(parent)]
    for label, rows in PARENTS.items():
        found += [(tracked()[parent], tracked()[label], path) for parent, path in rows]
    for label, rows in INSIDE.items():
        found += [(tracked()[label], tracked()[child], path) for child, path in rows]
    return [row for row in found if row[0] is not row[1]]


@cache
def parents() -> dict[str, list[tuple[Any, str]]]:
    """By label: the models on which a model without a history of its own hangs, with the path of keys."""
    found: dict[str, list[tuple[Any, str]]] = defaultdict(list)
    for parent, child, path in _pairs():
        if not is_home(child):
            found[child._meta.label_lower].append((parent, path))
    return found


def hangs_on(label: str) -> list[tuple[Any, str]]:
    """The models on which a model without a history of its own hangs, with the path of keys."""
    return parents().get(label, [])


@cache
def children(label: str) -> list[tuple[Any, str]]:
    """The models that hang on one, each with its path of keys."""
    return [(child, path) for parent, child, path in _pairs() if parent._meta.label_lower == label]


@cache
def family(label: str) -> frozenset[str]:
    """A kind of record and every kind without a history of its own that hangs on it."""
    found, waiting = {label, *GENERIC}, [label]
    while waiting:
        for child, _path in children(waiting.pop()):
            name = child._meta.label_lower
            if name not in found and not is_home(child):
                found.add(name)
                waiting.append(name)
    return frozenset(found)


def trail_of(record: Any, user: Any) -> Q:
    """The lines of the audit trail of a record and of everything that hangs on it; of other records those reached."""
    label = record._meta.label_lower
    lines, seen = Q(kind=label, record_id=record.pk), {label}
    waiting: list[tuple[str, Any]] = [(label, [record.pk])]
    while waiting:
        name, keys = waiting.pop()
        for child, path in children(name):
            child_label = child._meta.label_lower
            rows = whole_rows(child, user) if is_home(child) else child.objects.all()
            below = rows.filter(**{f"{path}__in": keys}).order_by().values("pk")
            lines |= Q(kind=child_label, record_id__in=below)
            if child_label not in seen:
                seen.add(child_label)
                waiting.append((child_label, below))
    for generic, (kind, uid) in GENERIC.items():
        rows = tracked()[generic].objects.filter(**{kind: label, uid: record.uid}).order_by().values("pk")
        lines |= Q(kind=generic, record_id__in=rows)
    return lines


Home = tuple[str, int]
"""A record by the label of its model and its key."""


@cache
def depth(label: str) -> int:
    """How many steps a kind hangs below records with histories of their own."""
    if is_home(tracked()[label]):
        return 0
    if label in GENERIC:
        return 1
    return 1 + max((depth(parent._meta.label_lower) for parent, _path in hangs_on(label)), default=0)


class Reach:
    """Which records a person's search of history may tell of; one query for each kind asked or hung on."""

    def __init__(self, user: Any, narrow: Callable[[Any, Any], Any] | None = None) -> None:
        self.user, self.narrow = user, narrow

    def homes(self, label: str, keys: Iterable[int]) -> dict[int, Home]:
        """By key of a model's row: the record that it belongs to; what is not reached is left out."""
        found = self.homes_of({label: set(keys)})
        return {key: home for (_label, key), home in found.items()}

    def homes_of(self, asked: dict[str, set[int]]) -> dict[Home, Home]:
        """By label and key of a row: the record that it belongs to; what is not reached is left out."""
        waiting = {label: set(keys) for label, keys in asked.items() if label in tracked() and keys}
        above: dict[Home, list[Home]] = {}
        reached: set[Home] = set()
        while waiting:
            label = max(waiting, key=depth)
            keys = waiting.pop(label)
            if is_home(tracked()[label]):
                reached |= {(label, key) for key in self._reached(tracked()[label], keys)}
                continue
            for key, ups in self._above(label, keys).items():
                above[label, key] = ups
                for up_label, up_key in ups:
                    waiting.setdefault(up_label, set()).add(up_key)
        found = ((row, _home(row, above, reached)) for row in _rows_of(asked))
        return {row: home for row, home in found if home is not None}

    def _reached(self, model: Any, keys: set[int]) -> list[int]:
        rows = whole_rows(model, self.user).filter(pk__in=keys)
        rows = self.narrow(model, rows) if self.narrow else rows
        return list(rows.order_by().values_list("pk", flat=True))

    def _above(self, label: str, keys: set[int]) -> dict[int, list[Home]]:
        model, found = tracked()[label], defaultdict(list)
        if label in GENERIC:
            return self._named(model, keys, *GENERIC[label])
        for parent, path in hangs_on(label):
            pairs = model.objects.filter(pk__in=keys).order_by().values_list("pk", f"{path}_id")
            for key, up in pairs:
                if up is not None:
                    found[key].append((parent._meta.label_lower, up))
        return found

    @staticmethod
    def _named(model: Any, keys: set[int], kind: str, uid: str) -> dict[int, list[Home]]:
        named: dict[str, dict[Any, list[int]]] = defaultdict(lambda: defaultdict(list))
        for key, label, record in model.objects.filter(pk__in=keys).order_by().values_list("pk", kind, uid):
            named[label][record].append(key)
        found: dict[int, list[Home]] = {}
        for label in named.keys() & tracked().keys():
            pairs = tracked()[label].objects.filter(uid__in=named[label]).order_by().values_list("pk", "uid")
            found |= {key: [(label, up)] for up, record in pairs for key in named[label][record]}
        return found


def _rows_of(asked: dict[str, set[int]]) -> Iterable[Home]:
    return [(label, key) for label, keys in asked.items() for key in keys]


def _home(row: Home, above: dict[Home, list[Home]], reached: set[Home]) -> Home | None:
    """The first reached record that a row belongs to."""
    if row in reached:
        return row
    return next((home for up in above.get(row, ()) if (home := _home(up, above, reached)) is not None), None)
