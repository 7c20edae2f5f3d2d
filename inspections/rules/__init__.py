"""Who may do what in inspections: importing this package declares every rule."""

from inspections.rules import (
    evidence,
    findings,
    handing_over,
    inspections,
    meetings,
    nonconformities,
    repeats,
    templates,
)

__all__ = [
    "evidence",
    "findings",
    "handing_over",
    "inspections",
    "meetings",
    "nonconformities",
    "repeats",
    "templates",
]
