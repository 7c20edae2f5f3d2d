"""Who records nonconforming outputs and figures of procedures, and who decides what is done about an output."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from qms.policy import Decision, allow_if, rule
from qms.rules.risks import inspects_own, keeps

KEEPERS = _("a quality officer, the unit's manager, top management")
KEEPERS_OR_RECORDER = _("who recorded it, a quality officer, the unit's manager, top management")


@rule("qms.record_output")
def may_record_output(user: Any, output: Any) -> Decision:
    """The officer over the unit, its manager, top management, and an inspector of one's own unit."""
    return allow_if(
        user.is_system or keeps(user, output.unit_id) or inspects_own(user, output.unit_id),
        _("Nonconforming outputs are recorded by a quality officer, the unit's manager or its own inspectors."),
        _("a quality officer, the unit's manager, top management, an inspector of the unit"),
    )


@rule("qms.edit_output")
def may_edit_output(user: Any, output: Any) -> Decision:
    """Who recorded it, or who keeps the unit's register."""
    return allow_if(
        user.is_system or user.authority.is_one_of(output.recorded_by_id) or keeps(user, output.unit_id),
        _("It is corrected by who recorded it, a quality officer, the unit's manager or top management."),
        KEEPERS_OR_RECORDER,
    )


@rule("qms.decide_output")
def may_decide_output(user: Any, output: Any) -> Decision:
    """The officer over the unit, its manager, top management."""
    return allow_if(
        keeps(user, output.unit_id),
        _("What is done about it is decided by a quality officer, the unit's manager or top management."),
        KEEPERS,
    )


@rule("qms.close_output")
def may_close_output(user: Any, output: Any) -> Decision:
    """Who recorded it, or who keeps the unit's register: they know when it was returned."""
    return allow_if(
        user.authority.is_one_of(output.recorded_by_id) or keeps(user, output.unit_id),
        _("It is closed by who recorded it, a quality officer, the unit's manager or top management."),
        KEEPERS_OR_RECORDER,
    )


@rule("qms.record_procedure_figures")
def may_record_procedure_figures(user: Any, figure: Any) -> Decision:
    """The officer over the unit, its manager, top management."""
    return allow_if(
        user.is_system or keeps(user, figure.unit_id),
        _("Figures of procedures are given by a quality officer, the unit's manager or top management."),
        KEEPERS,
    )


@rule("qms.date_publication")
def may_date_publication(user: Any, document: Any) -> Decision:
    """The officer over the unit of the procedure."""
    return allow_if(
        user.is_system or keeps(user, document.unit_id),
        _("The dates of a procedure are set by a quality officer, the unit's manager or top management."),
        KEEPERS,
    )
