"""How holders stand to a set of criteria in a year: what is proved, by which records, what is lacking."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from qms import clock
from qms.par.criteria import Criterion
from qms.par.proofs import LACKING, NOTHING, PROVED, Asked, Proof


@dataclass(frozen=True)
class Judged:
    """One criterion of one holder."""

    criterion: Criterion
    proofs: list[Proof]

    @property
    def done(self) -> int:
        """How many of its proofs stand."""
        return sum(one.state == PROVED for one in self.proofs)

    @property
    def all(self) -> int:
        """Of how many that are owed."""
        return sum(one.state != NOTHING for one in self.proofs)

    @property
    def state(self) -> str:
        """Proved where all that is owed stands; nothing where it asks for nothing."""
        if not self.all:
            return NOTHING
        return PROVED if self.done == self.all else LACKING


@dataclass
class HolderYear:
    """One holder in the year, criterion by criterion."""

    holder_id: int
    judged: list[Judged] = field(default_factory=list)

    @property
    def owed(self) -> list[Judged]:
        """The criteria that ask for proofs."""
        return [one for one in self.judged if one.criterion.kinds]

    @property
    def lacking(self) -> list[Proof]:
        """Proofs that do not stand, each once."""
        found = {proof.kind.key: proof for one in self.judged for proof in one.proofs if proof.state == LACKING}
        return list(found.values())


def day_of(year: int) -> dt.date:
    """The day on which a year is looked at: its last, or today while it runs."""
    return min(dt.date(year, 12, 31), clock.today())


def stand(
    criteria: Sequence[Criterion], holders: Iterable[int], year: int, alias: str = "default"
) -> Mapping[int, HolderYear]:
    """Each holder's year; a few queries for each kind of proof, however many holders."""
    asked = Asked(frozenset(holders), year, day_of(year), alias)
    kinds = {kind.key: kind for criterion in criteria for kind in criterion.kinds}
    proofs = {holder: {key: Proof(kind) for key, kind in kinds.items()} for holder in asked.holders}
    if asked.holders and asked.first <= asked.day:
        for key, kind in kinds.items():
            for shown in kind.find(asked):
                holder = asked.holder_of.get(shown.unit_id)
                if holder is not None:
                    proofs[holder][key].shown.append(shown)
    return {
        holder: HolderYear(holder, [Judged(one, [own[kind.key] for kind in one.kinds]) for one in criteria])
        for holder, own in proofs.items()
    }
