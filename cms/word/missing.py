"""Fields that the editor asks for and the file did not have."""

from typing import Any

from django.utils.translation import ngettext

from cms.layout import HEADINGS
from cms.word.reading import WordReading

REQUIRED = {
    "definitions": ("term", "meaning"),
    "steps": ("what", "responsible"),
    "objectives": ("objective", "target"),
    "forms": ("code", "name"),
    "records": ("name", "retention"),
}


def missing_fields(reading: WordReading) -> list[str]:
    """One sentence for each section with rows that are not complete."""
    found = []
    for name, fields in REQUIRED.items():
        count = sum(_incomplete(row, fields) for row in reading.sections.get(name, []))
        if count:
            text = ngettext(
                "%(section)s: %(count)s row of the file leaves a field empty that the editor asks for.",
                "%(section)s: %(count)s rows of the file leave a field empty that the editor asks for.",
                count,
            )
            found.append(text % {"section": HEADINGS[name], "count": count})
    return found


def _incomplete(row: dict[str, Any], fields: tuple[str, ...]) -> bool:
    return any(not row.get(name) for name in fields)
