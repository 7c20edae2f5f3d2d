"""What checklists as workbooks registers with qms."""


def register_checklist_book() -> None:
    """Fill the registry."""
