"""Wording of consolidated reports and of the page over all units: in timelines and in notices."""

from django.utils.translation import gettext_lazy as _

from qms.policy import Text

OPERATIONS: dict[str, Text] = {
    "draw_consolidation": _("Drawn up"),
    "redraw_consolidation": _("Drawn up again"),
    "edit_consolidation": _("Assessment written"),
    "consolidation.sign": _("Signed"),
    "attach_consolidation_files": _("Files attached"),
    "end_consolidation_file": _("File taken away"),
}

NOTICES: dict[str, Text] = {
    "consolidation_signed": _("The consolidated report %(number)s of %(code)s is signed."),
    "consolidation_report_missing": _(
        "%(superior)s asks for the report %(code)s of %(unit)s, which was due on %(due)s."
    ),
}

GROUP = (_("Consolidated reports"), ("consolidation_",))
