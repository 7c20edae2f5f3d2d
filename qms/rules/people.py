"""Questions about people that several rules ask."""

from typing import Any

from qms.enums import Role


def is_manager_of(user: Any, unit_id: int | None) -> bool:
    """Manager of the unit or of one above it in its QMS; of the holder itself its top management."""
    authority = user.authority
    return authority.has_role(unit_id, Role.MANAGER) or authority.has_role_at(unit_id, Role.TOP)


def is_head_of(user: Any, unit_id: int | None) -> bool:
    """Top management over the unit, or the manager of exactly this unit."""
    authority = user.authority
    return authority.has_role(unit_id, Role.TOP) or authority.has_role_at(unit_id, Role.MANAGER)


def is_officer_of(user: Any, unit_id: int | None) -> bool:
    """Quality officer over the unit, or the installation's own account."""
    return user.is_system or user.authority.has_role(unit_id, Role.OFFICER)
