"""The history of a programme: what one step did to many visits is one entry that lists them."""

from collections.abc import Iterable
from itertools import groupby

from django.utils.translation import ngettext

from qms.history.timeline import Entry

FEW = 3  # entries that stay on their own


def gathered(entries: Iterable[Entry]) -> list[Entry]:
    """Entries of one step, of the same person in the same minute, as one: each visit a line of its changes."""
    shown = []
    for _key, same in groupby(entries, key=_step):
        listed = list(same)
        shown += listed if len(listed) <= FEW else [_one(listed)]
    return shown


def _step(entry: Entry) -> tuple[str, ...]:
    return (entry.when.strftime("%Y%m%d%H%M"), entry.who, entry.text, entry.reason)


def _one(listed: list[Entry]) -> Entry:
    first = listed[0]
    many = ngettext("%(text)s: %(number)d row", "%(text)s: %(number)d rows", len(listed))
    text = many % {"text": first.text, "number": len(listed)}
    changes = [change for entry in reversed(listed) for change in _line(entry)]
    return Entry(first.when, first.who, text, first.reason, first.claimed, changes)


def _line(entry: Entry) -> list[dict[str, str]]:
    """A new row by its first value (the unit) and the rest beside it; a changed row as it is told."""
    if any(change["old"] for change in entry.changes) or not entry.changes:
        return entry.changes
    unit, *others = entry.changes
    rest = ", ".join(f"{change['label']}: {change['new']}" for change in others)
    return [{"label": unit["new"], "old": "", "new": rest or unit["label"]}]
