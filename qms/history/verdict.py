"""What verifying finds: faults by kind of harm, and the verdict over all of them."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

MOST = 10_000
"""Faults that are told one by one; beyond them they are only counted."""

HARMS = {
    "text": _("The text of a change does not have its hash."),
    "column": _("A column says something else than the text of the change."),
    "gap": _("A change is missing before this one, or it stands twice."),
    "order": _("A change does not follow the one before it."),
    "moved": _("A change belongs to another record."),
    "live": _("The record differs from its last change."),
    "unsaid": _("A record without history, or a history without its record."),
    "sealed": _("A change differs from what was sealed."),
    "missing": _("A sealed change is not there."),
    "seal": _("A seal is altered or missing."),
    "older": _("The database or its seals are older than they were."),
    "file": _("A file is missing or its bytes were changed."),
    "span": _("What lists of past days are made from differs from the history."),
    "trail": _("The audit trail differs from the history."),
    "frozen": _("What was frozen does not have its hash."),
}
"""Kinds of harm; all but the last two are those of docs/evidence_format.md."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is broken: which kind of harm, which record (`number` as people call it), which row, in words."""

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
