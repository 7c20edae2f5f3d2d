"""Sections given as plain data (a fixture, a workbook) in the form in which a page stores them."""

from collections.abc import Mapping
from typing import Any

from django.utils.html import escape, linebreaks

from cms.publishing import stored, stream

STEP_FIELDS = ("what", "responsible", "duration", "duration_unit", "result")


def body_from(sections: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Blocks for the sections that are there; unknown keys are passed over."""
    blocks = [
        _block("purpose", _markup(sections.get("purpose"))),
        _block("scope", _markup(sections.get("scope"))),
        _block("references", list(sections.get("references") or [])),
        _block("definitions", _rows(sections.get("definitions"), ("term", "meaning"))),
        _block("contents", _contents(sections.get("contents"))),
        _block("steps", _steps(sections)),
        _block("forms", _rows(sections.get("forms"), ("code", "name"))),
        _block("records", _rows(sections.get("records"), ("name", "retention", "place"))),
    ]
    return stored(stream([block for block in blocks if block["value"]]))


def _block(name: str, value: Any) -> dict[str, Any]:
    return {"type": name, "value": value}


def _markup(text: str | None) -> str:
    if not text:
        return ""
    return text if text.lstrip().startswith("<") else linebreaks(escape(text), autoescape=False)


def _contents(text: str | None) -> dict[str, Any] | None:
    return {"heading": "", "text": _markup(text)} if text else None


def _rows(rows: Any, fields: tuple[str, ...]) -> list[dict[str, Any]]:
    return [{name: _value(row.get(name)) for name in fields} for row in rows or []]


def _value(value: Any) -> Any:
    return "" if value is None else value


def _steps(sections: Mapping[str, Any]) -> dict[str, Any] | None:
    if not sections.get("steps"):
        return None
    rows = [{name: row.get(name) for name in STEP_FIELDS} for row in sections["steps"]]
    return {"time_limit_days": sections.get("time_limit_days"), "steps": rows}
