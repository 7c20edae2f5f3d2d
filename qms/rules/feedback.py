"""Who records, assigns, answers and approves feedback, and who sees who wrote it."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from qms.policy import Decision, allow_if, denied, rule
from qms.rules.people import is_officer_of
from qms.rules.risks import leads

OFFICER = _("the unit's quality officer")
HEADS = _("the unit's manager, top management")


@rule("qms.record_feedback")
def may_record_feedback(user: Any, feedback: Any) -> Decision:
    """The officer over the unit; what comes by the public form is recorded by the installation itself."""
    return allow_if(
        is_officer_of(user, feedback.unit_id),
        _("What came on paper, by post or by telephone is recorded by the unit's quality officer."),
        OFFICER,
    )


@rule("qms.assign_feedback")
def may_assign_feedback(user: Any, feedback: Any) -> Decision:
    """The officer over the unit: who handles it, handing over, forwarding, refusing, closing, opening again."""
    return allow_if(is_officer_of(user, feedback.unit_id), _("This is done by the unit's quality officer."), OFFICER)


@rule("qms.move_feedback")
def may_move_feedback(user: Any, feedback: Any) -> Decision:
    """The officer over the unit that hands it over; while the step is taken it names the next unit already."""
    unit_id = getattr(feedback, "before_step", {}).get("unit_id") or feedback.unit_id
    return allow_if(is_officer_of(user, unit_id), _("This is done by the unit's quality officer."), OFFICER)


@rule("qms.answer_feedback")
def may_answer_feedback(user: Any, feedback: Any) -> Decision:
    """Who handles it."""
    return allow_if(
        user.authority.is_one_of(feedback.handler_id),
        _("The answer is written by who handles it."),
        _("who handles it"),
    )


@rule("qms.approve_feedback_answer")
def may_approve_feedback_answer(user: Any, feedback: Any) -> Decision:
    """The unit's manager or top management, who did not write it."""
    if user.authority.counts_as(feedback.answer_by_id):
        return denied(_("Whoever wrote the answer does not approve it."), HEADS)
    return allow_if(
        leads(user, feedback.unit_id), _("Answers are approved by the unit's manager or top management."), HEADS
    )


@rule("qms.return_feedback_answer")
def may_return_feedback_answer(user: Any, feedback: Any) -> Decision:
    """The unit's manager or top management."""
    return allow_if(
        leads(user, feedback.unit_id), _("Answers are returned by the unit's manager or top management."), HEADS
    )


@rule("qms.send_feedback_answer")
def may_send_feedback_answer(user: Any, feedback: Any) -> Decision:
    """Who handles it, or the officer."""
    return allow_if(
        user.authority.is_one_of(feedback.handler_id) or is_officer_of(user, feedback.unit_id),
        _("The approved answer is sent by who handles it or by the unit's quality officer."),
        _("who handles it, the unit's quality officer"),
    )


@rule("qms.see_feedback_sender")
def may_see_feedback_sender(user: Any, feedback: Any) -> Decision:
    """Who handles it now, and the officer over the unit that has it now; nobody else."""
    return allow_if(
        user.authority.is_one_of(feedback.handler_id) or is_officer_of(user, feedback.unit_id),
        _("Who wrote is seen by who handles it and by the unit's quality officer only."),
        _("who handles it, the unit's quality officer"),
    )
