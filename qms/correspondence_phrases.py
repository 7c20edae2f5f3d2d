"""Wording of what happens to the table between two editions: in timelines."""

from django.utils.translation import gettext_lazy as _

from qms.policy import Text

OPERATIONS: dict[str, Text] = {
    "load_correspondence": _("Loaded from a data file"),
    "write_correspondence": _("Brought in with the table"),
    "correct_correspondence": _("Row of the correspondence corrected"),
    "add_correspondence": _("Row added to the correspondence"),
    "end_correspondence": _("Row taken out of the correspondence"),
}
