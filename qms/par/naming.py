"""The records of a proof by name, as far as the person reaches them; a query or two for each kind of record."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from qms.models.declarations import Declaration
from qms.models.documents import Issue
from qms.par.proofs import Shown
from qms.reaching import reached_rows

MOST = 200  # records of one proof shown by name
NAMED_BY = {Declaration: ("edition__standard",), Issue: ("document",)}
"""What a record's own name speaks of."""


@dataclass(frozen=True)
class Named:
    """One record of a proof with its name and address."""

    shown: Shown
    record: Any
    kind: str


def named(user: Any, proofs: Iterable[Any]) -> dict[str, list[Named]]:
    """By key of the kind of proof: its records, those that prove first, latest first."""
    told = {proof.kind.key: sorted(proof.shown, key=_order)[:MOST] for proof in proofs}
    wanted: dict[Any, set[int]] = defaultdict(set)
    for shown in (one for rows in told.values() for one in rows):
        wanted[shown.model].add(shown.key)
    found = {model: {one.pk: one for one in _read(user, model, keys)} for model, keys in wanted.items()}
    return {key: list(_named(rows, found)) for key, rows in told.items()}


def _order(shown: Shown) -> tuple[int, int]:
    return ("done", "beside", "open", "missing").index(shown.what), -(shown.on.toordinal() if shown.on else 0)


def _read(user: Any, model: Any, keys: set[int]) -> Any:
    rows = reached_rows(user, model).filter(pk__in=keys)
    return rows.select_related(*NAMED_BY[model]) if model in NAMED_BY else rows


def _named(rows: Iterable[Shown], found: dict[Any, dict[int, Any]]) -> Iterator[Named]:
    for shown in rows:
        record = found[shown.model].get(shown.key)
        if record is not None:
            name = str(shown.model._meta.verbose_name)
            yield Named(shown, record, name[:1].upper() + name[1:])
