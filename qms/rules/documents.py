"""Who writes, reviews, approves and withdraws documents."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from qms.documents import CONTENT_FILE
from qms.enums import IssueStatus, Role
from qms.models.documents import IssueFile
from qms.policy import Allowed, Decision, allow_if, denied, rule
from qms.registry import registry


def _wrote(user: Any, issue: Any) -> bool:
    """Whether the person is the author, saved the draft in the workshop or attached a file that is its content.

    A deputy counts as one with any of them.
    """
    return bool(user.authority.counts_as(issue.author_id) or user.authority.counts_as(*_writers(issue.document)))


def _writers(document: Any) -> set[int]:
    known: set[int] | None = document.__dict__.get("_writers")
    if known is not None:
        return known
    saved = registry.workshop.writers(document) if registry.workshop is not None else set()
    return saved | _attached([document]).get(document.pk, set())


def _attached(documents: list[Any]) -> dict[int, set[int]]:
    """By document: who attached the files of the issue under way, those carried over from an earlier one apart."""
    links = IssueFile.objects.filter(purpose=CONTENT_FILE, ended_at=None)
    same = Q(record__document=OuterRef("record__document"), file=OuterRef("file"), record__lt=OuterRef("record"))
    written = {"record__document__in": [document.pk for document in documents]}
    rows = links.filter(**written, record__status__in=IssueStatus.under_way())
    found: dict[int, set[int]] = {}
    for document, person in rows.exclude(Exists(links.filter(same))).values_list("record__document", "added_by"):
        found.setdefault(document, set()).add(person)
    return found


def learn_writers(documents: Iterable[Any]) -> None:
    """Read who wrote the drafts of many documents at once, before the rules are asked of each."""
    listed = list(documents)
    known = registry.workshop.writers_of(listed) if registry.workshop is not None else {}
    attached = _attached(listed)
    for document in listed:
        document.__dict__["_writers"] = known.get(document.pk, set()) | attached.get(document.pk, set())


def reviewer_ids(issue: Any) -> set[int]:
    """Keys of everybody who is named to review the issue, or did; read ahead where the caller prefetched."""
    named = {place.person_id for place in issue.reviewers.all() if place.ended_at is None} if issue.pk else set()
    return named | ({issue.reviewer_id} if issue.reviewer_id else set())


TAKEN_BACK = _("This document was taken back with the register that brought it in; it stays to be read.")


@rule("qms.write_document")
def may_write_document(user: Any, document: Any) -> Decision:
    """A document of a unit: its author, or the quality officer over the unit."""
    if document.ended_at is not None:
        return denied(TAKEN_BACK)
    if user.is_system or (document.pk and user.authority.is_one_of(document.author_id)):
        return Allowed
    return allow_if(
        user.authority.has_role(document.unit_id, Role.OFFICER),
        _("Only its author or the quality officer writes this document."),
        _("the author, a quality officer"),
    )


@rule("qms.submit_issue")
def may_submit_issue(user: Any, issue: Any) -> Decision:
    """Submitting is the author's."""
    return allow_if(user.authority.is_one_of(issue.author_id), _("Only its author submits an issue."), _("the author"))


@rule("qms.abandon_issue")
def may_abandon_issue(user: Any, issue: Any) -> Decision:
    """A draft is abandoned by its author or the officer."""
    author = user.authority.is_one_of(issue.author_id)
    return allow_if(
        author or user.authority.has_role(issue.document.unit_id, Role.OFFICER),
        _("Only its author or the quality officer abandons a draft."),
        _("the author, a quality officer"),
    )


@rule("qms.review_issue")
def may_review_issue(user: Any, issue: Any) -> Decision:
    """A reviewer is never the author: the one named on the issue, or an officer or manager over the unit."""
    if _wrote(user, issue):
        return denied(_("Whoever wrote this issue does not review it."), _("the reviewer"))
    if issue.reviewer_id:
        text = _("Reviewers come in their order: it is the turn of %(person)s.")
        own_turn = user.authority.is_one_of(issue.reviewer_id)
        return Allowed if own_turn else denied(text % {"person": issue.reviewer}, str(issue.reviewer))
    return allow_if(
        user.authority.has_role(issue.document.unit_id, Role.OFFICER, Role.MANAGER),
        _("Issues are reviewed by a quality officer or the unit's manager."),
        _("a quality officer or the unit's manager"),
    )


