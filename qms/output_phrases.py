"""Wording of figures of procedures and of nonconforming outputs: in timelines and in notices."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qms.policy import Text

OPERATIONS: dict[str, Text] = {
    "record_output": pgettext_lazy("output", "Recorded"),
    "edit_output": _("Corrected"),
    "output.decide": _("What is done was decided"),
    "output.close": pgettext_lazy("output", "Closed"),
    "output.withdraw": pgettext_lazy("output", "Withdrawn"),
    "attach_output_files": _("Files attached"),
    "end_output_file": _("File taken away"),
    "bring_in_outputs": _("Brought in from a workbook"),
    "update_brought_in_outputs": _("Changed by a later workbook"),
    "record_procedure_figures": _("Figures of a month recorded"),
    "correct_procedure_figures": _("Figures corrected"),
    "withdraw_procedure_figure": _("Figures taken away"),
    "date_publication": _("Dates of decision and publication set"),
    "bring_in_procedure_figures": _("Brought in from a workbook"),
    "update_brought_in_procedure_figures": _("Changed by a later workbook"),
}

NOTICES: dict[str, Text] = {
    "output_recorded": _("%(number)s is recorded and waits for a decision: dossier %(dossier)s"),
    "output_decided": _("It is decided what is done about %(number)s: dossier %(dossier)s"),
    "output_withdrawn": _("%(number)s is withdrawn. %(reason)s"),
    "outputs_repeated": _("%(procedure)s: %(count)s nonconforming outputs within 90 days, the last one %(number)s."),
}

GROUP = (_("Nonconforming outputs"), ("output_", "outputs_"))
