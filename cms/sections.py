"""Sections given as plain data (a fixture, a workbook) in the form in which a page stores them."""

from collections.abc import Mapping
from typing import Any

from django.utils.html import escape, linebreaks

from cms.publishing import stored, stream
from qms.documents import safe_html

STEP_FIELDS = ("what", "responsible", "duration", "duration_unit", "result")
TEXTS = (
    "code", "field", "level", "audience", "conditions", "time_limit_note", "place", "fee", "online_level",
    "decision_number",
)  # fmt: skip
RECORD_FIELDS = ("code", "name", "keeper", "retention", "place", "disposal")
OBJECTIVE_FIELDS = ("objective", "target", "measure", "responsible", "due")


def body_from(sections: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Blocks for the sections that are there; unknown keys are passed over."""
    blocks = [
        _block("purpose", _markup(sections.get("purpose"))),
        _block("scope", _markup(sections.get("scope"))),
        _block("references", list(sections.get("references") or [])),
        _block("definitions", _rows(sections.get("definitions"), ("term", "meaning"))),
        _block("administrative", _administrative(sections.get("administrative"))),
        *(_block("contents", part) for part in _contents(sections.get("contents"))),
        _block("steps", _steps(sections)),
        _block("objectives", _rows(sections.get("objectives"), OBJECTIVE_FIELDS)),
        _block("forms", _rows(sections.get("forms"), ("code", "name"))),
        _block("records", _rows(sections.get("records"), RECORD_FIELDS)),
    ]
    return stored(stream([block for block in blocks if block["value"]]))


def _block(name: str, value: Any) -> dict[str, Any]:
    return {"type": name, "value": value}


def _markup(text: str | None) -> str:
    """Balanced markup as the editor reads it: its reader stumbles over an open tag and over <br> without a slash."""
    if not text:
        return ""
    drawn = text if text.lstrip().startswith("<") else linebreaks(escape(text), autoescape=False)
    return safe_html(drawn).replace("<br>", "<br/>")


def _contents(given: str | list[Mapping[str, Any]] | None) -> list[dict[str, Any]]:
    """A text, or parts with headings of their own."""
    parts = [{"text": given}] if isinstance(given, str) else given or []
    drawn = [{"heading": part.get("heading") or "", "text": _markup(part.get("text"))} for part in parts]
    return [part for part in drawn if part["heading"] or part["text"]]


def _rows(rows: Any, fields: tuple[str, ...]) -> list[dict[str, Any]]:
    return [{name: _value(row.get(name)) for name in fields} for row in rows or []]


def _value(value: Any) -> Any:
    return "" if value is None else value


def _steps(sections: Mapping[str, Any]) -> dict[str, Any] | None:
    if not sections.get("steps"):
        return None
    rows = [{name: row.get(name) for name in STEP_FIELDS} for row in sections["steps"]]
    return {"time_limit_days": sections.get("time_limit_days"), "steps": rows}


def _administrative(given: Mapping[str, Any] | None) -> dict[str, Any] | None:
    if not given:
        return None
    parts = [
        {"name": _value(row.get("name")), "originals": _number(row.get("originals")),
         "copies": _number(row.get("copies")), "note": _value(row.get("note"))}
        for row in given.get("dossier") or []
    ]  # fmt: skip
    return {
        **{name: str(_value(given.get(name))) for name in TEXTS},
        "legal_basis": _rows(given.get("legal_basis"), ("number", "title")),
        "dossier": parts,
        "sets": _number(given.get("sets")),
        "time_limit_days": _number(given.get("time_limit_days")),
        "post_channel": bool(given.get("post_channel")),
        "decided_on": given.get("decided_on") or None,
        "published_on": given.get("published_on") or None,
    }


def _number(value: Any) -> Any:
    """Empty cells are no number."""
    return None if value in (None, "") else value
