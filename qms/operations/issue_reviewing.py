"""Reviewing an issue: reviewers in their order, "I am on it", suggestions and their answers."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from qms import clock, policy
from qms.enums import IssueStatus, SuggestionStatus
from qms.history.recording import operation
from qms.models.documents import Issue
from qms.models.issue_reviews import IssueReviewer, Suggestion
from qms.models.people import User
from qms.models.reach import sync_participation
from qms.operations.issue_steps import locked_issue, moved, tell
from qms.operations.twice import written_just_now
from qms.workflow import StepRefused, check_version

BEFORE_REVIEW = (IssueStatus.DRAFT, IssueStatus.IN_REVIEW)


@operation("name_reviewers")
def name_reviewers(issue: Issue, people: Sequence[User], *, by: Any, version: int | None = None) -> Issue:
    """Name the reviewers in their order; who has reviewed already stays where they are.

    Raises StepRefused once the review is done, and for the author among them.
    """
    issue = locked_issue(issue)
    check_version(issue, version)
    policy.require(by, "qms.name_reviewers", issue)
    _check_reviewers(issue, people)
    places = {place.person_id: place for place in issue.reviewers.filter(ended_at=None)}
    done = [place for place in places.values() if place.done_at]
    wanted = [person for person in dict.fromkeys(people) if person.pk not in {place.person_id for place in done}]
    if issue.status == IssueStatus.IN_REVIEW and not wanted:
        raise StepRefused([_("It is in review: name at least one who has not reviewed it yet, or take it back.")])
    for place in places.values():
        if place.done_at is None and place.person_id not in {person.pk for person in wanted}:
            place.ended_at = clock.now()
            place.save()
    for position, person in enumerate(wanted, len(done) + 1):
        seat = places.get(person.pk) or IssueReviewer(issue=issue, person=person)
        if seat.position != position:
            seat.position = position
            seat.save()
    return _set_turn(issue)


def naming_blockers(issue: Issue) -> list[str]:
    """Why no reviewers are named now."""
    if issue.status in BEFORE_REVIEW:
        return []
    return [_("Its review is done: return it to its author to have it reviewed by others.")]


def taking_up_blockers(issue: Issue) -> list[str]:
    """Why nobody takes the review up now."""
    if issue.status != IssueStatus.IN_REVIEW:
        return [_("It is not in review.")]
    place = first_waiting(issue)
    if place is None or place.taken_up_at is None:
        return []
    text = _("%(person)s is on it since %(when)s.")
    when = place.taken_up_at.astimezone(clock.HANOI).strftime("%d/%m/%Y %H:%M")
    return [text % {"person": place.person, "when": when}]


def suggesting_blockers(issue: Issue) -> list[str]:
    """Why nothing is suggested now."""
    if issue.status == IssueStatus.IN_REVIEW:
        return []
    return [_("Suggestions are made while the issue is in review.")]


def answering_blockers(suggestion: Suggestion) -> list[str]:
    """Why the suggestion is not answered now."""
    return [] if suggestion.status == SuggestionStatus.OPEN else [_("It has been answered already.")]


def _check_reviewers(issue: Issue, people: Sequence[User]) -> None:
    if refused := naming_blockers(issue):
        raise StepRefused(refused)
    if any(person.pk == issue.author_id for person in people):
        raise StepRefused([_("Whoever wrote this issue does not review it.")])


def first_waiting(issue: Issue) -> IssueReviewer | None:
    """The place in the order whose turn it is."""
    return issue.reviewers.filter(ended_at=None, done_at=None).select_related("person").first()


def _set_turn(issue: Issue) -> Issue:
    place = first_waiting(issue)
    named = issue.reviewers.filter(ended_at=None).exists()
    if place is not None and issue.reviewer_id != place.person_id:
        issue.reviewer = place.person
        issue.save()
    elif place is None and not named and issue.reviewer_id is not None and issue.status == IssueStatus.DRAFT:
        issue.reviewer = None
        issue.save()
    sync_participation(issue)
    return issue


@operation("begin_review")
def begin_review(issue: Issue, *, by: Any) -> dict[str, Any]:
    """A new round: nobody has reviewed yet. Returns the column that the submitting step fills."""
    for place in issue.reviewers.filter(ended_at=None):
        if place.done_at or place.taken_up_at:
            place.done_at = place.taken_up_at = None
            place.save()
    first = first_waiting(issue)
    return {"reviewer": first.person} if first else {}


@operation("mark_reviewed")
def mark_reviewed(issue: Issue, *, by: Any) -> None:
    """Note on the reviewer's place that they are done; a deputy's review counts for whom they act for."""
    place = first_waiting(issue)
    if place is not None:
        place.done_at = clock.now()
        place.save()


@operation("turn_to_next")
def turn_to_next(issue: Issue, *, by: Any) -> Issue:
    """The next reviewer's turn."""
    return _set_turn(issue)


@operation("take_up_review")
def take_up_review(issue: Issue, *, by: Any, version: int | None = None) -> Issue:
    """ "I am on it": seen by the author and the other reviewers. Who takes up an unnamed review is named for it."""
    issue = locked_issue(issue)
    check_version(issue, version)
    policy.require(by, "qms.review_issue", issue)
    if refused := taking_up_blockers(issue):
        raise StepRefused(refused)
    place = first_waiting(issue) or IssueReviewer(issue=issue, person=issue.reviewer or by, position=1)
    place.taken_up_at = clock.now()
    place.save()
    others = [other.person for other in issue.reviewers.filter(ended_at=None).select_related("person")]
    tell("review_taken_up", issue, by, [issue.author, *others], person=str(by))
    moved(issue, "take_up", by)
    return _set_turn(issue)


@operation("suggest_change")
def suggest_change(issue: Issue, *, by: Any, text: str, part: str = "") -> Suggestion:
    """A reviewer suggests; the text reaches the author, who applies it or says why not.

    Refused where the same person suggested the same within the last minute: the form was sent twice.
    """
    issue = locked_issue(issue)
    if refused := suggesting_blockers(issue):
        raise StepRefused(refused)
    policy.require(by, "qms.suggest", issue)
    same = written_just_now(issue.suggestions.filter(made_by=by, part=part, text=text))
    if same is not None:
        said = _("You suggested this a moment ago: «%(suggestion)s» is with the author of %(issue)s already.")
        raise StepRefused([said % {"suggestion": same, "issue": issue}])
    suggestion = Suggestion(issue=issue, part=part, text=text, made_by=by)
    suggestion.full_clean()
    suggestion.save()
    tell("change_suggested", issue, by, [issue.author], text=text[:200])
    return suggestion


@operation("answer_suggestion")
def answer_suggestion(suggestion: Suggestion, *, by: Any, status: str, answer: str = "") -> Suggestion:
    """Applied, or not taken up with a reason. Tells who suggested it."""
    suggestion = Suggestion.objects.locked().select_related(None).get(pk=suggestion.pk)
    policy.require(by, "qms.answer_suggestion", suggestion)
    if refused := answering_blockers(suggestion):
        raise StepRefused(refused)
    if status not in (SuggestionStatus.APPLIED, SuggestionStatus.DECLINED):
        raise StepRefused([_("A suggestion is answered as applied or as not taken up.")])
    if status == SuggestionStatus.DECLINED and not answer.strip():
        raise StepRefused([_("Say why it is not taken up.")])
    suggestion.status, suggestion.answer, suggestion.answered_by = status, answer.strip(), by
    suggestion.save()
    tell("suggestion_answered", suggestion.issue, by, [suggestion.made_by], answer=answer[:200])
    return suggestion
