"""Words of the gap assessment: what its operations are called in a timeline."""

from django.utils.translation import gettext_lazy

from qms.policy import Text

OPERATIONS: dict[str, Text] = {
    "judge_clauses": gettext_lazy("Clause judged"),
    "raise_gap_actions": gettext_lazy("Action raised for the gap"),
}
