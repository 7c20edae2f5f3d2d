"""Who keeps people, units and standards."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from qms.enums import Role
from qms.policy import Allowed, Decision, allow_if, denied, rule

ADMIN_ONLY = _("Only an administrator changes people, units and roles.")


@rule("qms.manage_organisation")
def may_manage_organisation(user: Any, unit: Any) -> Decision:
    """Units and holdings: the administrator, or the installation's own account."""
    return allow_if(user.is_system or user.authority.is_admin, ADMIN_ONLY, _("an administrator"))


@rule("qms.manage_people")
def may_manage_people(user: Any, person: Any) -> Decision:
    """People and roles: the administrator, never for themselves."""
    if user.is_system:
        return Allowed
    if not user.authority.is_admin:
        return denied(ADMIN_ONLY, _("an administrator"))
    return allow_if(person is None or person.pk != user.pk, _("Nobody changes their own account or roles."))


@rule("qms.manage_standards")
def may_manage_standards(user: Any, record: Any) -> Decision:
    """Editions and correspondences: a quality officer."""
    officer = bool(user.authority.units_as(Role.OFFICER)) if not user.is_system else True
    return allow_if(officer, _("Standards are kept by quality officers."), _("a quality officer"))
