"""Who says how a QMS holder numbers its documents."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from qms.enums import Role
from qms.policy import Decision, allow_if, rule


@rule("qms.set_scheme")
def may_set_scheme(user: Any, unit: Any) -> Decision:
    """The quality officer of the unit that holds the QMS."""
    return allow_if(
        user.is_system or user.authority.has_role(unit.pk, Role.OFFICER),
        _("The numbering of documents is set by the quality officer of the unit that holds the QMS."),
        _("the quality officer of the QMS"),
    )
