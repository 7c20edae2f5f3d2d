"""What lists that leave register: the jobs that write long ones, and a holder's whole data."""


def register() -> None:
    """Fill the registry; called once when apps are ready."""
    from qms.exporting import job  # noqa: F401, PLC0415 - jobs stand on the registry; importing it registers the job
