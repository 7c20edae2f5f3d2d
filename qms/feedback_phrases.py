"""Wording of feedback: in timelines and in notices. Notices never name who wrote."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qms.policy import Text

OPERATIONS: dict[str, Text] = {
    "receive_feedback": pgettext_lazy("feedback", "Received"),
    "correct_feedback_sender": _("Who wrote was corrected"),
    "feedback.assign": pgettext_lazy("feedback", "Assigned"),
    "feedback.propose": _("Answer proposed"),
    "feedback.approve": _("Answer approved"),
    "feedback.return": _("Returned for another answer"),
    "feedback.send": pgettext_lazy("feedback", "Answered"),
    "feedback.close": pgettext_lazy("feedback", "Closed"),
    "feedback.reopen": _("Opened again"),
    "feedback.move": _("Handed over to another unit"),
    "feedback.forward": _("Forwarded to another agency"),
    "feedback.refuse": pgettext_lazy("feedback", "Refused"),
    "hand_feedback": _("Another handler named"),
    "attach_feedback_files": _("Files attached"),
    "end_feedback_file": _("File taken away"),
    "plan_feedback_action": _("Action planned"),
    "bring_in_feedback": _("Brought in from a workbook"),
    "update_brought_in_feedback": _("Changed by a later workbook"),
}

NOTICES: dict[str, Text] = {
    "feedback_received": _("Feedback %(number)s has come in and waits to be assigned: %(subject)s"),
    "feedback_assigned": _("Feedback %(number)s is yours to answer by %(due)s: %(subject)s"),
    "feedback_taken_away": _("Feedback %(number)s was handed over to another unit. %(reason)s"),
    "feedback_answer_proposed": _("An answer to feedback %(number)s waits for approval: %(subject)s"),
    "feedback_answer_approved": _("The answer to feedback %(number)s is approved: send it."),
    "feedback_answer_returned": _("Write another answer to feedback %(number)s. %(reason)s"),
    "feedback_opened_again": _("Feedback %(number)s is open again. %(reason)s"),
}

GROUP = (_("Feedback"), ("feedback_",))
