"""Bringing in a set of criteria: any numbered list of questions becomes an edition with clauses."""

from collections.abc import Sequence
from typing import Any

from qms import policy
from qms.history.recording import operation
from qms.models.standards import Clause, Edition, Standard
from qms.operations.loading import Counts, keep_in_step
from qms.operations.standards import link_references


@operation("load_criteria")
def load_criteria(
    code: str, year: str, name: str, rows: Sequence[dict[str, Any]], *, by: Any, standard_name: str = ""
) -> Counts:
    """Make standard and edition where they are missing, and keep the clauses in step with the rows.

    Each row holds values of a clause, `parent` as a number that comes before it, or nothing.
    """
    policy.require(by, "qms.manage_standards")
    standing = {standard.code: standard for standard in Standard.objects.filter(code=code)}
    counts = keep_in_step(
        Standard, standing, {code: {"code": code, "name_vi": standard_name or name}}, keep=["name_vi"]
    )
    editions = {edition.year: edition for edition in Edition.everything.filter(standard=standing[code], year=year)}
    values = {"standard": standing[code], "year": year, "name_vi": name, "ended_at": None}
    counts += keep_in_step(Edition, editions, {year: values}, keep=["name_vi"])
    edition = editions[year]
    counts += _write_clauses(edition, rows)
    counts.linked = link_references(edition)
    return counts


def _write_clauses(edition: Edition, rows: Sequence[dict[str, Any]]) -> Counts:
    """Parents first, one level after the other, since a child names its parent's key."""
    standing = {clause.number: clause for clause in Clause.everything.filter(edition=edition)}
    depths: dict[str, int] = {}
    levels: dict[int, list[dict[str, Any]]] = {}
    for row in rows:
        depth = depths[row["number"]] = depths.get(row["parent"], -1) + 1 if row["parent"] else 0
        levels.setdefault(depth, []).append(row)
    counts = Counts()
    for depth in sorted(levels):
        wanted = {
            row["number"]: row | {"edition": edition, "parent": standing.get(row["parent"]), "ended_at": None}
            for row in levels[depth]
        }
        counts += keep_in_step(Clause, standing, wanted)
    return counts
