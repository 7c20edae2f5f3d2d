"""Who names another lead of a nonconformity when the lead leaves."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from qms.policy import Decision, allow_if, rule
from qms.rules.people import is_officer_of


@rule("inspections.name_lead")
def may_name_lead(user: Any, nonconformity: Any) -> Decision:
    """The quality officer of the side that raised it."""
    return allow_if(
        is_officer_of(user, nonconformity.raised_by_unit_id),
        _("Another lead is named by the quality officer of the side that raised it."),
        _("a quality officer of the side that raised it"),
    )
