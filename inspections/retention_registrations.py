"""What inspections registers for the retention of its records."""

from inspections import retained_kinds
from qms.registry import registry


def register_retention() -> None:
    """Fill the registry; called once when apps are ready."""
    for kind in retained_kinds.KINDS:
        registry.retained_kinds[kind.model._meta.label_lower] = kind
    registry.retention_holds.append(retained_kinds.cited_by_open)
