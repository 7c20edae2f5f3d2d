"""The lifecycles of qms, as tables: issue of a document, action, extension of an action."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from qms import clock
from qms.enums import ActionKind, SuggestionStatus
from qms.enums import ActionStatus as A
from qms.enums import ExtensionStatus as E
from qms.enums import IssueStatus as I
from qms.models.documents import HEAVY, ONCE_APPROVED, Issue
from qms.policy import Text
from qms.registry import registry
from qms.workflow import Transition, Workflow


def has_content(issue: Any) -> Text | None:
    """Required sections are there: the workshop knows, and freezes them into the issue."""
    if registry.workshop is not None:
        return registry.workshop.gap(issue)
    return None if issue.body_html else _("Write the required sections first: the issue has no content.")


def content_unchanged(issue: Any) -> Text | None:
    """What is approved is what was reviewed."""
    from qms.documents import body_hash  # noqa: PLC0415 - documents stand on workflows

    same = issue.content_hash == body_hash(issue)
    return None if same else _("The content changed after its review: return it to its author.")


def not_yet_in_force(issue: Any) -> Text | None:
    """Recall ends with the effective date."""
    due = issue.effective_on is not None and issue.effective_on <= clock.today()
    return _("It is already in force: withdraw it, or issue it anew.") if due else None


def has_effective_day(issue: Any) -> Text | None:
    """The effective date is given at approval at the latest; the page may offer the step before."""
    stepping = hasattr(issue, "step_reason")
    return None if issue.effective_on or not stepping else _("Give the day from which it is in force.")


def follows_those_before(issue: Any) -> Text | None:
    """An issue comes into force after those before it: else it would be superseded on the day it is approved."""
    if not hasattr(issue, "step_reason") or issue.effective_on is None:
        return None
    later = came_later({issue.document_id}, issue.effective_on)
    return already_later(later) if later is not None else None


def came_later(documents: set[int], day: Any) -> Any:
    """The first issue of the documents, once approved, that comes into force after a day."""
    rows = Issue.objects.filter(document__in=documents, status__in=ONCE_APPROVED, effective_on__gt=day)
    return rows.select_related("document").defer(*HEAVY).order_by("document__number", "-effective_on").first()


def already_later(issue: Any) -> Text:
    """What stands against a day before it."""
    text = _("%(issue)s is in force from %(day)s: what follows it cannot be in force before that day.")
    return text % {"issue": issue, "day": issue.effective_on.strftime("%d/%m/%Y")}


def is_in_force(issue: Any) -> Text | None:
    """Only what is in force is withdrawn: what comes is recalled, what was superseded is out of use already."""
    if issue.effective_on is not None and issue.effective_on > clock.today():
        return _("It is not in force yet: recall it instead.")
    in_force = issue.document.issue_in_force()
    if in_force is not None and in_force.pk == issue.pk:
        return None
    return _("%(issue)s is not in force: only what is in force is withdrawn.") % {"issue": issue}


def withdrawal_day_given(issue: Any) -> Text | None:
    """A withdrawal names its day."""
    stepping = hasattr(issue, "step_reason")
    return _("Give the day of the withdrawal.") if stepping and not issue.withdrawn_on else None


def suggestions_answered(issue: Any) -> Text | None:
    """An issue that goes to review again answers what its reviewers suggested before."""
    open_ones = issue.suggestions.filter(status=SuggestionStatus.OPEN).count()
    text = _("%(count)d suggestions wait for an answer: apply each of them or say why not.")
    return text % {"count": open_ones} if open_ones else None


def after_review(issue: Any) -> str:
    """Reviewers come in their order; after the last one the issue is reviewed."""
    waiting = issue.reviewers.filter(ended_at=None, done_at=None).exclude(person=issue.reviewer_id)
    return I.IN_REVIEW if waiting.exists() else I.REVIEWED


ISSUE = Workflow(
    "issue",
    "qms.issue",
    [
        Transition(
            "submit",
            [I.DRAFT],
            I.IN_REVIEW,
            "qms.submit_issue",
            _("Submit for review"),
            [has_content, suggestions_answered],
            fields=["effective_on", "summary_of_change"],
        ),
        Transition("recall", [I.IN_REVIEW], I.DRAFT, "qms.submit_issue", _("Take back"), tone="secondary"),
        Transition(
            "return",
            [I.IN_REVIEW, I.REVIEWED],
            I.DRAFT,
            "qms.return_issue",
            _("Return to the author"),
            reason=True,
            tone="warning",
        ),
        Transition("abandon", [I.DRAFT], I.ABANDONED, "qms.abandon_issue", _("Abandon"), reason=True, tone="danger"),
        Transition("review", [I.IN_REVIEW], after_review, "qms.review_issue", _("Reviewed, ready for approval")),
        Transition(
            "approve",
            [I.REVIEWED],
            I.APPROVED,
            "qms.approve_issue",
            _("Approve"),
            [content_unchanged, has_effective_day, follows_those_before],
            signed=True,
            meaning=_("Approved as a controlled document"),
            fields=["signed_on", "effective_on"],
        ),
        Transition(
            "recall_approved",
            [I.APPROVED],
            I.DRAFT,
            "qms.recall_issue",
            _("Recall before effect"),
            [not_yet_in_force],
            reason=True,
            tone="warning",
        ),
        Transition(
            "withdraw",
            [I.APPROVED],
            I.WITHDRAWN,
            "qms.withdraw_issue",
            _("Withdraw"),
            [is_in_force, withdrawal_day_given],
            reason=True,
            signed=True,
            meaning=_("Withdrawn from use"),
            fields=["withdrawn_on", "replacement"],
            tone="danger",
        ),
    ],
)


def has_evidence(action: Any) -> Text | None:
    """Done is shown, not said; the page may offer the step before the evidence is typed."""
    stepping = hasattr(action, "step_reason")
    missing = stepping and not action.evidence.strip() and not action.brought_in
    return _("Say what shows that it was done, or attach it.") if missing else None


def has_owner_and_day(action: Any) -> Text | None:
    """An assigned action is owed by somebody by a day."""
    if action.brought_in or (action.owner_id and action.due_on):
        return None
    return _("Name an owner and a due day.")


def taker_faults(actions: Sequence[Any], to: Any) -> dict[int, list[str]]:
    """Why the person does not take over the actions, by key; what other apps say."""
    found: dict[int, list[str]] = {}
    for told in registry.action_taker_faults:
        for key, faults in told(actions, to).items():
            found.setdefault(key, []).extend(faults)
    return found


def owner_is_free(action: Any) -> Text | None:
    """Nobody becomes the owner who judges what the action is for."""
    stepping = "owner" in getattr(action, "before_step", {})
    faults = taker_faults([action], action.owner).get(action.pk) if stepping and action.owner_id else None
    return " ".join(faults) if faults else None


def plan_is_approved(action: Any) -> Text | None:
    """An action of a plan is assigned with the plan's approval, by which it gets its approver; not one by one."""
    waiting = action.kind in ActionKind.of_a_plan() and not action.approver_id and not action.brought_in
    return _("It belongs to a plan and is assigned when the plan is approved.") if waiting else None


