"""Wording of objectives and their figures: in timelines and in notices."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qms.policy import Text

OPERATIONS: dict[str, Text] = {
    "propose_objective": pgettext_lazy("objective", "Proposed"),
    "edit_objective": _("Corrected"),
    "take_over_objectives": _("Taken over from the directive"),
    "objective.approve": _("Approved"),
    "objective.start": _("Started"),
    "objective.judge": _("Judged"),
    "objective.return": _("Returned to the proposal"),
    "objective.drop": _("Dropped"),
    "measure_objective": _("Figure recorded"),
    "measure_objectives": _("Figures of a period recorded"),
    "correct_measurement": _("Figure corrected"),
    "bring_in_objectives": _("Brought in from a workbook"),
    "bring_in_figures": _("Figures brought in from a workbook"),
    "change_brought_in_targets": _("Targets changed by a later workbook"),
    "hand_objective": _("Another owner named"),
    "attach_objective_files": _("Files attached"),
    "end_objective_file": _("File taken away"),
    "plan_objective_action": _("Action planned"),
}

NOTICES: dict[str, Text] = {
    "objective_given": _("%(number)s has its owner named: %(title)s"),
    "objective_proposed": _("%(number)s is proposed and waits for approval: %(title)s"),
    "objective_approved": _("%(number)s is approved."),
    "objective_started": _("%(number)s has begun and is measured from now on: %(title)s"),
    "objective_returned": _("%(number)s is returned to the proposal. %(reason)s"),
    "objective_dropped": _("%(number)s is dropped. %(reason)s"),
    "objective_judged": _("%(number)s is judged: %(result)s"),
    "objective_missed": _("%(number)s misses its target: %(value)s in %(period)s, target %(target)s"),
}

GROUP = (_("Quality objectives"), ("objective_",))
