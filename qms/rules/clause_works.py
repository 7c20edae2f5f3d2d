"""Who judges how a holder stands to the clauses of the new edition."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from qms.policy import Decision, allow_if, rule
from qms.rules.people import is_manager_of, is_officer_of


@rule("qms.judge_clause")
def may_judge_clause(user: Any, holder: Any) -> Decision:
    """A quality officer or the manager of the holder itself; `holder` is a TransitionHolder."""
    return allow_if(
        is_officer_of(user, holder.unit_id) or is_manager_of(user, holder.unit_id),
        _("Clauses are judged by the holder's quality officer or its manager."),
        _("a quality officer, the manager of the holder"),
    )
