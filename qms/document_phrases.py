"""What notices and timelines say about documents."""

from django.utils.translation import gettext_lazy as _

from qms.policy import Text

NOTICES: dict[str, Text] = {
    "issue_submitted": _("To be reviewed: %(document)s"),
    "issue_recalled": _("Taken back by its author: %(document)s"),
    "issue_returned": _("Returned to you: %(document)s. %(reason)s"),
    "issue_abandoned": _("Draft abandoned: %(document)s. %(reason)s"),
    "issue_reviewed": _("Reviewed, to be approved: %(document)s"),
    "issue_approved": _("Approved: %(document)s, in force from %(day)s"),
    "issue_recalled_before_effect": _("Recalled before it came into force: %(document)s. %(reason)s"),
    "issue_withdrawn": _("Withdrawn from %(day)s: %(document)s. %(reason)s"),
}

OPERATIONS: dict[str, Text] = {
    "create_document": _("Document created"),
    "start_issue": _("New issue started"),
    "set_scheme": _("Numbering of documents set"),
    "bring_in_documents": _("Brought in"),
    "set_print_template": _("Own template put in place"),
    "end_print_template": _("Back to our template"),
}
