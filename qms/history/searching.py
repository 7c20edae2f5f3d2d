"""Search through the whole history: lines of the audit trail, newest first, in words, for who may read them.

A page costs a constant number of queries for each batch that it looks at, whatever stands in it. Where a filter
leaves little, a page stops after a number of lines and says how many it looked at; the next goes on there.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import Any

from django.apps import apps
from django.db.models import Q
from django.utils.translation import gettext as _

from qms import clock
from qms.folding import fold
from qms.history.homes import Home, Reach, hangs_on, tracked
from qms.history.timeline import ABOUT, Names, Part, changes_between, told_fields, who_did

PAGE = 50  # entries shown
BATCH = 500  # lines read at a time
MOST = 3000  # lines looked at for one page
TOLD_AT_ONCE = 60  # rows whose values are read at a time

KEPT_QUIET = {
    "qms.comment": frozenset({"text"}),
    "qms.signature": frozenset({"kind", "step", "signer", "acting_form", "title_vi", "title_en"}),
}
"""Fields that history keeps and its pages do not repeat: what was taken back, and what the sentence says already."""

Cursor = tuple[dt.datetime, int]


@dataclass(frozen=True)
class Asked:
    """What is searched for. `lines` narrows the trail, `fields` holds folded words of a field's name."""

    lines: Q = field(default_factory=Q)
    fields: str = ""


@dataclass
class Told:
    """One change in words. `changes` hold label, old and new; `home` is the record that it belongs to."""

    line: Any
    row: dict[str, Any]
    when: dt.datetime
    who: str
    text: str
    kind: str
    reason: str = ""
    claimed: dt.datetime | None = None
    changes: list[dict[str, str]] = field(default_factory=list)
    home: Home | None = None
    record: Any = None
    url: str = ""
    version_url: str = ""

    @property
    def is_new(self) -> bool:
        """Whether the record was made by it."""
        return bool(self.row.get("history_type") == "+")


@dataclass
class Found:
    """A page of what was found: where the next begins (None: nothing is left), how many lines were looked at."""

    entries: list[Told]
    looked: int
    next: Cursor | None = None
    sparse: bool = False


def write_cursor(cursor: Cursor) -> str:
    """A place in the trail, for an address."""
    return f"{cursor[0].astimezone(dt.UTC):%Y%m%dT%H%M%S%f}-{cursor[1]}"


def read_cursor(text: str) -> Cursor | None:
    """The place, None where the text is none."""
    moment, _dash, key = text.partition("-")
    if not (key.isascii() and key.isdigit() and len(key) < 19):
        return None
    try:
        return dt.datetime.strptime(moment, "%Y%m%dT%H%M%S%f").replace(tzinfo=dt.UTC), int(key)
    except ValueError:
        return None


def trail(asked: Asked, after: Cursor | None = None) -> Any:
    """The lines asked for, newest first, those after the place."""
    rows = apps.get_model("qms", "TrailEntry").objects.filter(asked.lines).order_by("-recorded_at", "-id")
    if after is not None:
        rows = rows.filter(Q(recorded_at__lt=after[0]) | Q(recorded_at=after[0], id__lt=after[1]))
    return rows


def search(
    asked: Asked, reach: Reach | None, after: Cursor | None = None, *, page: int = PAGE, most: int = MOST,
    part: Part | None = None,
) -> Found:  # fmt: skip
    """One page. `reach` None: every line asked for is the reader's, as on a record's own page."""
    told: list[Told] = []
    looked = 0
    while len(told) < page and looked < most:
        batch = list(trail(asked, after)[:BATCH])
        homes = _homes(batch, reach)
        kept = [line for line in batch if reach is None or (line.kind, line.record_id) in homes]
        for found in _in_words(kept, homes, asked, part):
            told += found
            if len(told) >= page:
                break
        if len(told) >= page:
            last = told[page - 1].line
            more = len(told) > page or last.pk != batch[-1].pk or len(batch) == BATCH
            looked += sum(1 for line in batch if (line.recorded_at, line.pk) >= (last.recorded_at, last.pk))
            return Found(told[:page], looked, (last.recorded_at, last.pk) if more else None)
        looked += len(batch)
        if len(batch) < BATCH:
            return Found(told, looked)
        after = (batch[-1].recorded_at, batch[-1].pk)
    return Found(told, looked, after, sparse=True)


def _homes(batch: Sequence[Any], reach: Reach | None) -> dict[tuple[str, int], Home]:
    if reach is None:
        return {}
    keys: dict[str, set[int]] = defaultdict(set)
    for line in batch:
        keys[line.kind].add(line.record_id)
    return reach.homes_of(keys)


