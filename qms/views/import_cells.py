"""Rows and cells of a preview as its grid draws them: what was read, what it becomes, where a text may be typed."""

import re
from collections.abc import Sequence
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from qms.forms.import_understanding import register_of
from qms.importing import staging as stagings
from qms.importing.register_kind import KEEP, SKIP, TAKE
from qms.importing.understanding import fields_of, word_values
from qms.models.imports import ImportStaging
from qms.views.import_changes import DECIDE, FIELD, MEND
from qms.views.import_files import ICONS, LABELS, TONES

CELL = re.compile(r"![A-Z]{1,3}[1-9][0-9]*$")
"""An address at which a text can stand."""
LONG = 140  # characters that a cell shows before it is opened
WIDE = 40  # characters that fit into one line of a field
MOST_FIELDS = 400
"""So many cells of one page may be typed into; the server takes a thousand values at once."""


def grid(
    staging: ImportStaging,
    rows: Sequence[Any],
    *,
    typed: QueryDict | None = None,
    opened: str = "",
    wrong_first: bool = False,
) -> dict[str, Any]:
    """Columns and rows of a page; `opened` is the position of the row in which every cell may be typed over.

    Where `wrong_first`, columns with something wrong stand before the others.
    """
    fields = Fields(staging, typed, opened)
    titles = dict(stagings.columns(staging))
    named = [*titles, *dict.fromkeys(name for row in rows for name in row.cells if name not in titles)]
    names = [name for name in named if any(name in row.cells for row in rows)]
    if wrong_first:
        names.sort(key=lambda name: all(row.cells.get(name, {}).get("level") != "error" for row in rows))
    labels = {one["name"]: one["label"] for one in fields_of(fields.register)}
    heads = {name: titles.get(name) or labels.get(name) or name for name in names}
    drawn = [fields.row(row, heads) for row in rows]
    return {
        "heads": [{"header": heads[name], "label": labels.get(name, "")} for name in names],
        "rows": drawn,
        "words": fields.words,
        "several": sum(bool(one["rows"]) for one in stagings.understood(staging).values()) > 1,
        "typing": fields.count,
        "suggested": any(cell["suggestion"] for row in drawn for cell in row["cells"]),
        "too_many": fields.count >= MOST_FIELDS,
    }


class Fields:
    """Draws rows and remembers how many fields it drew."""

    def __init__(self, staging: ImportStaging, typed: QueryDict | None, opened: str) -> None:
        self.staging, self.typed, self.opened = staging, typed, opened
        self.count = 0
        self.register = register_of(staging)
        values = word_values(self.register)
        self.words = [(name, [one["label"] for one in found]) for name, found in values.items()]
        self.listed = {name for name, found in self.words if found}

    def row(self, row: Any, heads: dict[str, str]) -> dict[str, Any]:
        """A row as the grid takes it."""
        is_open = str(row.position) == self.opened
        cells = [self.cell(name, row.cells.get(name), heads[name], is_open) for name in heads]
        return {
            "number": row.number,
            "sheet": row.sheet,
            "position": row.position,
            "key": row.key,
            "verdict": row.verdict,
            "label": LABELS[row.verdict],
            "tone": TONES[row.verdict],
            "icon": ICONS[row.verdict],
            "sentence": row.sentence,
            "record_title": row.record_title,
            "record_url": row.record_url,
            "is_open": is_open,
            "skipped": row.decision == SKIP,
            "cells": cells,
            **self.decision(row, heads),
        }

    def cell(self, name: str, cell: dict[str, Any] | None, label: str, is_open: bool) -> dict[str, Any]:
        """A cell; one that is wrong, mended or has a suggestion is a field."""
        if cell is None:
            return {"label": label, "read": "", "suggestion": ""}
        address = cell["address"]
        mended = address in self.staging.mends
        wanted = cell["level"] == "error" or bool(cell["suggestion"]) or mended or is_open
        editable = wanted and bool(CELL.search(address)) and self.count < MOST_FIELDS
        self.count += editable
        typed = self.typed.get(f"{MEND}{address}") if self.typed else None
        text = cell["read"] if typed is None else typed
        return {
            "label": label,
            "address": address,
            "name": f"{MEND}{address}",
            "read": cell["read"],
            "text": text,
            "lines": len(text) > WIDE or "\n" in text,
            "becomes": cell["becomes"] if cell["becomes"] != cell["read"] else "",
            "long": len(cell["read"]) > LONG,
            "level": cell["level"],
            "sentence": cell["sentence"],
            "suggestion": cell["suggestion"],
            "mended": mended,
            "editable": editable,
            "list": f"words-{name}" if name in self.listed else "",
        }

    def decision(self, row: Any, heads: dict[str, str]) -> dict[str, Any]:
        """What may be chosen for a row that waits for a decision, with what is chosen."""
        if row.planned != "decide":
            return {"choices": [], "conflicts": []}
        name = f"{DECIDE}{row.key}"
        conflicts = [self.conflict(row, heads.get(key, key), cell) for key, cell in row.cells.items() if "here" in cell]
        undecided = _("As chosen for each cell") if conflicts else _("Not decided yet")
        typed = self.typed.get(name) if self.typed else None
        chosen = row.decision if typed is None else typed
        return {
            "decide": name,
            "choices": [("", undecided), *row.choices, (SKIP, _("Leave the row out"))],
            "chosen": chosen if isinstance(chosen, str) else "",
            "conflicts": conflicts,
        }

    def conflict(self, row: Any, label: str, cell: dict[str, Any]) -> dict[str, Any]:
        """One field three ways: before, in the file, here."""
        name = f"{FIELD}{row.key}:{cell['field']}"
        chosen = (self.typed.get(name) if self.typed else None) or cell.get("decision")
        return {
            "name": name,
            "label": label,
            "before": cell["before"],
            "file": cell["becomes"],
            "here": cell["here"],
            "chosen": chosen if chosen in (KEEP, TAKE) else "",
        }
