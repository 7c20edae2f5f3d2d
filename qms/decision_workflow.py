"""The lifecycle of a decision over documents, as a table."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from qms import clock
from qms.documents import body_hashes
from qms.enums import DecisionAct, DecisionStatus, IssueStatus
from qms.policy import Text
from qms.rules.decisions import standing_items
from qms.workflow import Transition, Workflow


def has_documents(decision: Any) -> Text | None:
    """A decision decides on something."""
    return None if standing_items(decision) else _("Put at least one document into the decision.")


def documents_ready(decision: Any) -> Text | None:
    """Issues to approve are reviewed, those to withdraw or declare are approved."""
    wrong = [str(item.issue) for item in standing_items(decision) if item.issue.status != _wanted(item.act)]
    text = _("Not ready: %(issues)s. Have them reviewed, or take them out of the decision.")
    return text % {"issues": ", ".join(wrong)} if wrong else None


def _wanted(act: str) -> str:
    return IssueStatus.REVIEWED if act == DecisionAct.APPROVE else IssueStatus.APPROVED


def documents_unchanged(decision: Any) -> Text | None:
    """What is approved is what was reviewed."""
    issues = [item.issue for item in standing_items(decision) if item.act == DecisionAct.APPROVE]
    hashes = body_hashes(issues)
    changed = [str(issue) for issue in issues if issue.content_hash != hashes[issue.pk]]
    text = _("The content changed after its review: %(issues)s. Return them to their authors.")
    return text % {"issues": ", ".join(changed)} if changed else None


def days_given(decision: Any) -> Text | None:
    """Signing day and effective day are given, in their order."""
    if not hasattr(decision, "step_reason"):
        return None
    if not decision.decided_on or not decision.effective_on:
        return _("Give the day of signing and the day from which it is in force.")
    if decision.decided_on > clock.today():
        return _("The signing day has not come yet: give today or an earlier day.")
    if decision.effective_on < decision.decided_on:
        return _("It cannot be in force before the day on which it is signed.")
    return None


DECISION = Workflow(
    "decision",
    "qms.decision",
    [
        Transition(
            "sign",
            [DecisionStatus.DRAFT],
            DecisionStatus.SIGNED,
            "qms.sign_decision",
            _("Sign the decision"),
            [has_documents, documents_ready, documents_unchanged, days_given],
            signed=True,
            meaning=_("Decided on the documents listed, each by its hash"),
            fields=["decided_on", "effective_on", "number"],
        ),
        Transition(
            "cancel",
            [DecisionStatus.DRAFT],
            DecisionStatus.CANCELLED,
            "qms.prepare_decision",
            _("Cancel"),
            reason=True,
            tone="danger",
        ),
    ],
)
