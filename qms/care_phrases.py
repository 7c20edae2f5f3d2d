"""What notices and timelines say about change requests, periodic reviews and paper copies."""

from django.utils.translation import gettext_lazy as _

from qms.policy import Text

NOTICES: dict[str, Text] = {
    "change_asked": _("A change of a document is asked for: %(number)s %(title)s"),
    "change_endorsed": _("To be taken up: %(number)s %(title)s"),
    "change_taken_up": _("Your change request is taken up: %(number)s %(title)s"),
    "change_refused": _("Your change request is refused: %(number)s. %(reason)s"),
    "change_answered": _("Your change request %(number)s is answered by %(issue)s"),
    "document_reviewed": _("Periodic review of %(number)s: %(outcome)s"),
    "copy_handed_out": _("A paper copy is handed to you: %(copy)s. Sign for it."),
    "copy_recalled": _("Your paper copy is recalled: %(copy)s"),
}

OPERATIONS: dict[str, Text] = {
    "ask_change": _("Change asked for"),
    "changerequest.endorse": _("Endorsed"),
    "changerequest.take_up": _("Taken up"),
    "changerequest.refuse": _("Refused"),
    "changerequest.answer": _("Answered"),
    "changerequest.reopen": _("Waits again: the issue was recalled"),
    "review_document": _("Periodic review"),
    "set_review_days": _("Day of the next review set"),
    "hand_out_copies": _("Paper copies handed out"),
    "papercopy.receive": _("Copy signed for"),
    "papercopy.recall": _("Copy recalled"),
    "papercopy.lose": _("Copy reported as lost"),
}
