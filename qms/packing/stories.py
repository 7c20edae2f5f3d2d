"""The timelines of many records at once, told as the timeline of one."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from qms.history.timeline import ABOUT, Entry, Names, related_models, told_fields
from qms.history.timeline import _told as told_entries
from qms.packing.scope import PackScope, batches
from qms.registry import PackSection


def capital(text: str) -> str:
    """With a capital letter."""
    return text[:1].upper() + text[1:]


class Rows:
    """Rows of one model as `Names` reads them: what they point at is fetched together."""

    def __init__(self, model: Any, relation: str, rows: list[dict[str, Any]], *, is_main: bool = False) -> None:
        self.model, self.relation, self.rows, self.is_main = model, relation, rows, is_main
        self.fields = told_fields(model, relation)

    @property
    def title(self) -> str:
        """What the kind is called; a name that Django made up has no translation."""
        own = self.model._meta.original_attrs
        return capital(str(own.get("verbose_name_plural") or own.get("verbose_name") or ""))


@dataclass
class Stories:
    """Recorded changes of one portion of records, as trails with the key of each row's record under `root`."""

    trails: list[Rows] = field(default_factory=list)

    def told(self, names: Names) -> dict[int, list[Entry]]:
        """Entries of each record, newest first."""
        found: dict[int, list[Entry]] = defaultdict(list)
        for trail in self.trails:
            for root, rows in _by_root(trail).items():
                story: Any = Rows(trail.model, trail.relation, rows, is_main=trail.is_main)
                found[root] += told_entries(story, names)
        return {root: sorted(entries, key=lambda one: one.when, reverse=True) for root, entries in found.items()}


def _by_root(trail: Rows) -> dict[int, list[dict[str, Any]]]:
    rows: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in trail.rows:
        rows[row["root"]].append(row)
    return rows


def entries_of(scope: PackScope, section: PackSection, keys: Sequence[int], parts: Sequence[Rows]) -> Stories:
    """The changes of the records and of those parts that their timelines tell of."""
    stories = Stories([_trail(scope, section.model, "", {key: key for key in keys}, is_main=True)])
    told = set(related_models(section.model))
    for part in parts:
        if (part.model, part.relation) in told and part.rows:
            roots = {row["id"]: row["root"] for row in part.rows}
            stories.trails.append(_trail(scope, part.model, part.relation, roots))
    return stories


def _trail(scope: PackScope, model: Any, relation: str, roots: dict[int, int], *, is_main: bool = False) -> Rows:
    trail = Rows(model, relation, [], is_main=is_main)
    columns = dict.fromkeys((*ABOUT, *(one.attname for one in trail.fields)))
    trail.rows = [row | {"root": roots[row["id"]]} for row in _history(scope, model, list(roots), list(columns))]
    return trail


def _history(scope: PackScope, model: Any, keys: list[int], columns: list[str]) -> Iterator[dict[str, Any]]:
    for batch in batches(keys):
        rows = model.history.model.objects.using(scope.alias).filter(id__in=batch)
        yield from rows.order_by("id", "sequence").values(*columns)
