"""The lifecycle of a decision over documents, as a table."""

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from qms import clock
from qms.documents import body_hashes
from qms.enums import DecisionAct, DecisionStatus, IssueStatus
from qms.models.documents import Issue
from qms.policy import Text
from qms.rules.decisions import standing_items
from qms.workflow import Transition, Workflow
from qms.workflows import already_later, came_later


def has_documents(decision: Any) -> Text | None:
    """A decision decides on something."""
    return None if standing_items(decision) else _("Put at least one document into the decision.")


def documents_ready(decision: Any) -> Text | None:
    """Issues to approve are reviewed and as reviewed, those to withdraw or declare are approved."""
    faults = faults_of(decision)
    wrong = [item for item in standing_items(decision) if item.pk in faults]
    return " ".join(f"{item.issue}: {faults[item.pk]}" for item in wrong) or None


def faults_of(decision: Any) -> dict[int, str]:
    """By key of the item: what stops the document. Read in a fixed number of queries however many they are."""
    items = standing_items(decision)
    hashes = body_hashes([item.issue for item in items])
    coming = {item.pk for item in items if item.issue.effective_on and item.issue.effective_on > clock.today()}
    in_force = _in_force([item.issue_id for item in items if item.act == DecisionAct.WITHDRAW])
    faults = {}
    for item in items:
        if item.issue.status != _wanted(item.act):
            text = gettext("it is «%(state)s», not «%(wanted)s»; take it out of the decision, or wait until it is.")
            labels = dict(IssueStatus.choices)
            state = item.issue.get_status_display()
            faults[item.pk] = text % {"state": state, "wanted": labels[IssueStatus(_wanted(item.act))]}
        elif item.act == DecisionAct.APPROVE and item.issue.content_hash != hashes[item.issue_id]:
            faults[item.pk] = gettext("its content changed after its review; return it to its author.")
        elif item.act == DecisionAct.WITHDRAW and item.pk in coming:
            faults[item.pk] = gettext("it is not in force yet; recall it instead.")
        elif item.act == DecisionAct.WITHDRAW and item.issue_id not in in_force:
            faults[item.pk] = gettext("it is not in force any longer; take it out of the decision.")
    return faults


def _in_force(keys: list[int]) -> set[int]:
    if not keys:
        return set()
    return set(Issue.objects.effective_on(clock.today()).filter(pk__in=keys).values_list("pk", flat=True))


def _wanted(act: str) -> str:
    return IssueStatus.REVIEWED if act == DecisionAct.APPROVE else IssueStatus.APPROVED


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
    later = _comes_later(decision)
    return already_later(later) if later is not None else None


def _comes_later(decision: Any) -> Any:
    """An issue that the day of the decision goes before: one that it withdraws, or of a document that it approves."""
    items = standing_items(decision)
    withdrawn = (item.issue for item in items if item.act == DecisionAct.WITHDRAW)
    later = next((one for one in withdrawn if one.effective_on and one.effective_on > decision.effective_on), None)
    approved = {item.issue.document_id for item in items if item.act == DecisionAct.APPROVE}
    return later or (came_later(approved, decision.effective_on) if approved else None)


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
            [has_documents, documents_ready, days_given],
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
