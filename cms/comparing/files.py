"""Files by name and hash: the same, replaced, renamed, added, removed."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.comparing.comparison import CellComparison, RowComparison, SectionComparison, State, TableComparison
from cms.comparing.marks import Marker
from cms.comparing.sides import Column
from cms.comparing.words import words_of

File = tuple[str, str]
FINGERPRINT = 16  # characters of a hash that are shown
REPLACED, RENAMED = gettext_lazy("Replaced"), gettext_lazy("Renamed")


def compare_files(old: Sequence[File], new: Sequence[File], marker: Marker) -> list[SectionComparison]:
    """The section of the files, when either side has any."""
    if not (old or new):
        return []
    columns = (Column("file", _("File")), Column("hash", _("Fingerprint"), whole=True))
    rows = tuple(_compare_file(columns, before, after, marker) for before, after in _pairs(old, new))
    table = TableComparison("files", _("Files"), columns, rows, numbered=False)
    state = State.CHANGED if table.changed else State.UNCHANGED
    return [SectionComparison("files", _("Files"), state, tables=(table,))]


def _pairs(old: Sequence[File], new: Sequence[File]) -> list[tuple[File | None, File | None]]:
    """The same file first, then the same name, then the same content; in the new order, what went at the end."""
    ways: list[Callable[[File], Hashable]] = [lambda file: tuple(file), lambda file: file[0], lambda file: file[1]]
    found: dict[int, int] = {}
    for way in ways:
        waiting: dict[Any, list[int]] = defaultdict(list)
        taken = set(found.values())
        for place, file in enumerate(old):
            if place not in taken:
                waiting[way(file)].append(place)
        for place, file in enumerate(new):
            if place not in found and waiting[way(file)]:
                found[place] = waiting[way(file)].pop(0)
    taken = set(found.values())
    gone = [place for place in range(len(old)) if place not in taken]
    kept = [(old[found[place]] if place in found else None, file) for place, file in enumerate(new)]
    return [*kept, *((old[place], None) for place in gone)]


def _compare_file(columns: tuple[Column, ...], old: File | None, new: File | None, marker: Marker) -> RowComparison:
    both = bool(old and new)
    cells = tuple(
        CellComparison(column, marked.html, marked.changed)
        for place, column in enumerate(columns)
        for marked in [marker.between(_words(old, place), _words(new, place), whole=True, spoken=both)]
    )
    if old and new:
        replaced, renamed = old[1] != new[1], old[0] != new[0]
        state = State.CHANGED if replaced or renamed else State.UNCHANGED
        label = REPLACED if replaced else RENAMED if renamed else ""
        return RowComparison(state, cells, edited=replaced or renamed, label=label)
    return RowComparison(State.ADDED if new else State.REMOVED, cells)


def _words(file: File | None, place: int) -> Any:
    return words_of(file[place][:FINGERPRINT] if file and place else file[0] if file else "")
