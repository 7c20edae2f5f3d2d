"""How a status looks: its tone and icon, declared by model or found by the status's own name."""

from functools import lru_cache
from typing import Any

from django.utils.translation import get_language

Look = tuple[str, str]
"""Tone (neutral, info, success, warning, danger) and icon."""

BY_NAME: dict[str, Look] = {
    "draft": ("neutral", "pencil"),
    "planned": ("neutral", "calendar"),
    "proposed": ("neutral", "pencil"),
    "asked": ("info", "help"),
    "endorsed": ("info", "check"),
    "granted": ("success", "circle-check"),
    "refused": ("warning", "circle-x"),
    "assigned": ("info", "user"),
    "in_progress": ("info", "clock"),
    "done": ("warning", "checklist"),
    "in_review": ("info", "eye"),
    "reviewed": ("warning", "check"),
    "approved": ("success", "circle-check"),
    "verified": ("success", "circle-check"),
    "confirmed": ("info", "check"),
    "answered": ("info", "message"),
    "notified": ("info", "send"),
    "report_drafted": ("info", "file-text"),
    "with_unit": ("warning", "send"),
    "concluded": ("success", "signature"),
    "closed": ("success", "circle-check"),
    "recorded": ("danger", "flag"),
    "accepted": ("warning", "check"),
    "disputed": ("danger", "message"),
    "contained": ("warning", "shield-check"),
    "plan_proposed": ("info", "list-check"),
    "effectiveness_check": ("info", "target"),
    "abandoned": ("neutral", "ban"),
    "withdrawn": ("neutral", "ban"),
    "cancelled": ("neutral", "ban"),
    "minor": ("warning", ""),
    "major": ("danger", "alert-triangle"),
    "observation": ("info", ""),
    "opportunity": ("info", ""),
    "good_practice": ("success", ""),
    "conformity": ("success", ""),
}

DECLARED: dict[tuple[str, str], Look] = {}


def declare_looks(label_lower: str, looks: dict[str, Look]) -> None:
    """Say how the statuses of one model look where the name alone would mislead."""
    DECLARED.update({(label_lower, status): look for status, look in looks.items()})


def look_of(label_lower: str, status: str) -> Look:
    """The look of a status."""
    return DECLARED.get((label_lower, status)) or BY_NAME.get(status, ("neutral", ""))


@lru_cache(maxsize=1000)
def _spoken(model: Any, field: str, value: str, language: str | None) -> dict[str, str]:
    label = dict(model._meta.get_field(field).flatchoices).get(value, value)
    tone, icon = look_of(model._meta.label_lower, value)
    return {"label": str(label), "tone": tone, "icon": icon}


def status_look(record: Any, field: str = "status") -> dict[str, str]:
    """Label, tone and icon of a record's status in the reader's language."""
    model: Any = type(record)
    return _spoken(model, field, str(getattr(record, field)), get_language())
