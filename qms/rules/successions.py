"""Who gives documents of an ended unit to its successor."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from qms.enums import Role
from qms.policy import Decision, allow_if, rule


@rule("qms.transfer_documents")
def may_transfer_documents(user: Any, unit: Any) -> Decision:
    """A quality officer of the unit that answers for them, or of one above it inside its system."""
    return allow_if(
        user.authority.has_role(unit.pk, Role.OFFICER),
        _("Documents of ended units are taken over by the successor’s quality officer."),
        _("a quality officer of %(unit)s") % {"unit": unit},
    )
