"""What verifying finds: faults by kind of harm, and the verdict over all of them."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

MOST = 10_000
"""Faults that are told one by one; beyond them they are only counted."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is broken, in words: which record (`number` as people call it), which row.

    `harm` is one of the words of docs/evidence_format.md, or `frozen`: what was frozen does not have its hash.
    """

    harm: str
    kind: str
    uid: str
    number: str
    sequence: int | None
    sentence: str

    def __str__(self) -> str:
        row = "-" if self.sequence is None else self.sequence
        return f"{self.harm} {self.kind} {self.uid} row {row}: {self.sentence}"


@dataclass
class Verdict:
    """What was looked at and found. `oldest_unsealed`: number and moment of the oldest change under no seal.

    `gaps`: the notes of declared restores, each with its seal's `number` and `made_at`.
    """

    rows: int = 0
    seals: int = 0
    broken: int = 0
    faults: list[Fault] = field(default_factory=list)
    oldest_unsealed: tuple[str, dt.datetime] | None = None
    gaps: list[dict[str, Any]] = field(default_factory=list)
    compared: int = 0
    """Seals that a copy kept elsewhere confirmed."""

    @property
    def verdict(self) -> str:
        """Broken; proven by a copy of the seals kept elsewhere; or consistent, with nothing to hold it against."""
        if self.broken:
            return "broken"
        return "proven" if self.compared else "consistent"

    def add(self, fault: Fault) -> None:
        """Keep a fault, up to a number."""
        self.broken += 1
        if len(self.faults) < MOST:
            self.faults.append(fault)
