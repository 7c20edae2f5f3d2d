"""How long the short fields of a document may be; what is longer is cut there and kept whole elsewhere."""

from collections.abc import Callable
from typing import Any

LIMITS = {
    "references": {"": 300},
    "definitions": {"term": 120},
    "steps": {"responsible": 200, "result": 300},
    "forms": {"code": 60, "name": 300},
    "records": {"code": 60, "name": 300, "keeper": 200, "retention": 120, "place": 200, "disposal": 200},
    "objectives": {"target": 200, "responsible": 200, "due": 120},
    "legal_basis": {"number": 80, "title": 400},
    "dossier": {"note": 300},
    "administrative": {"code": 40, "field": 150, "time_limit_note": 300},
}


def fitted(section: str, rows: list[Any], keep: Callable[[str], None]) -> list[Any]:
    """The rows with each text short enough; `keep` gets the whole of what was cut."""
    limits = LIMITS.get(section, {})
    return [_row(row, limits, keep) for row in rows]


def _row(row: Any, limits: dict[str, int], keep: Callable[[str], None]) -> Any:
    if isinstance(row, str):
        return cut(row, limits.get("", 300), keep)
    return {name: cut(text, limits.get(name), keep) if isinstance(text, str) else text for name, text in row.items()}


def cut(text: str, limit: int | None, keep: Callable[[str], None]) -> str:
    """The text, shortened at a blank."""
    if limit is None or len(text) <= limit:
        return text
    keep(text)
    short = text[: limit - 1]
    return f"{short.rsplit(' ', 1)[0] if ' ' in short[limit // 2 :] else short}…"
