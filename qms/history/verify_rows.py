"""Verifying the records of one kind: texts, columns, order, live rows, and what the seals say of them."""

import datetime as dt
import json
from collections.abc import Callable, Container, Iterable, Iterator
from hashlib import sha256
from typing import Any

from django.db import DatabaseError
from django.utils.translation import gettext as _

from qms.history.canonical import plain
from qms.history.evidence_rows import FACTS, HEAD, Group, Reader, history_model
from qms.history.evolution import defaults, dropped, renamed
from qms.history.sealed_heads import SealedHeads
from qms.history.trail import trail_model
from qms.history.verdict import Fault, Verdict

COLUMNS = ("kind", "recorded_at", "occurred_at", "by", "on_behalf_of", "operation", "reason")
NUMBERED = ("number", "code", "username", "external_ref", "sha256", "title", "title_vi", "name")
"""Fields by which people call a record, the best first."""
UNREADABLE = (ValueError, TypeError, KeyError, AttributeError, IndexError, ArithmeticError, DatabaseError)
FIRST = len(FACTS)
BATCH = 500


class RowCheck:
    """Looks at every record of one kind; faults go to the verdict."""

    def __init__(
        self,
        reader: Reader,
        heads: SealedHeads,
        verdict: Verdict,
        excused: Callable[[int], bool],
        lost: Container[int] = (),
    ) -> None:
        self.reader, self.heads, self.verdict, self.excused, self.lost = reader, heads, verdict, excused, lost
        self.kind = reader.kind
        self.number_at = [reader.names.index(name) for name in NUMBERED if name in reader.names]
        self.unsealed: list[int] = []
        """Keys of history rows under no seal: the trail must not say that they are."""
        self.oldest: tuple[dt.datetime, str] | None = None
        self.missed: set[int] = set()
        """Seals whose heads were not found."""

    def check(self, keys: Iterable[int] | None = None, tick: Callable[[int], None] = lambda rows: None) -> None:
        """Check all records, or those of these keys; `tick` hears how many rows were read since."""
        try:
            for group in self.reader.groups(keys):
                self._guarded(group)
                tick(len(group.rows))
            self._claims()
        except UNREADABLE as fault:  # a cell that the database itself cannot give: find the record
            if keys is not None and len(list(keys)) == 1:
                self._unreadable(next(iter(keys)), fault)
                return
            for key in list(self._keys() if keys is None else keys):
                RowCheck.check(self, [key])

    def _keys(self) -> Iterator[int]:
        model, using = self.reader.model, self.reader.using
        live = model._base_manager.using(using).order_by().values_list("id", flat=True)
        told = history_model(model)._base_manager.using(using).order_by().values_list("id", flat=True)
        yield from sorted(set(live) | set(told))

    def _unreadable(self, key: int, fault: Exception) -> None:
        rows = self.reader.model._base_manager.using(self.reader.using).filter(id=key)
        uid = str(rows.values_list("uid", flat=True).first() or key)
        self._tell("column", uid, "", None, _("a column cannot be read: %(fault)s") % {"fault": type(fault).__name__})

    def _guarded(self, group: Group) -> None:
        try:
            self._record(group)
        except UNREADABLE as fault:
            self._unreadable(group.pk, fault)

    def _tell(self, harm: str, uid: str, number: str, sequence: int | None, sentence: str) -> None:
        self.verdict.add(Fault(harm, self.kind, uid, number, sequence, sentence))

    def _record(self, group: Group) -> None:
        rows, uid = group.rows, self.reader.uid_of(group)
        self.verdict.rows += len(rows)
        told: Any = None
        before, previous = 0, ""
        for row in rows:
            found, told = self._row(uid, row, before, previous)
            for harm, sentence in found:
                self._tell(harm, uid, self._number(group), row[2], sentence)
            before, previous = row[2], row[4]
        for harm, sentence in self._live(group, told):
            self._tell(harm, uid, self._number(group), before or None, sentence)
        heads = self.heads.of(self.kind, uid)
        self._under_seals(group, uid, heads)

    def _row(self, uid: str, row: tuple[Any, ...], before: int, previous: str) -> tuple[list[tuple[str, str]], Any]:
        """Faults of one row, and what its text tells (None where it cannot be read)."""
        found: list[tuple[str, str]] = []
        sequence, previous_hash, row_hash, text = row[2:6]
        if sha256(text.encode()).hexdigest() != row_hash:
            found.append(("text", _("the text does not have the hash of its row")))
        if sequence != before + 1:
            found.append(("gap", _("it follows row %(row)s") % {"row": before}))
        if previous_hash != previous:
            found.append(("order", _("it names another row before it")))
        try:
            told = json.loads(text)
            fields = told["fields"]
        except (ValueError, TypeError, KeyError):
            return [*found, ("text", _("the text cannot be read"))], None
        if told.get("model") != self.kind or told.get("record") != uid:
            found.append(
                ("moved", _("its text is of %(kind)s %(uid)s") % {"kind": told.get("model"), "uid": told.get("record")})
            )
        names = self._columns(row, told)
        there = self.reader.plain_fields(row[FIRST:])
        if there != fields:
            self.reader.as_told(fields, there)
            names += self._differing(fields, there)
        if names:
            found.append(("column", _("columns differ from the text: %(names)s") % {"names": ", ".join(names)}))
        return found, told

    def _columns(self, row: tuple[Any, ...], told: dict[str, Any]) -> list[str]:
        """Names of the facts that columns tell otherwise than the text."""
        reader = self.reader
        there = (
            row[6],
            plain(row[7]),
            plain(row[8]),
            reader.actor(row[9]),
            reader.actor(row[10]),
            row[11],
            plain(row[12]),
        )
        get = told.get
        said = (
            get("kind"),
            get("recorded_at"),
            get("occurred_at"),
            get("by"),
            get("on_behalf_of"),
            get("operation"),
            get("reason"),
        )
        names = (
            []
            if there == said
            else [name for name, one, other in zip(COLUMNS, there, said, strict=True) if one != other]
        )
        more = (
            ("sequence", row[2], get("sequence")),
            ("previous", row[3], get("previous")),
            ("format", row[13], get("format")),
        )
        return names + [name for name, one, other in more if one != other]

    def _differing(self, told: dict[str, Any], there: dict[str, Any]) -> list[str]:
        """Names of the fields that differ, with later, renamed and dropped fields taken into account."""
        old = renamed(self.reader.model)
        gone = dropped(self.reader.model)
        said = {old.get(name, name): value for name, value in told.items() if name not in gone or name in there}
        said = defaults(self.reader.model) | said
        missing = object()
        return sorted(name for name in {*said, *there} if said.get(name, missing) != there.get(name, missing))

    def _live(self, group: Group, told: Any) -> list[tuple[str, str]]:
        if not group.rows:
            return [("unsaid", _("the record stands without any history"))]
        if group.live is None:
            return [("unsaid", _("the record is not there, only its history is"))]
        last = group.rows[-1]
        names = []
        if group.live[1] != last[2]:
            names.append("version")
        if group.live[2] != last[4]:
            names.append("head_hash")
        there = self.reader.plain_fields(group.live[len(HEAD) :])
        if told is not None and there != told["fields"]:
            self.reader.spell_like(told["fields"], there)
            differing = self._differing(told["fields"], there)
            names += [name for name in differing if name not in self.reader.unsaid]
        return (
            [("live", _("it differs from its last change: %(names)s") % {"names": ", ".join(names)})] if names else []
        )

    def _under_seals(self, group: Group, uid: str, heads: list[tuple[int, int, str]]) -> None:
        """Compare rows with the heads under seals, and note what no seal covers."""
        covered = 0
        if heads:
            rows = {row[2]: row[4] for row in group.rows}
            for seal, sequence, row_hash in heads:
                if rows.get(sequence) == row_hash:
                    covered = max(covered, sequence)
                elif not self.excused(seal):
                    self._unsealed_fault(group, uid, seal, sequence, there=sequence in rows)
        if group.rows and group.rows[-1][2] > covered:
            first = next(row for row in group.rows if row[2] > covered)
            if self.oldest is None or first[7] < self.oldest[0]:
                self.oldest = (first[7], self._number(group) or uid)
            self.unsealed += [row[0] for row in group.rows if row[2] > covered]
            if len(self.unsealed) >= BATCH:
                self._claims()

    def _unsealed_fault(self, group: Group, uid: str, seal: int, sequence: int, *, there: bool) -> None:
        if there:
            harm, sentence = "sealed", _("it differs from what seal %(seal)s covers")
        else:
            harm, sentence = "missing", _("seal %(seal)s covers it and it is not there")
            self.missed.add(seal)
        self._tell(harm, uid, self._number(group), sequence, sentence % {"seal": seal})

    def _claims(self) -> None:
        """The trail must not call sealed what no seal covers: it would never be sealed."""
        if not self.unsealed:
            return
        lines = trail_model().objects.using(self.reader.using).filter(kind=self.kind, history_id__in=self.unsealed)
        said = lines.exclude(seal=None).values_list("history_id", "seal")
        claimed = {key: seal for key, seal in said if seal not in self.lost}  # that those are missing is told of them
        self.unsealed = []
        rows = history_model(self.reader.model)._base_manager.using(self.reader.using)
        found = rows.filter(history_id__in=claimed) if claimed else rows.none()
        for key, uid, sequence in found.values_list("history_id", "uid", "sequence"):
            if not self.excused(claimed[key]) and not self.heads.told_of(self.kind, str(uid), sequence):
                sentence = _("the audit trail calls it sealed by seal %(seal)s, which does not cover it")
                self._tell("trail", str(uid), "", sequence, sentence % {"seal": claimed[key]})

    def _number(self, group: Group) -> str:
        """How people call the record."""
        values = group.live[len(HEAD) :] if group.live else group.rows[-1][FIRST:]
        return next((str(values[at])[:80] for at in self.number_at if values[at]), "")
