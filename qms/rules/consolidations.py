"""Who adds up reports, signs what was added up, sees the page over all units, and reminds those that are missing."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from qms.enums import Role
from qms.policy import Decision, allow_if, rule
from qms.rules.people import is_officer_of


def oversees(user: Any, unit_id: int | None) -> bool:
    """Quality officer of the superior, or its top management."""
    return is_officer_of(user, unit_id) or bool(user.authority.has_role(unit_id, Role.TOP))


@rule("qms.draw_consolidation")
def may_draw_consolidation(user: Any, consolidation: Any) -> Decision:
    """The quality officer of the superior, or its top management."""
    return allow_if(
        oversees(user, consolidation.unit_id),
        _("Reports are added up by a quality officer of the unit to which they go, or by its top management."),
        _("a quality officer of the unit, top management of the unit"),
    )


@rule("qms.sign_consolidation")
def may_sign_consolidation(user: Any, consolidation: Any) -> Decision:
    """The head of the superior answers for the consolidated report."""
    return allow_if(
        user.authority.has_role(consolidation.unit_id, Role.TOP),
        _("A consolidated report is signed by the top management of the unit."),
        _("top management of the unit"),
    )


@rule("qms.see_reports_board")
def may_see_reports_board(user: Any, superior: Any) -> Decision:
    """Quality officer, top management and auditor of the superior; a unit sees its own reports elsewhere."""
    return allow_if(
        user.is_system or user.authority.has_role(superior.pk, Role.OFFICER, Role.TOP, Role.AUDITOR),
        _("This page is for the unit to which all others report: its quality officer, top management, auditor."),
        _("a quality officer, top management or auditor of the unit to which the reports go"),
    )


@rule("qms.remind_reporting_units")
def may_remind_reporting_units(user: Any, superior: Any) -> Decision:
    """The quality officer of the superior, or its top management."""
    return allow_if(
        oversees(user, superior.pk),
        _("Units are reminded by a quality officer of the unit to which they report, or by its top management."),
        _("a quality officer of the unit, top management of the unit"),
    )
