"""What checklist templates, scores and rankings registers with qms."""


def register_template() -> None:
    """Fill the registry."""
