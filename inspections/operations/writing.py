"""Writing many records of inspections at once: numbers by place and year, clause references, who is named."""

from collections.abc import Sequence
from typing import Any

from qms import clock
from qms.history import bulk
from qms.history.writing import insert_columns, prepared
from qms.models.participation import Participation
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
    name_people(created)
    return created


def name_people(created: Sequence[Any]) -> None:
    """Who is named on records that did not stand before: nobody is yet, so that nothing is asked of what stands."""
    named = [
        (user_id, record.pk, capacity)
        for record in created
        for capacity, user_ids in record.participants().items()
        for user_id in sorted(user_ids)
        if user_id
    ]
    if not named:
        return
    users, keys, capacities = map(list, zip(*named, strict=True))
    kind, meta = created[0]._meta.label_lower, Participation._meta
    columns = {
        "user_id": users, "kind": [kind] * len(named), "record_id": keys, "capacity": list(map(str, capacities)),
        "named_at": [clock.now()] * len(named),
    }  # fmt: skip
    fields = {field.attname: field for field in meta.concrete_fields}
    insert_columns(meta.db_table, {name: prepared(fields[name], values) for name, values in columns.items()})
