"""What proposal, coverage, versions and mass planning of programmes registers with qms."""


def register_programme_care() -> None:
    """Fill the registry."""