def _in_words(lines: Sequence[Any], homes: Any, asked: Asked, part: Part | None) -> Iterator[list[Told]]:
    """Pieces of the lines in words; only those that change a field asked for."""
    for start in range(0, len(lines), TOLD_AT_ONCE):
        told = tell(lines[start : start + TOLD_AT_ONCE], part)
        for one in told:
            one.home = homes.get((one.line.kind, one.line.record_id))
        if asked.fields:
            told = [one for one in told if any(asked.fields in fold(change["label"]) for change in one.changes)]
        yield told


def key_told_by_home(label: str) -> frozenset[str]:
    """The key by which a kind hangs on its record, which an entry names anyway; of several keys each says something."""
    keys = frozenset(path.partition("__")[0] for _parent, path in hangs_on(label))
    return keys if len(keys) == 1 else frozenset()


class Rows:
    """History rows of one model with the rows before them, as names and changes are told from."""

    def __init__(self, model: Any, lines: Sequence[Any]) -> None:
        self.model, self.is_main = model, True
        label = model._meta.label_lower
        quiet = KEPT_QUIET.get(label, frozenset()) | key_told_by_home(label)
        self.fields = [one for one in told_fields(model, "") if one.name not in quiet]
        columns = dict.fromkeys((*ABOUT, "sequence", "history_id", "uid", *(one.attname for one in self.fields)))
        history = model.history.model.objects
        self.current = {
            row["history_id"]: row
            for row in history.filter(history_id__in=[line.history_id for line in lines]).values(*columns)
        }
        wanted = [(row["id"], row["sequence"] - 1) for row in self.current.values() if row["sequence"] > 1]
        self.before = {(row["id"], row["sequence"]): row for row in self._earlier(history, wanted, columns)}
        self.rows = [*self.current.values(), *self.before.values()]

    @staticmethod
    def _earlier(history: Any, wanted: list[tuple[int, int]], columns: Any) -> list[dict[str, Any]]:
        if not wanted:
            return []
        condition = reduce(or_, (Q(id=key, sequence=sequence) for key, sequence in wanted))
        return list(history.filter(condition).values(*columns))


def tell(lines: Sequence[Any], part: Part | None = None) -> list[Told]:
    """The lines in words, in their order; lines of kinds that are no longer there are left out."""
    by_kind: dict[str, list[Any]] = defaultdict(list)
    for line in lines:
        if line.kind in tracked():
            by_kind[line.kind].append(line)
    read = {kind: Rows(tracked()[kind], found) for kind, found in by_kind.items()}
    names = Names(read.values())
    told = (_one(line, read[line.kind], names, part) for line in lines if line.kind in read)
    return [one for one in told if one is not None]


def _one(line: Any, rows: Rows, names: Names, part: Part | None) -> Told | None:
    from qms.phrases import operation_phrase  # noqa: PLC0415 - phrases read workflows, which stand on history

    row = rows.current.get(line.history_id)
    if row is None:
        return None
    earlier = rows.before.get((row["id"], row["sequence"] - 1))
    if part is not None:
        shown = part(rows.model, row)
        if shown is None:
            return None
        row, earlier = shown, part(rows.model, earlier) if earlier is not None else None
    kind = rows.model._meta.original_attrs.get("verbose_name")
    return Told(
        line=line,
        row=row,
        when=row["history_date"],
        who=who_did(row, names),
        text=_signed(row) or operation_phrase(row["operation"], new=row["history_type"] == "+"),
        kind=str(kind) if kind else "",
        reason=row["history_change_reason"] or "",
        claimed=row["occurred_at"],
        changes=[] if _signed(row) else changes_between(rows, earlier, row, names),
    )


def _signed(row: dict[str, Any]) -> str:
    """What a signature means, for the row of one."""
    return _("Signed: %(meaning)s") % {"meaning": _(row["meaning"])} if row.get("meaning") and "method" in row else ""


def add_records(entries: Sequence[Told]) -> None:
    """Give each entry the record that it belongs to and its address."""
    keys: dict[str, set[int]] = defaultdict(set)
    for one in entries:
        if one.home:
            keys[one.home[0]].add(one.home[1])
    found = {label: Names.fetch(tracked()[label], ids) for label, ids in keys.items()}
    for one in entries:
        if one.home:
            one.record = found[one.home[0]].get(one.home[1])


def sentence(change: dict[str, str]) -> str:
    """A change of a field as a sentence."""
    if not change["old"]:
        return _("%(field)s set to %(new)s") % {"field": change["label"], "new": change["new"]}
    if not change["new"]:
        return _("%(field)s emptied, it was %(old)s") % {"field": change["label"], "old": change["old"]}
    words = {"field": change["label"], "old": change["old"], "new": change["new"]}
    return _("%(field)s changed from %(old)s to %(new)s") % words


def day_range(since: dt.date | None, until: dt.date | None) -> Q:
    """Lines recorded from the first day to the last."""
    lines = Q()
    if since is not None:
        lines &= Q(recorded_at__gte=clock.end_of(since - dt.timedelta(days=1)))
    if until is not None:
        lines &= Q(recorded_at__lt=clock.end_of(until))
    return lines
