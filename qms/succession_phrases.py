"""Wording of what becomes of units: in timelines."""

from django.utils.translation import gettext_lazy as _

from qms.policy import Text

OPERATIONS: dict[str, Text] = {
    "succeed_units": _("What became of the unit was recorded"),
    "take_back_succession": _("Succession taken back"),
    "transfer_documents": _("Taken over from a unit that ended"),
}
