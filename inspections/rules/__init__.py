"""Who may do what in inspections: importing this package declares every rule."""

from inspections.rules import findings, inspections, nonconformities

__all__ = ["findings", "inspections", "nonconformities"]
