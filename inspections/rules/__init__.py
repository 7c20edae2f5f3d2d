"""Who may do what in inspections: importing this package declares every rule."""

from inspections.rules import findings, inspections, nonconformities, templates

__all__ = ["findings", "inspections", "nonconformities", "templates"]
