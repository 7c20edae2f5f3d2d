"""Reviewing an issue: reviewers in their order, "I am on it", suggestions; and what the issue's page shows of it."""

from functools import partial
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qms import policy
from qms.enums import IssueStatus, SuggestionStatus
from qms.forms import issue_reviewing as forms
from qms.looks import status_look
from qms.models.documents import Issue
from qms.models.issue_reviews import Suggestion
from qms.operations import issue_reviewing as operations
from qms.views.panels import Panel, Shown
from qms.views.reach import get_visible
from qms.views.steps import StepSpec, StepView, step_beside
from qms.workflow import Step

BESIDE = partial(StepSpec, tone="secondary")

STEPS = {
    "reviewers": BESIDE(
        operations.name_reviewers,
        forms.ReviewersForm,
        label=_("Name the reviewers"),
        permission="qms.name_reviewers",
        guard=operations.naming_blockers,
        intro=_("Reviewers come in this order: each is told when it is their turn."),
    ),
    "take_up": BESIDE(
        operations.take_up_review,
        label=_("I am on it"),
        permission="qms.review_issue",
        guard=operations.taking_up_blockers,
        effects=[_("The author and the other reviewers see who is on it, and since when.")],
    ),
    "suggest": BESIDE(
        operations.suggest_change,
        forms.SuggestForm,
        label=_("Suggest a change"),
        permission="qms.suggest",
        guard=operations.suggesting_blockers,
        effects=[_("The author is told; they apply it or say why not.")],
        versioned=False,
    ),
}
ANSWERS = {
    "apply": StepSpec(
        operations.answer_suggestion,
        forms.ApplyForm,
        label=_("Applied"),
        permission="qms.answer_suggestion",
        effects=[_("Whoever suggested it is told.")],
        guard=operations.answering_blockers,
        versioned=False,
    ),
    "decline": StepSpec(
        operations.answer_suggestion,
        forms.DeclineForm,
        label=_("Not taken up"),
        permission="qms.answer_suggestion",
        effects=[_("Whoever suggested it is told.")],
        tone="secondary",
        guard=operations.answering_blockers,
        versioned=False,
    ),
}
OFFERED = {
    IssueStatus.DRAFT: ("reviewers",),
    IssueStatus.IN_REVIEW: ("take_up", "suggest", "reviewers"),
}


def review_steps(issue: Any, user: Any) -> list[Step]:
    """The steps of reviewing beside the lifecycle that make sense now, each with what stands against it."""
    return [_step(issue, user, name) for name in OFFERED.get(issue.status, ())]


def _step(issue: Any, user: Any, name: str) -> Step:
    return step_beside(STEPS[name], issue, user, reverse("issue_review_step", args=[issue.uid, name]))


def review_panel(shown: Shown) -> Panel | None:
    """On an issue's page, for its own side: reviewers, suggestions, why it was returned."""
    if not shown.own_side or shown.as_of:
        return None
    issue, open_now = shown.record, shown.record.status in IssueStatus.under_way()
    context: dict[str, Any] = {"suggestions": suggestions_of(issue, shown.user)}
    if open_now:
        context |= reviewers_of(issue) | {"returned": last_return(issue), "steps": review_steps(issue, shown.user)}
    elif not context["suggestions"]:
        return None
    context["open_now"] = open_now
    return Panel("qms/reviewing/panel.html", context, "top" if issue.status in OFFERED else "rest")


def reviewers_of(issue: Any) -> dict[str, Any]:
    """The reviewers in their order with whose turn it is; one who is named without a place stands alone."""
    places = list(issue.reviewers.filter(ended_at=None).select_related("person"))
    turn = next((place for place in places if place.done_at is None), None) if _in_review(issue) else None
    return {
        "reviewers": [
            {"place": place, "is_turn": place is turn, "on_it": place is turn and place.taken_up_at} for place in places
        ],
        "sole_reviewer": issue.reviewer if not places else None,
    }


def _in_review(issue: Any) -> bool:
    return bool(issue.status == IssueStatus.IN_REVIEW)


def suggestions_of(issue: Any, user: Any) -> list[dict[str, Any]]:
    """Each suggestion with its state, and the answers that this person may give."""
    rows = list(issue.suggestions.select_related("made_by", "answered_by"))
    for row in rows:
        row.issue = issue
    return [{"row": row, "status": status_look(row), "links": _answers(row, user)} for row in rows]


def _answers(suggestion: Suggestion, user: Any) -> list[tuple[Any, str]]:
    if suggestion.status != SuggestionStatus.OPEN or not policy.may(user, "qms.answer_suggestion", suggestion):
        return []
    return [(spec.label, reverse("suggestion_step", args=[suggestion.uid, name])) for name, spec in ANSWERS.items()]


def last_return(issue: Any) -> Any:
    """Who sent the draft back, when and why; None once it is on its way again."""
    if issue.status != IssueStatus.DRAFT:
        return None
    steps = issue.history.filter(operation__in=["issue.return", "issue.recall_approved", "issue.submit"])
    last = steps.select_related("history_user").order_by("-sequence").defer("chain_text", "body", "body_html").first()
    return last if last is not None and last.operation != "issue.submit" else None


class ReviewStep(StepView):
    """Naming reviewers, taking the review up, suggesting."""

    model = Issue
    related = ("document__unit", "author", "reviewer")
    steps = STEPS


class SuggestionStep(StepView):
    """Answering a suggestion; reached through its issue."""

    model = Suggestion
    steps = ANSWERS

    def get_record(self, uid: Any) -> Any:
        seen = Issue.objects.visible_to(self.request.user).values("pk")
        rows = Suggestion.objects.filter(issue_id__in=seen)
        return get_visible(Suggestion, self.request.user, uid, "issue__document", "made_by", rows=rows)

    def context(self, form: Any) -> dict[str, Any]:
        suggestion = self.record
        intro = f"{suggestion.part}: {suggestion.text}" if suggestion.part else suggestion.text
        return super().context(form) | {"intro": intro, "record_title": str(suggestion.issue)}

    def record_url(self) -> str:
        return self.record.issue.get_absolute_url()
