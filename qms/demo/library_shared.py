"""What the demonstration's procedures draw on: rows, forms, records, places and laws, declared once."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Entry = Mapping[str, Any]


@dataclass(frozen=True)
class Law:
    """A legal text: since when it is in force, and which one it replaced."""

    number: str
    since: dt.date
    title: str
    replaces: str = ""


@dataclass(frozen=True)
class Shared:
    """What all procedures draw on: rows, forms, records, places and laws declared once."""

    steps: dict[str, str] = field(default_factory=dict)
    forms: dict[str, str] = field(default_factory=dict)
    records: tuple[str, ...] = ()
    definitions: dict[str, tuple[str, ...]] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    basis: tuple[str, ...] = ()
    laws: dict[str, Law] = field(default_factory=dict)

    @classmethod
    def of(cls, content: Entry) -> "Shared":
        """From the mapping of shared.yaml."""
        laws = [_law(line) for line in content["laws"]]
        return cls(
            steps=dict(content["steps"]),
            forms=dict(cells(line, 2) for line in content["forms"]),
            records=tuple(content["records"]),
            definitions={level: tuple(rows) for level, rows in content["definitions"].items() if _is_rows(rows)},
            places=dict(content["places"]),
            basis=tuple(content["basis"]),
            laws={law.number: law for law in laws},
        )

    def standing_on(self, number: str, day: dt.date) -> str | None:
        """The text in force on the day where this one stands now: itself, what it replaced, or nothing."""
        law = self.laws[number]
        if law.since <= day:
            return number
        return self.standing_on(law.replaces, day) if law.replaces else None

    def out_of_force(self, number: str, day: dt.date) -> bool:
        """Whether another text of the list has replaced it by the day."""
        return any(law.replaces == number and law.since <= day for law in self.laws.values())


def _law(line: str) -> Law:
    number, since, title, *replaces = cells(line)
    return Law(number, dt.date.fromisoformat(since), title, *replaces)


def _is_rows(value: Any) -> bool:
    return isinstance(value, list)  # the reader of YAML adds a line number to each mapping


def cells(line: str, count: int = 0) -> list[str]:
    """The cells of a line, filled up with empty ones to `count`."""
    found = [cell.strip() for cell in line.split(" | ")]
    return [*found, *[""] * (count - len(found))]


def with_time(step: str, time: str) -> str:
    """The line of a step, own or shared, with another time."""
    found = cells(step)
    if len(found) == 1:
        return f"{found[0].split()[0]} {time}"
    return " | ".join([*found[:2], time, *found[3:]])
