"""What timelines and notices call proposal, copy, versions and mass planning of programmes."""

from django.utils.translation import gettext_lazy as _

from qms.policy import Text

OPERATIONS: dict[str, Text] = {
    "plan_visits": _("Visits planned"),
    "copy_programme": _("Copied from another year"),
    "plan_inspections": _("Inspection planned with its programme"),
}

NOTICES: dict[str, Text] = {
    "inspections_planned": _(
        "You lead %(count)s inspections of programme %(programme)s; the first is %(number)s. Complete their plans."
    ),
}
