"""Writing many records of inspections at once: numbers by place and year, clause references, who is named."""

from collections.abc import Sequence
from typing import Any

from qms.history import bulk
from qms.models.participation import Participation
from qms.models.reach import participation_rows
from qms.numbering import next_numbers


def number_drafts(kind: str, drafts: Sequence[Any], *, place: str, day: str) -> None:
    """Give each draft the next number of its unit and year, and note its first grade.

    `place` and `day` name the fields that say where and when; units are told apart by key, so that none is fetched.
    """
    by_place: dict[tuple[int, int], list[Any]] = {}
    for draft in drafts:
        draft.original_grade = draft.original_grade or draft.grade
        by_place.setdefault((getattr(draft, f"{place}_id"), getattr(draft, day).year), []).append(draft)
    for (_unit, year), same in by_place.items():
        numbers = next_numbers(kind, getattr(same[0], place), len(same), year)
        for draft, number in zip(same, numbers, strict=True):
            draft.number = number


def write_with_references(drafts: Sequence[Any], references: Sequence[Sequence[Any]]) -> list[Any]:
    """Insert the drafts with history, their references (`references[i]` of `drafts[i]`), and who is named on them."""
    created = bulk.create(drafts)
    rows = []
    for record, own in zip(created, references or [()] * len(created), strict=True):
        for reference in own:
            reference.record = record
            rows.append(reference)
    bulk.create(rows)
    Participation.objects.bulk_create(
        [row for record in created for row in participation_rows(record)], ignore_conflicts=True
    )
    return created
