"""What versions, comments and follow-up of reports registers with qms."""


def register_report() -> None:
    """Fill the registry."""
