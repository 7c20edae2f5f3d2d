"""Who reads the history as a whole, and of which kinds of records: never more than the records themselves."""

from typing import Any

from qms.enums import Role

READING = (Role.OFFICER, Role.AUDITOR, Role.MANAGER, Role.TOP)
"""Roles that search history over the records they reach."""

VERIFYING = (Role.OFFICER, Role.AUDITOR, Role.TOP, Role.ADMIN)
"""Roles that see how the seals stand and verify."""

OF_ADMINISTRATION = (
    "qms.user",
    "qms.membership",
    "qms.roleassignment",
    "qms.actingfor",
    "qms.competence",
    "qms.unit",
    "qms.qmsholding",
    "qms.decidedday",
    "qms.auditevent",
)
"""Kinds of which administrators read the history: people, units and settings, no content of records."""


def reads_records(user: Any) -> bool:
    """Whether the person searches the history of records, as far as they reach them."""
    return bool(user.is_system or user.authority.units_as(*READING))


def is_administrator(user: Any) -> bool:
    """Whether the person reads the history of people, units and settings, and all sign-ins."""
    return bool(user.authority.is_admin)


def may_see_history(user: Any) -> bool:
    """Whether there is a page of history for the person."""
    return reads_records(user) or is_administrator(user)


def may_verify(user: Any) -> bool:
    """Whether the person sees the seals and verifies the whole history."""
    return bool(user.is_system or user.authority.units_as(*VERIFYING))
