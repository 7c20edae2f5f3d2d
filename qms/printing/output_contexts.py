"""Rows of the printed register of nonconforming outputs."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, kw_only=True)
class OutputEntry:
    """A row of the register."""

    number: str  # with its kind beneath
    found_on: date | None = None
    unit: str = ""  # with the procedure beneath
    dossier: str = ""
    description: str = ""
    decision: str = ""  # with number and date of the apology slip
    new_date: date | None = None
    returned_on: date | None = None
    decided_by: str = ""
    state: str = ""
