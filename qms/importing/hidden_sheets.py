"""Sheets that a workbook hides: nobody sees them, so they are read only when a person chooses them by name."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

LISTS = "_lists"
"""The hidden sheet of our own templates: words to choose from, never rows."""
MOST_NAMED = 10


def hidden_of(sheets: Iterable[Any]) -> list[str]:
    """Names of the sheets that were left unread because they are hidden."""
    return [sheet.name for sheet in sheets if sheet.hidden and not sheet.opened and sheet.name != LISTS]


def hidden_understood() -> dict[str, Any]:
    """Such a sheet among those of which is told how they were understood."""
    sentence = _("This sheet is hidden in the workbook. It is read only where you choose it here.")
    return {
        "header": None, "header_rows": 0, "rows": 0, "left_out": sentence, "columns": [], "unmatched": [],
        "hidden": True,
    }  # fmt: skip


def hidden_told(names: list[str]) -> str:
    """A sentence that names them, or nothing."""
    if not names:
        return ""
    listed = ", ".join(f"“{name}”" for name in names[:MOST_NAMED]) + (", …" if len(names) > MOST_NAMED else "")
    return ngettext(
        "The workbook holds a hidden sheet: %(names)s. It was not read: a hidden sheet is read only where you choose "
        "it.",
        "The workbook holds %(count)s hidden sheets: %(names)s. They were not read: hidden sheets are read only where "
        "you choose them.",
        len(names),
    ) % {"count": len(names), "names": listed}
