"""Who fills, submits, recalls, judges and corrects periodic reports, and who keeps their schemes."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from qms.enums import Role
from qms.policy import Decision, allow_if, rule
from qms.report_workflow import OWED
from qms.rules.people import is_head_of, is_officer_of


@rule("qms.fill_report")
def may_fill_report(user: Any, report: Any) -> Decision:
    """The officer over the unit, or its head."""
    return allow_if(
        is_officer_of(user, report.unit_id) or is_head_of(user, report.unit_id),
        _("The report is filled in by a quality officer of the unit or its head."),
        _("a quality officer of the unit, its head"),
    )


@rule("qms.recount_report")
def may_recount_report(user: Any, report: Any) -> Decision:
    """Who fills it in; and the superior, for all units of a period at once."""
    filling = may_fill_report(user, report)
    return filling if filling else may_keep_report_scheme(user, report)


@rule("qms.submit_report")
def may_submit_report(user: Any, report: Any) -> Decision:
    """The head of the unit, or whoever acts for them."""
    return allow_if(
        is_head_of(user, report.unit_id),
        _("The report is signed and submitted by the head of the unit or a deputy who acts for them."),
        _("the head of the unit, a deputy who acts for them"),
    )


@rule("qms.recall_report")
def may_recall_report(user: Any, report: Any) -> Decision:
    """The same people who fill it in."""
    return may_fill_report(user, report)


@rule("qms.end_report_file")
def may_end_report_file(user: Any, link: Any) -> Decision:
    """While the report is owed who fills it in; afterwards who attached the file, and the head of the unit."""
    filling = may_fill_report(user, link.record)
    if not filling or link.record.status in OWED:
        return filling
    return allow_if(
        link.added_by_id == user.pk or is_head_of(user, link.record.unit_id),
        _("What was attached after the report was submitted is taken away by who attached it or the head of the unit."),
        _("who attached it, the head of the unit"),
    )


@rule("qms.judge_report")
def may_judge_report(user: Any, report: Any) -> Decision:
    """The officer of the superior, or its top management: looks, returns, accepts, excuses."""
    return allow_if(
        is_officer_of(user, report.superior_id) or user.authority.has_role(report.superior_id, Role.TOP),
        _("This is done by a quality officer of the unit that is reported to."),
        _("a quality officer of the unit that is reported to"),
    )


@rule("qms.keep_report_scheme")
def may_keep_report_scheme(user: Any, scheme: Any) -> Decision:
    """The officer of the superior, or its top management."""
    return allow_if(
        is_officer_of(user, scheme.superior_id) or user.authority.has_role(scheme.superior_id, Role.TOP),
        _("Periods are kept by a quality officer of the unit that is reported to."),
        _("a quality officer of the unit that is reported to"),
    )


@rule("qms.load_report_forms")
def may_load_report_forms(user: Any, record: Any = None) -> Decision:
    """The installation itself, or its administrator."""
    return allow_if(
        user.is_system or user.authority.is_admin,
        _("Forms of reports are loaded by the administrator."),
        _("the administrator"),
    )
