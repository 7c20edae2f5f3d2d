"""Who keeps the issues of the context and the interested parties."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from qms.policy import Decision, allow_if, rule
from qms.rules.risks import KEEPERS, inspects_own, keeps


@rule("qms.keep_context")
def may_keep_context(user: Any, record: Any) -> Decision:
    """The officer over the unit, its manager, top management, and an inspector of one's own unit."""
    return allow_if(
        keeps(user, record.unit_id) or inspects_own(user, record.unit_id),
        _("Context and interested parties are kept by a quality officer, the unit's manager or top management."),
        KEEPERS,
    )
