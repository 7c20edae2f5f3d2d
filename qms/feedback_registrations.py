"""What feedback registers."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from qms import feedback_phrases, feedback_workflow
from qms.feedback_in_hand import has_in_hand
from qms.feedback_senders import seen_files, seen_senders
from qms.history.homes import INSIDE, WHOLE, Whole
from qms.looks import declare_looks
from qms.models.feedback import Feedback, FeedbackFile
from qms.navigation import NavEntry
from qms.registry import Handover, RecordKind, registry

DECLARED = (feedback_workflow,)
"""Importing it declares the lifecycle."""

LOOKS = {
    "received": ("warning", "flag"),
    "assigned": ("info", "user"),
    "answer_proposed": ("info", "pencil"),
    "answer_approved": ("info", "shield-check"),
    "answered": ("success", "circle-check"),
    "closed": ("success", "circle-check"),
    "forwarded": ("neutral", "arrow-right"),
    "refused": ("neutral", "circle-x"),
}


def register() -> None:
    """Fill the registry; called once when apps are ready."""
    label = Feedback._meta.label_lower
    registry.file_links[FeedbackFile._meta.label_lower] = FeedbackFile
    registry.phrases.update(feedback_phrases.OPERATIONS)
    registry.notice_phrases.update(feedback_phrases.NOTICES)
    registry.notice_groups.append(feedback_phrases.GROUP)
    registry.record_kinds[label] = RecordKind(label, Feedback, _("Feedback"), "feedback_list")
    registry.navigation.append(NavEntry(_("Feedback"), "feedback_list", "message", 58, sees_feedback))
    declare_looks(label, LOOKS)
    _register_history()
    _register_work()


def sees_feedback(user: Any) -> bool:
    """Shown to who reaches records, and to whoever has feedback in hand."""
    return bool(user.authority.record_units) or has_in_hand(user)


def _register_history() -> None:
    """Who wrote, and the files they sent, have histories of their own, which nobody reads through the record."""
    WHOLE["qms.feedbacksender"] = Whole(seen_senders)
    WHOLE["qms.feedbackfile"] = Whole(seen_files)
    INSIDE["qms.feedback"] = [("qms.feedbacksender", "feedback")]


def _register_work() -> None:
    from qms import measured_feedback  # noqa: PLC0415 - the same
    from qms import work_of_feedback as work  # noqa: PLC0415 - reports stand on the registry
    from qms.due_days import add_due_source  # noqa: PLC0415 - the same
    from qms.imports.feedback import FeedbackExport, FeedbackRegisterKind  # noqa: PLC0415 - the same
    from qms.operations import feedback as operations  # noqa: PLC0415 - operations stand on the registry

    measured_feedback.declare()
    registry.import_kinds[FeedbackRegisterKind.kind] = FeedbackRegisterKind()
    registry.export_kinds["feedback"] = FeedbackExport
    registry.work_items.append(work.feedback_work)
    registry.owed.append(work.feedback_owed)
    registry.clause_evidence.append(work.shown_by_feedback)
    add_due_source(work.ANSWERS)
    registry.handovers["feedback"] = Handover(
        _("Feedback in hand"),
        operations.handled_feedback,
        operations.hand_faults,
        lambda record, person, to, *, by, reason: operations.hand_feedback(record, by=by, handler=to, reason=reason),
        name=lambda record: f"{record.number} {record.subject[:100]}",
        due=lambda record: record.due_on,
        order=36,
    )
