"""Who hands out, signs for and recalls paper copies."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from qms.enums import Role
from qms.policy import Decision, allow_if, rule


@rule("qms.receive_copy")
def may_receive_copy(user: Any, copy: Any) -> Decision:
    """The holder named on it; while nobody is named, the manager of the unit that keeps it."""
    if copy.holder_id is not None:
        return allow_if(
            user.authority.is_one_of(copy.holder_id), _("The holder named on the copy signs for it."), _("the holder")
        )
    return allow_if(
        user.authority.has_role(copy.unit_id, Role.MANAGER, Role.OFFICER),
        _("The copy is signed for by the manager of the unit that keeps it."),
        _("the unit's manager"),
    )


@rule("qms.recall_copy")
def may_recall_copy(user: Any, copy: Any) -> Decision:
    """The quality officer over the document's unit."""
    return allow_if(
        user.authority.has_role(copy.issue.document.unit_id, Role.OFFICER),
        _("Paper copies are recalled by a quality officer over the document."),
        _("a quality officer"),
    )