def new_day_is_to_come(action: Any) -> Text | None:
    """An action that goes back is owed from today on, whoever asks by whatever way."""
    stepping = hasattr(action, "step_reason")
    past = stepping and action.due_on is not None and action.due_on < clock.today()
    if not past:
        return None
    return _("%(day)s is past. Give today or a later day.") % {"day": action.due_on.strftime("%d/%m/%Y")}


def same_state(record: Any) -> str:
    """For steps that change who or when, not the state."""
    return str(record.status)


ACTION = Workflow(
    "action",
    "qms.action",
    [
        Transition(
            "assign", [A.PROPOSED], A.ASSIGNED, "qms.assign_action", _("Assign"), [has_owner_and_day, plan_is_approved]
        ),
        Transition("start", [A.ASSIGNED], A.IN_PROGRESS, "qms.do_action", _("Start")),
        Transition(
            "done",
            [A.IN_PROGRESS],
            A.DONE,
            "qms.do_action",
            _("Report as done"),
            [has_evidence],
            fields=["evidence", "done_on"],
        ),
        Transition(
            "done_by_itself",
            [A.ASSIGNED, A.IN_PROGRESS],
            A.DONE,
            "qms.do_action",
            _("Done by itself"),
            [has_evidence],
            fields=["evidence", "done_on"],
            by_system=True,
        ),
        Transition("verify", [A.DONE], A.VERIFIED, "qms.verify_action", _("Verify"), fields=["verification_note"]),
        Transition(
            "return",
            [A.DONE],
            A.IN_PROGRESS,
            "qms.verify_action",
            _("Return"),
            [new_day_is_to_come],
            reason=True,
            fields=["due_on"],
            tone="warning",
        ),
        Transition(
            "reassign",
            [A.PROPOSED, A.ASSIGNED, A.IN_PROGRESS],
            same_state,
            "qms.reassign_action",
            _("Name another owner"),
            [owner_is_free],
            reason=True,
            fields=["owner"],
            tone="secondary",
        ),
        Transition(
            "cancel", A.open_states(), A.CANCELLED, "qms.cancel_action", _("Cancel"), reason=True, tone="danger"
        ),
    ],
)


def still_moves_the_day(extension: Any) -> Text | None:
    """More time is granted while the action is still to be done, and only forward."""
    action = extension.action
    waiting = action.status in (A.ASSIGNED, A.IN_PROGRESS)
    if waiting and (action.due_on is None or extension.to_day > action.due_on):
        return None
    return _("The action no longer waits for this time: refuse the request.")


EXTENSION = Workflow(
    "extension",
    "qms.actionextension",
    [
        Transition("endorse", [E.ASKED], E.ENDORSED, "qms.endorse_extension", _("Endorse")),
        Transition("grant", [E.ENDORSED], E.GRANTED, "qms.decide_extension", _("Grant"), [still_moves_the_day]),
        Transition(
            "refuse", [E.ASKED, E.ENDORSED], E.REFUSED, "qms.decide_extension", _("Refuse"), reason=True, tone="warning"
        ),
    ],
)
