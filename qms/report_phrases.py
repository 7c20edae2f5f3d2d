"""Wording of periodic reports: in timelines and in notices."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qms.policy import Text

OPERATIONS: dict[str, Text] = {
    "load_reports": _("Loaded from a file"),
    "add_report_periods": _("Periods added"),
    "move_report_period": _("Days of the period moved"),
    "open_reports": pgettext_lazy("report", "Opened for the period"),
    "recount_reports": _("Counted again from the records"),
    "periodic_report.fill": pgettext_lazy("report", "Filled in"),
    "write_report": _("Figures and texts written"),
    "periodic_report.submit": pgettext_lazy("report", "Signed and submitted"),
    "periodic_report.recall": pgettext_lazy("report", "Recalled"),
    "look_at_report": pgettext_lazy("report", "Looked at by the superior"),
    "periodic_report.return": pgettext_lazy("report", "Returned"),
    "comment_report": _("Comments of the superior"),
    "periodic_report.accept": pgettext_lazy("report", "Accepted"),
    "correct_report": _("A new version begun"),
    "periodic_report.excuse": pgettext_lazy("report", "Excused"),
    "periodic_report.owe": _("Owed after all"),
    "attach_report_files": _("Files attached"),
    "end_report_file": _("File taken away"),
    "hand_report": _("Another person fills it in"),
}

NOTICES: dict[str, Text] = {
    "report_opened": _("The report %(number)s of %(period)s is open; it is due on %(due)s."),
    "report_handed": _("You fill in the report %(number)s of %(period)s; it is due on %(due)s."),
    "report_submitted": _("%(unit)s submitted its report %(number)s of %(period)s."),
    "report_recalled": _("%(unit)s took its report %(number)s back. %(reason)s"),
    "report_looked_at": _("%(superior)s has begun to look at the report %(number)s."),
    "report_returned": _("The report %(number)s was returned. %(reason)s"),
    "report_accepted": _("The report %(number)s of %(period)s was accepted."),
    "report_corrected": _("%(unit)s corrects its report %(before)s by %(number)s. %(reason)s"),
    "report_excused": _("The report %(number)s is not owed. %(reason)s"),
    "report_owed": _("The report %(number)s is owed after all. %(reason)s"),
}

GROUP = (_("Periodic reports"), ("report_",))
