"""Keeping records in step with a file: create what is missing, change what differs, leave the rest alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from qms.history import bulk
from qms.history.tracked import TrackedModel


class LoadRefused(Exception):
    """The file cannot be loaded: one sentence for each fault, naming line and key. Nothing was written."""

    def __init__(self, *sentences: Any) -> None:
        self.sentences = [str(sentence) for sentence in sentences]
        super().__init__("\n".join(self.sentences))


@dataclass
class Counts:
    """How many rows a load created, changed and left as they were; `linked`: references given their clause."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    linked: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(
            self.created + other.created,
            self.updated + other.updated,
            self.unchanged + other.unchanged,
            self.linked + other.linked,
        )

    def __str__(self) -> str:
        return f"created={self.created} updated={self.updated} unchanged={self.unchanged} linked={self.linked}"


def keep_in_step(
    model: type[TrackedModel],
    standing: dict[Any, Any],
    wanted: Mapping[Any, Mapping[str, Any]],
    *,
    keep: Sequence[str] = (),
) -> Counts:
    """Make `standing` (key > record) say what `wanted` (key > values) says, inside an operation.

    New records join `standing`. Columns named in `keep` are only written where the record is new.
    """
    fresh = {key: model(**values) for key, values in wanted.items() if key not in standing}
    changed: list[Any] = []
    columns: set[str] = set()
    for key, values in wanted.items():
        if key in fresh:
            continue
        differing = {
            name for name, value in values.items() if name not in keep and _differs(standing[key], name, value)
        }
        for name in differing:
            setattr(standing[key], name, values[name])
        if differing:
            changed.append(standing[key])
            columns |= differing
    bulk.create(fresh.values())
    bulk.update(changed, sorted(columns))
    standing.update(fresh)
    return Counts(len(fresh), len(changed), len(wanted) - len(fresh) - len(changed))


def _differs(record: Any, name: str, value: Any) -> bool:
    field = record._meta.get_field(name)
    if field.is_relation:
        return bool(getattr(record, field.attname) != (value.pk if value is not None else None))
    return bool(getattr(record, name) != value)
