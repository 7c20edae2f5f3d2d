"""Verifying the seals themselves: a chain without a gap, the one the database knows, the one of the copy."""

from collections.abc import Callable, Iterable
from typing import Any

from django.utils.translation import gettext as _

from qms.history import seal_files, seals
from qms.history.seal_files import SealFile, SealStoreFault, Source
from qms.history.sealed_heads import SealedHeads

Tell = Callable[[str, int, str], None]
"""(kind of harm, number of the seal, sentence)."""


class SealCheck:
    """Reads the installation's own seals and the copy, tells their faults and lays out their leaves."""

    def __init__(self, heads: SealedHeads, tell: Tell, kinds: Iterable[str] | None) -> None:
        self.heads, self.tell, self.kinds = heads, tell, kinds
        self.known = self.read = self.compared = 0
        self.restores: dict[int, dict[str, Any]] = {}
        self.lost: set[int] = set()
        """Seals that are told to be missing or altered: what they cover is told no more."""
        self.installation: Any = None

    def check(self, listed: list[int], alias: str, copy: Source | None) -> None:
        """Check the seals listed before the database was looked at, and those it knows of."""
        entered = seals.seal_model().objects.using(alias).order_by("number")
        self.known = entered.values_list("number", flat=True).last() or 0
        copied = set(self._walk(copy, _("in the copy: "))) if copy else set()
        own = seals.Store()
        numbers = sorted({*listed, *range(max(listed, default=0) + 1, self.known + 1)})
        self._own(own, numbers, entered.iterator(), copied)
        self._older(max(numbers, default=0), max(copied, default=0))

    def excused(self, seal: int) -> bool:
        """Whether a declared restore says that what this seal covers may be missing."""
        return any((note.get("backup_seal") or 0) < seal < number for number, note in self.restores.items())

    def _walk(self, source: Source, where: str) -> list[int]:
        """Read a chain in order, tell its faults and keep its leaves. Returns the numbers that are whole."""
        before: SealFile | None = None
        whole, expected = [], 1
        for number in source.numbers():
            if number != expected:
                self.tell(
                    "seal",
                    expected,
                    where + _("seals %(first)s to %(last)s are missing") % {"first": expected, "last": number - 1},
                )
                before = None
            expected = number + 1
            seal = self._one(source, number, before, where)
            if seal is not None:
                self.heads.note_digest(number, seal.digest)
                self.heads.add(seal, self.kinds)
                self._restore(seal)
                whole.append(number)
            before = seal
        return whole

    def _one(self, source: Source, number: int, before: SealFile | None, where: str) -> SealFile | None:
        """A seal that is sound by itself and the next of the one before; else its fault is told."""
        try:
            seal = seal_files.read(source, number)
        except SealStoreFault as fault:
            self.tell("seal", number, where + str(fault))
            return None
        wrong = seal.fault() or (_("it is no whole seal") if seal.leaves is None else "")
        if not wrong and (
            (before and seal.header["previous"] != before.digest) or (number == 1 and seal.header["previous"])
        ):
            wrong = _("it is not the next of the seal before")
        self.installation = self.installation or seal.header["installation"]
        if not wrong and seal.header["installation"] != self.installation:
            wrong = _("it is a seal of another installation")
        if wrong:
            self.tell("seal", number, where + wrong)
            return None
        return seal

    def _restore(self, seal: SealFile) -> None:
        if seal.header["kind"] == "restore":
            self.restores[seal.number] = seal.header["note"]

    def _own(self, store: seals.Store, numbers: list[int], entered: Any, copied: set[int]) -> None:
        """The installation's seals, beside what the database entered of each and what the copy holds."""
        before: SealFile | None = None
        standing = next(entered, None)
        for number in range(1, max(numbers, default=0) + 1):
            seal = self._one(store, number, before, "")
            while standing is not None and standing.number < number:
                standing = next(entered, None)
            entry = standing if standing is not None and standing.number == number else None
            if seal is not None:
                self._same(seal, entry, number in copied)
            else:
                self.lost.add(number)
            before = seal

    def _same(self, seal: SealFile, entry: Any, copied: bool) -> None:
        self.read += 1
        number = seal.number
        if entry is None and number <= self.known:
            self.tell("seal", number, _("the database does not know it, though it knows later ones"))
        if entry is not None and (entry.digest, entry.previous, entry.root, entry.leaves, entry.kind) != (
            seal.digest,
            seal.header["previous"],
            seal.header["root"],
            seal.header["size"],
            seal.header["kind"],
        ):
            self.tell("seal", number, _("the database knows another seal of this number"))
        if copied:
            self.compared += 1
            if self.heads.digest_of(number) != seal.digest:
                self.tell("seal", number, _("it differs from the copy"))
        else:
            self.heads.add(seal, self.kinds)
            self._restore(seal)

    def _older(self, own: int, copied: int) -> None:
        if copied > own:
            self.tell(
                "older",
                copied,
                _("the copy reaches to seal %(copy)s, the seals here to %(own)s") % {"copy": copied, "own": own},
            )
        if own > self.known + 1:
            self.tell(
                "older",
                own,
                _("the seals reach to %(own)s and the database knows %(known)s: it is an older copy")
                % {"own": own, "known": self.known},
            )
