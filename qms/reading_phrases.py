"""What notices and timelines say about reading."""

from django.utils.translation import gettext_lazy as _

from qms.policy import Text

NOTICES: dict[str, Text] = {
    "issue_in_force": _("In force: %(document)s. Read it and confirm by %(due)s."),
    "reading_expected": _("For you to read: %(document)s. Confirm by %(due)s."),
    "reading_reminder": _("A reminder to read and confirm: %(document)s, due %(due)s"),
}

OPERATIONS: dict[str, Text] = {
    "add_audience": _("Said who must read it"),
    "end_audience": _("Need not read it any longer"),
    "note_change": _("Said what changes for readers"),
    "acknowledge": _("Read and understood"),
}
