"""Who prepares, signs, publishes and withdraws declarations of conformity."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from qms.enums import Role
from qms.policy import Decision, allow_if, rule


@rule("qms.prepare_declaration")
def may_prepare_declaration(user: Any, declaration: Any) -> Decision:
    """The quality officer over the holder."""
    return allow_if(
        user.is_system or user.authority.has_role(declaration.unit_id, Role.OFFICER),
        _("Declarations are prepared by a quality officer of the unit."),
        _("a quality officer of the unit"),
    )


@rule("qms.sign_declaration")
def may_sign_declaration(user: Any, declaration: Any) -> Decision:
    """The head of the agency confirms that the system has effect and declares it (Decision 19/2014/QĐ-TTg)."""
    return allow_if(
        user.authority.has_role(declaration.unit_id, Role.TOP),
        _("Declarations are signed by the top management of the unit."),
        _("top management of the unit"),
    )
