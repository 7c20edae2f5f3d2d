"""Facts in both languages, and facts in words: what a report's plain values say to a reader of one language."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.utils import translation

from inspections.enums import FindingStatus, Grade, InspectionMode, MeetingKind, NonconformityStatus

BOTH = {"vi", "en"}
LABELS: dict[str, Any] = {
    "grade": Grade,
    "original_grade": Grade,
    "status": FindingStatus,
    "nonconformity_status": NonconformityStatus,
    "mode": InspectionMode,
    "meeting": MeetingKind,
}
"""Facts that are codes: their words stand beside them as <name>_label."""


def both(tell: Callable[[], Any]) -> dict[str, str]:
    """What a function says in Vietnamese and in English."""
    told = {}
    for code in ("vi", "en"):
        with translation.override(code):
            told[code] = str(tell())
    return told


def name_of(unit: Any) -> dict[str, str]:
    """The name of a unit in both languages; where it has no English one, the Vietnamese."""
    return {"vi": unit.name_vi, "en": unit.name_en or unit.name_vi} if unit is not None else {"vi": "", "en": ""}


def in_words(facts: Any, language: str) -> Any:
    """The facts for one reader: texts in the language, codes with their words, days as days."""
    if isinstance(facts, list):
        return [in_words(fact, language) for fact in facts]
    if not isinstance(facts, dict):
        return facts
    if facts.keys() == BOTH:
        return facts[language]
    told = {}
    for name, value in facts.items():
        told[name] = _day(value) if _is_day(name, value) else in_words(value, language)
        if name in LABELS and isinstance(value, str):
            told[f"{name}_label"] = _label(LABELS[name], value, language)
    return told


def _is_day(name: str, value: Any) -> bool:
    return isinstance(value, str) and bool(value) and (name == "day" or name.endswith(("_on", "_until")))


def _day(value: str) -> dt.date:
    return dt.date.fromisoformat(value)


def _label(choices: Any, value: str, language: str) -> str:
    with translation.override(language):
        return str(dict(choices.choices).get(value, value))
