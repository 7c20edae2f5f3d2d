"""What the phone: the shell, taking along, conflicts registers with qms."""


def register_field() -> None:
    """Fill the registry."""
