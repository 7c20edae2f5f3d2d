"""Rows of the printed register of feedback."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, kw_only=True)
class FeedbackEntry:
    """A row of the register; who wrote stands in none."""

    number: str  # with its kind beneath
    received_on: date | None = None
    unit: str = ""
    said: str = ""
    handler: str = ""
    due: date | None = None
    answer: str = ""
    state: str = ""
