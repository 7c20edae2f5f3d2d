"""What of a holder's records goes into the pack of a year: those that prove a criterion, and under which."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from qms.par.criteria import criteria_of
from qms.par.proofs import LACKING
from qms.par.standing import HolderYear, stand
from qms.par.words import counted, lacking_said, state_said
from qms.registry import PackSection

KEPT = {"qms.unit"}
"""Kinds of record that go in whatever they prove: of whom the pack is."""


@dataclass(frozen=True)
class Said:
    """One kind of proof of a criterion as the index tells it."""

    title: str
    state: str
    counted: str
    lacking: str


@dataclass
class Proving:
    """The holder's year, and by kind of record and key the clauses that a record proves."""

    found: HolderYear
    by_kind: dict[str, dict[int, set[int]]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(set)))

    def among(self, section: PackSection, scope: Any) -> list[int]:
        """Of the section's records within reach, those that prove something."""
        label = section.model._meta.label_lower
        if label not in KEPT and label not in self.by_kind:
            return []
        return [key for key in section.keys(scope) if label in KEPT or key in self.by_kind[label]]

    def clauses(self, section: PackSection, keys: list[int]) -> Iterator[tuple[int, set[int]]]:
        """The criteria that these records prove."""
        told = self.by_kind.get(section.model._meta.label_lower, {})
        yield from ((key, set(told[key])) for key in keys if key in told)

    def said(self) -> dict[int, list[Said]]:
        """By criterion: how it stands, proof by proof."""
        return {
            one.criterion.clause.pk: [
                Said(
                    str(proof.kind.title), state_said(proof.state), counted(proof),
                    lacking_said(proof) if proof.state == LACKING else "",
                )
                for proof in one.proofs
            ]
            for one in self.found.judged
        }  # fmt: skip


def proving_of(scope: Any) -> Proving | None:
    """What proves the criteria of the scope's edition in its year; None where the pack is of no year."""
    if scope.year is None:
        return None
    criteria = criteria_of(scope.edition, scope.alias)
    found = Proving(stand(criteria, [scope.holder.pk], scope.year, scope.alias)[scope.holder.pk])
    for judged in found.found.judged:
        for proof in judged.proofs:
            for shown in proof.shown:
                found.by_kind[shown.model._meta.label_lower][shown.key].add(judged.criterion.clause.pk)
    return found
