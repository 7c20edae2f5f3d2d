"""What decisions on clauses and runs of a transition say of themselves in timelines."""

from django.utils.translation import gettext_lazy as _

OPERATIONS = {
    "decide_clauses": _("Decided what becomes of the clause"),
    "end_clause_decision": _("Ended the decision on the clause"),
    "begin_transition_run": _("Began to carry references over"),
    "carry_references_over": _("Carried over to the new edition"),
    "take_references_back": _("Taken back from the new edition"),
    "finish_transition_run": _("Carried references over to the end"),
}
