"""The lifecycle of a numbered paper copy, as a table, and which copies must come back."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from qms import clock
from qms.enums import IssueStatus
from qms.enums import PaperCopyStatus as P
from qms.models.documents import Issue
from qms.policy import Text
from qms.workflow import Transition, Workflow

OUT = (P.ISSUED, P.RECEIVED)
"""A copy that somebody has."""


def to_recall(copies: QuerySet) -> QuerySet:
    """Those of the copies that are out though their issue neither holds today nor is still to come."""
    today = clock.today()
    in_force = Q(issue__in=Issue.objects.effective_on(today).order_by().values("pk"))
    coming = Q(issue__status=IssueStatus.APPROVED, issue__effective_on__gt=today)
    return copies.filter(~in_force & ~coming, status__in=OUT)


def issue_still_holds(copy: Any) -> Text | None:
    """Nobody signs for a text that no longer holds."""
    if copy.issue.holds_or_is_coming():
        return None
    return _("%(issue)s is no longer in force: hand the copy back instead.") % {"issue": copy.issue}


PAPER_COPY = Workflow(
    "papercopy",
    "qms.papercopy",
    [
        Transition(
            "receive",
            [P.ISSUED],
            P.RECEIVED,
            "qms.receive_copy",
            _("Sign for the copy"),
            [issue_still_holds],
            signed=True,
            meaning=_("Received the numbered paper copy"),
        ),
        Transition(
            "recall",
            [P.ISSUED, P.RECEIVED],
            P.RECALLED,
            "qms.recall_copy",
            _("Take the copy back"),
            fields=["recalled_on", "note"],
            tone="secondary",
        ),
        Transition(
            "lose", [P.ISSUED, P.RECEIVED], P.LOST, "qms.recall_copy", _("Report as lost"), reason=True, tone="danger"
        ),
    ],
)