@rule("qms.return_issue")
def may_return_issue(user: Any, issue: Any) -> Decision:
    """In review the reviewer whose turn it is; once reviewed also its reviewers and whoever would approve it."""
    if issue.status != IssueStatus.REVIEWED:
        return may_review_issue(user, issue)
    if _wrote(user, issue):
        return denied(_("Whoever wrote this issue does not return it."), _("a reviewer, top management"))
    return allow_if(
        user.authority.is_one_of(*reviewer_ids(issue)) or user.authority.has_role(issue.document.unit_id, Role.TOP),
        _("A reviewed issue is returned by its reviewers or by top management."),
        _("a reviewer, top management"),
    )


@rule("qms.approve_issue")
def may_approve_issue(user: Any, issue: Any) -> Decision:
    """Top management approves; never the author, never the reviewer."""
    if user.authority.counts_as(*reviewer_ids(issue)) or _wrote(user, issue):
        return denied(_("Whoever wrote or reviewed this issue does not approve it."), _("top management"))
    return allow_if(
        user.authority.has_role(issue.document.unit_id, Role.TOP),
        _("Documents are approved by top management of the unit that holds the QMS."),
        _("top management"),
    )


@rule("qms.recall_issue")
def may_recall_issue(user: Any, issue: Any) -> Decision:
    """Before effect, who approved it may recall it."""
    return allow_if(
        user.authority.is_one_of(issue.approved_by_id), _("Only who approved it recalls it."), _("who approved it")
    )


@rule("qms.withdraw_issue")
def may_withdraw_issue(user: Any, issue: Any) -> Decision:
    """Withdrawing is top management's."""
    return allow_if(
        user.authority.has_role(issue.document.unit_id, Role.TOP),
        _("Only top management withdraws a document in force."),
        _("top management"),
    )


@rule("qms.name_reviewers")
def may_name_reviewers(user: Any, issue: Any) -> Decision:
    """Of a draft the author or the quality officer; once it is in review the officer, so that nobody picks anew."""
    officer = user.authority.has_role(issue.document.unit_id, Role.OFFICER)
    if issue.status == IssueStatus.IN_REVIEW:
        return allow_if(
            officer, _("While it is in review, the quality officer names reviewers."), _("a quality officer")
        )
    return allow_if(
        officer or user.authority.is_one_of(issue.author_id),
        _("Reviewers are named by the author or the quality officer."),
        _("the author, a quality officer"),
    )


@rule("qms.suggest")
def may_suggest(user: Any, issue: Any) -> Decision:
    """Reviewers suggest, in their turn or before it; whoever wrote the issue changes it instead."""
    if _wrote(user, issue):
        return denied(_("Whoever wrote this issue changes it instead of suggesting."), _("the reviewers"))
    if user.authority.is_one_of(*reviewer_ids(issue)):
        return Allowed
    return allow_if(
        user.authority.has_role(issue.document.unit_id, Role.OFFICER, Role.MANAGER, Role.TOP),
        _("Suggestions are made by reviewers, a quality officer or the unit's manager."),
        _("the reviewers"),
    )


@rule("qms.answer_suggestion")
def may_answer_suggestion(user: Any, suggestion: Any) -> Decision:
    """The author of the issue applies a suggestion or says why not."""
    return allow_if(
        user.authority.is_one_of(suggestion.issue.author_id),
        _("Suggestions are answered by the author of the issue."),
        _("the author"),
    )


@rule("qms.care_for_document")
def may_care_for_document(user: Any, document: Any) -> Decision:
    """Who must read it, paper copies, publication, status outside: the quality officer over the unit."""
    if document.ended_at is not None:
        return denied(TAKEN_BACK)
    return allow_if(
        user.is_system or user.authority.has_role(document.unit_id, Role.OFFICER),
        _("This is done by a quality officer over the owner unit."),
        _("a quality officer"),
    )


@rule("qms.review_document")
def may_review_document(user: Any, document: Any) -> Decision:
    """The periodic review is signed by the quality officer or the manager over the owner unit."""
    return allow_if(
        user.authority.has_role(document.unit_id, Role.OFFICER, Role.MANAGER),
        _("The periodic review is done by a quality officer or the unit's manager."),
        _("a quality officer or the unit's manager"),
    )


@rule("qms.set_print_template")
def may_set_print_template(user: Any, unit: Any) -> Decision:
    """The quality officer over the unit whose printed forms they are."""
    return allow_if(
        user.authority.has_role(unit.pk, Role.OFFICER),
        _("Templates of printed forms are set by a quality officer of the unit."),
        _("a quality officer"),
    )
