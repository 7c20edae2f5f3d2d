"""What a person asked of the rows of a preview: texts typed over cells, suggestions taken, rows decided on."""

from typing import Any

from django.db.models import Count, F
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from qms.importing.register_kind import CREATE, KEEP, SKIP, TAKE
from qms.importing.staged_rows import ABOUT, rows_of
from qms.importing.verdicts import CONFLICT, DUPLICATE
from qms.models.imports import ImportStaging

MEND, DECIDE, FIELD = "mend:", "decide:", "field:"
"""How the grid's fields are called: by the address of the cell, by the key of the row, by both key and field."""
LONGEST = 32_000  # characters of a cell


def asked_changes(staging: ImportStaging, rows: Any, asked: QueryDict) -> tuple[dict[str, Any], dict[str, str | None]]:
    """(decisions by key, mends by address): only what differs from what stands there now."""
    return asked_decisions(rows, asked), asked_mends(staging, rows, asked)


def asked_mends(staging: ImportStaging, rows: Any, asked: QueryDict) -> dict[str, str | None]:
    """Texts over cells: typed, taken from suggestions, or taken back (None)."""
    cells = {cell["address"]: cell for row in rows for cell in row.cells.values() if cell["address"]}
    mends: dict[str, str | None] = {}
    for name, text in asked.items():
        address = name.removeprefix(MEND)
        if name == address:
            continue
        text = lines(str(text))[:LONGEST]
        if address not in cells or text != lines(cells[address]["read"]):
            mends[address] = text
    if asked.get("take_all"):
        mends |= {address: cell["suggestion"] for address, cell in cells.items() if cell["suggestion"]}
    taken = asked.get("take", "")
    if cells.get(taken, {}).get("suggestion"):
        mends[taken] = cells[taken]["suggestion"]
    if asked.get("untake", "") in staging.mends:
        mends[str(asked["untake"])] = None
    return mends


def lines(text: str) -> str:
    """A text with its lines ended as here, and no blanks around."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def asked_decisions(rows: Any, asked: QueryDict) -> dict[str, Any]:
    """What becomes of single rows."""
    decisions: dict[str, Any] = {}
    for row in rows:
        said = asked_of_row(row, asked)
        if said != row.decision:
            decisions[row.key] = said
    if asked.get("skip"):
        decisions[str(asked["skip"])] = SKIP
    if asked.get("unskip"):
        decisions[str(asked["unskip"])] = None
    return decisions


def asked_of_row(row: Any, asked: QueryDict) -> Any:
    """What is chosen for a row: as a whole, or field by field; as it stands where the page did not ask."""
    name = f"{DECIDE}{row.key}"
    if name not in asked:
        return row.decision
    if asked[name]:
        return asked[name]
    fields = {
        cell["field"]: asked[f"{FIELD}{row.key}:{cell['field']}"]
        for cell in row.cells.values()
        if "here" in cell and asked.get(f"{FIELD}{row.key}:{cell['field']}") in (KEEP, TAKE)
    }
    return {"fields": fields} if fields else None


def bulk_changes(asked: QueryDict) -> tuple[str, str, Any] | None:
    """(verdict, why, decision) of a button that decides about all rows of one kind."""
    verdict, _mark, rest = asked.get("all", "").partition(":")
    why, _mark, decision = rest.partition(":")
    return (verdict, why, decision or None) if verdict else None


def why_counts(staging: ImportStaging) -> dict[str, int]:
    """How many rows wait for a decision, by why."""
    if not staging.counts.get("decide"):
        return {}
    why = KeyTextTransform("why", KeyTransform(ABOUT, F("cells")))
    waiting = rows_of(staging, verdict="decide").order_by().annotate(why=why)
    return dict(waiting.values_list("why").annotate(Count("pk")))


def for_all(staging: ImportStaging) -> list[tuple[str, str]]:
    """(value, label) of the buttons that decide about many rows at once."""
    offered = []
    counts, waiting = staging.counts, why_counts(staging)
    if wrong := counts.get("reject", 0):
        text = ngettext("Leave out the %(count)s rejected row", "Leave out all %(count)s rejected rows", wrong)
        offered.append((f"reject::{SKIP}", text % {"count": wrong}))
    if conflicts := waiting.get(CONFLICT, 0):
        offered += [
            (f"decide:{CONFLICT}:{decision}", text % {"count": conflicts})
            for decision, text in (
                (KEEP, _("Conflicts (%(count)s): keep what stands here")),
                (TAKE, _("Conflicts (%(count)s): take what the file says")),
                (SKIP, _("Conflicts (%(count)s): leave the rows out")),
            )
        ]
    if doubles := waiting.get(DUPLICATE, 0):
        offered += [
            (f"decide:{DUPLICATE}:{decision}", text % {"count": doubles})
            for decision, text in (
                (CREATE, _("Perhaps here already (%(count)s): bring in as records of their own")),
                (SKIP, _("Perhaps here already (%(count)s): leave the rows out")),
            )
        ]
    if skipped := counts.get("skip", 0):
        text = ngettext("Take the row left out back in", "Take all %(count)s rows left out back in", skipped)
        offered.append(("skip::", text % {"count": skipped}))
    return offered
