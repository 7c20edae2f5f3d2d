"""Versions of a table: what each changed, how the table stood at one of them, what lies between two."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Max

from qms.correspondences.rows import Said, said_rows
from qms.models.standards import CorrespondenceVersion

Change = dict[str, Any]
"""{"row": uid, "old": what it said or None, "new": what it says or None}."""


def versions_of(one_id: int, two_id: int) -> Any:
    """The versions of the table between two editions, newest first."""
    return CorrespondenceVersion.objects.filter(from_edition_id=one_id, to_edition_id=two_id).order_by("-number")


def current_version(one_id: int, two_id: int) -> int:
    """The number of the version that stands; 0 before any."""
    return versions_of(one_id, two_id).aggregate(most=Max("number"))["most"] or 0


def changes_between(before: dict[str, Said], after: dict[str, Said]) -> list[Change]:
    """What differs, row by row, in the order of the table."""
    keys = [*after, *(key for key in before if key not in after)]
    pairs = ((key, before.get(key), after.get(key)) for key in keys)
    return [{"row": key, "old": old, "new": new} for key, old, new in pairs if old != new]


def rows_at(version: CorrespondenceVersion) -> dict[str, Said]:
    """The table as it stood at that version: the rows of today with every later change taken back."""
    one_id, two_id = version.from_edition_id, version.to_edition_id
    rows = said_rows(one_id, two_id)
    for later in versions_of(one_id, two_id).filter(number__gt=version.number):
        for change in later.changes:
            rows.pop(change["row"], None)
            if change["old"] is not None:
                rows[change["row"]] = change["old"]
    return rows


def difference(older: CorrespondenceVersion, newer: CorrespondenceVersion) -> list[Change]:
    """What lies between two versions, each row once."""
    return changes_between(rows_at(older), rows_at(newer))


def clauses_changed_since(one_id: int, two_id: int, number: int) -> set[str]:
    """Numbers of the old clauses whose rows were changed by a version after `number`."""
    later = versions_of(one_id, two_id).filter(number__gt=number)
    return {side["from"] for one in later for side in sides_of(one.changes) if side["from"]}


def sides_of(changes: Iterable[Change]) -> list[Said]:
    """What stood before and what stands after, of each change."""
    return [side for change in changes for side in (change["old"], change["new"]) if side is not None]
