"""What joined findings, cause categories and repeats registers with qms."""


def register_repeat() -> None:
    """Fill the registry."""
