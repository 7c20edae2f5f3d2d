"""What timelines and notices say of meetings and inspected units."""

from django.utils.translation import gettext_lazy as _

from qms.policy import Text

OPERATIONS: dict[str, Text] = {
    "record_meeting": _("Meeting recorded"),
    "change_meeting": _("Meeting changed"),
    "record_attendance": _("Attendance recorded"),
    "name_units": _("Inspected units named"),
}

NOTICES: dict[str, Text] = {
    "inspection_units_changed": _("The inspected units of inspection %(number)s changed: %(units)s"),
}
