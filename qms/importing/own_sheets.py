"""Sheets that the product itself adds to a workbook: where its rows come from, what is to be mended. Never rows."""

from collections.abc import Iterable
from functools import cache
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from qms.importing.said import Said
from qms.importing.text import fold

Own = tuple[str, tuple[str, ...]]
"""Name and titles of such a sheet, folded."""


@cache
def own_sheets() -> frozenset[Own]:
    """Such sheets in all languages: what left in one comes in again in another."""
    found: set[Own] = set()
    for language, _label in settings.LANGUAGES:
        with translation.override(language):
            found.add((fold(_("Provenance")), (fold(_("Information")), fold(_("Value")))))
            heads = (_("In sheet"), _("In row"), _("Cell"), _("Stands there"), _("Why not"), _("Perhaps meant"))
            found.add((fold(_("What is to be mended")), tuple(map(fold, heads))))
    return frozenset(found)


def is_own(sheet: Any) -> bool:
    """By its name and its titles: a register of somebody's that is called so stays one."""
    cells = tuple(fold(cell) for row in sheet.head[:1] for cell in row.cells if cell is not None)
    return any(fold(sheet.name).startswith(name) and cells == heads for name, heads in own_sheets())


def without_own(sheets: Iterable[Any], said: Said) -> list[Any]:
    """The other sheets, and those that a person chose; all where there is no other."""
    listed = list(sheets)
    return [sheet for sheet in listed if said.is_about(sheet.name) or not is_own(sheet)] or listed
