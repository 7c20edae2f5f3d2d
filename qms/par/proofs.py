"""What can prove a criterion in a year: the seam by which every app tells its kinds of proof, set-wise."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from qms.models.reach import UnitPath
from qms.policy import Text

DONE, OPEN, MISSING, BESIDE = "done", "open", "missing", "beside"
"""A record that proves; one whose day has not come; one that should prove and does not; one shown with another."""
PROVED, LACKING, NOTHING = "proved", "lacking", "nothing"
"""A proof that stands; one that does not; nothing was to be proved in the year."""


@dataclass(frozen=True)
class Asked:
    """Of which holders, of which year, on which day (the year's last, or today while it runs), from which database."""

    holders: frozenset[int]
    year: int
    day: dt.date
    alias: str = "default"

    @property
    def first(self) -> dt.date:
        """The year's first day."""
        return dt.date(self.year, 1, 1)

    @property
    def last(self) -> dt.date:
        """The year's last day."""
        return dt.date(self.year, 12, 31)

    @cached_property
    def holder_of(self) -> dict[int, int]:
        """The holder of each unit of their systems; one query however many proofs ask."""
        paths = UnitPath.objects.using(self.alias).filter(ancestor_id__in=self.holders, inside=True).order_by()
        return {unit: holder for holder, unit in paths.values_list("ancestor_id", "unit_id")}

    def rows(self, model: Any) -> Any:
        """Records of the kind, from the database that is read."""
        return model.objects.using(self.alias).order_by()

    @property
    def units(self) -> Any:
        """Keys of all units of these systems, as a query."""
        paths = UnitPath.objects.using(self.alias).filter(ancestor_id__in=self.holders, inside=True)
        return paths.order_by().values("unit_id")


@dataclass(frozen=True)
class Shown:
    """One record of a proof: in which unit, what it shows (done, open, missing, beside), since when, a word on it."""

    unit_id: int
    model: Any
    key: int
    what: str = DONE
    on: dt.date | None = None
    word: str = ""


@dataclass(frozen=True)
class ProofKind:
    """A kind of proof. `every`: each record has to be done, else one is enough; `needed`: there has to be one.

    `find(asked)`: the records of all these holders, in a number of queries that does not grow with them.
    `lacking` says what is missing, `menders` who can mend it, `url_name` the list where that is done.
    """

    key: str
    title: Text
    find: Callable[[Asked], Iterable[Shown]]
    lacking: Text
    menders: Text
    url_name: str
    every: bool = False
    needed: bool = True


@dataclass
class Proof:
    """What stands of one kind of proof for one holder in the year."""

    kind: ProofKind
    shown: list[Shown] = field(default_factory=list)

    @property
    def done(self) -> int:
        """How many records prove."""
        return sum(one.what == DONE for one in self.shown)

    @property
    def all(self) -> int:
        """Of how many that could."""
        return sum(one.what != BESIDE for one in self.shown)

    @cached_property
    def state(self) -> str:
        """Proved, lacking, or nothing to prove."""
        if not self.all:
            return LACKING if self.kind.needed else NOTHING
        missing = any(one.what == MISSING for one in self.shown)
        if self.kind.every:
            return LACKING if missing or (self.kind.needed and not self.done) else PROVED
        return PROVED if self.done else LACKING


PROOFS: dict[str, ProofKind] = {}


def add_proof(kind: ProofKind) -> None:
    """Let criteria name one more kind of proof."""
    PROOFS[kind.key] = kind
