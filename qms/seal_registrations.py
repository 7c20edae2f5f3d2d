"""What the seals register: sealing as scheduled work, and what is hashed again when history is verified."""

from qms import frozen_checks
from qms.history import seal_checks
from qms.history.sealing import seal_waiting
from qms.registry import registry

CHECKS = (seal_checks,)
"""Importing them declares the system checks."""


def register() -> None:
    """Fill the registry; called once when apps are ready."""
    registry.ticks["seal_history"] = seal_waiting
    frozen_checks.register()
