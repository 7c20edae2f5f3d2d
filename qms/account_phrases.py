"""Wording of second factors: in timelines and in notices."""

from django.utils.translation import gettext_lazy as _

from qms.policy import Text

OPERATIONS: dict[str, Text] = {
    "set_up_second_factor": _("Second factor set up"),
    "end_second_factor": _("Second factor ended"),
}

NOTICES: dict[str, Text] = {"second_factor_ended": _("%(who)s ended your second factor: set up another one")}
