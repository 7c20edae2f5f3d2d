"""The table as a data file, in the shape that load_standard reads."""

import json
from collections.abc import Iterator
from typing import Any

from qms.correspondences.rows import said, standing_rows
from qms.models.standards import Edition

KEYS = ("from", "to", "relation", "note_vi", "note_en", "change_degree", "basis", "own_word")


def yaml_of(one: Edition, two: Edition) -> str:
    """The standing rows; what has no predecessor stands among the rows from the newer edition."""
    rows = [said(row) for row in standing_rows(one.pk, two.pk)]
    return "\n".join(_lines(one, two, rows)) + "\n"


def _lines(one: Edition, two: Edition, rows: list[dict[str, Any]]) -> Iterator[str]:
    yield f"standard: {_plain(one.standard.code)}"
    if two.standard_id != one.standard_id:
        yield f"to_standard: {_plain(two.standard.code)}"
    yield f"from_edition: {_plain(one.year)}"
    yield f"to_edition: {_plain(two.year)}"
    forwards = [row for row in rows if row["from"] is not None]
    backwards = [row | {"from": row["to"], "to": None} for row in rows if row["from"] is None]
    for key, part in (("rows", forwards), ("reverse_rows", backwards)):
        yield f"{key}:" if part else f"{key}: []"
        yield from (f"  - {{{_entry(row)}}}" for row in part)


def _entry(row: dict[str, Any]) -> str:
    return ", ".join(f"{key}: {_plain(row[key])}" for key in KEYS if key != "own_word" or row[key])


def _plain(value: Any) -> str:
    """A JSON string is a YAML string, but for characters that YAML takes for ends of lines or refuses."""
    text = json.dumps(value, ensure_ascii=False)
    return text.replace("\x7f", "\\x7f").replace("\u2028", "\\L").replace("\u2029", "\\P").replace("\x85", "\\N")
