"""What evidence asked of units in inspections on file registers with qms."""


def register_evidence() -> None:
    """Fill the registry."""
