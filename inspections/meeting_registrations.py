"""What plan, notice, meetings and attendance of a visit registers with qms."""


def register_meeting() -> None:
    """Fill the registry."""
