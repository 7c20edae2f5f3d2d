"""Who appoints a deputy."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from qms.policy import Decision, allow_if, may, rule


@rule("qms.appoint_deputy")
def may_appoint_deputy(user: Any, principal: Any) -> Decision:
    """A person names their own deputy; the administrator names everybody's. Nobody makes themselves a deputy."""
    return allow_if(
        user.pk == principal.pk or bool(may(user, "qms.manage_people", principal)),
        _("A deputy is appointed by the person themselves or by the administrator."),
        _("the person themselves, an administrator"),
    )
