"""What of documents stands on a person's home page: to review, to approve, to write, to answer, to sign."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from qms.enums import DecisionStatus, IssueStatus, Role, SuggestionStatus
from qms.models.decisions import Decision, DecisionFile, DecisionItem
from qms.models.documents import Issue
from qms.models.issue_reviews import IssueReviewer
from qms.models.reach import inside_subtree
from qms.registry import WorkItem

MOST = 100  # items a provider gives


def _item(group: str, issue: Issue, note: str) -> WorkItem:
    return WorkItem(
        group=group,
        title=issue.title,
        url=issue.get_absolute_url(),
        number=str(issue),
        kind=issue.document.get_kind_display(),
        unit=issue.document.unit.name,
        note=note,
    )


def issues_to_decide(user: Any) -> Iterable[WorkItem]:
    """Issues to review (whoever's turn it is, else officers and managers) and to approve (top management).

    What stands in a draft decision waits for that decision.
    """
    authority = user.authority
    people = authority.person_ids
    reviewing = inside_subtree(authority.units_as(Role.OFFICER, Role.MANAGER))
    approving = inside_subtree(authority.units_as(Role.TOP))
    review = Q(reviewer_id__in=people) | Q(reviewer=None, document__unit_id__in=reviewing)
    reviewed = IssueReviewer.objects.filter(person_id__in=people, ended_at=None).values("issue_id")
    approve = Q(status=IssueStatus.REVIEWED, document__unit_id__in=approving)
    approve &= ~Q(reviewer_id__in=people) & ~Q(pk__in=reviewed) & ~Q(pk__in=_in_draft_decisions())
    rows = Issue.objects.filter(Q(status=IssueStatus.IN_REVIEW) & review | approve).exclude(author_id__in=people)
    for issue in rows.select_related("document__unit").defer("body", "body_html", "body_text").order_by("pk")[:MOST]:
        yield _item("decide", issue, _("Review it") if issue.status == IssueStatus.IN_REVIEW else _("Approve it"))


def drafts_to_write(user: Any) -> Iterable[WorkItem]:
    """The person's own drafts."""
    rows = Issue.objects.filter(author_id__in=user.authority.person_ids, status=IssueStatus.DRAFT)
    for issue in rows.select_related("document__unit").defer("body", "body_html", "body_text").order_by("pk")[:MOST]:
        yield _item("do", issue, _("Write it and submit it"))


def _in_draft_decisions() -> QuerySet:
    items = DecisionItem.objects.filter(ended_at=None, decision__status=DecisionStatus.DRAFT)
    return items.values("issue_id")


def _of_decision(group: str, decision: Decision, note: str) -> WorkItem:
    return WorkItem(
        group=group,
        title=decision.subject,
        url=decision.get_absolute_url(),
        number=decision.number,
        kind=_("Decision"),
        unit=decision.unit.name,
        note=note,
    )


def decisions_to_sign(user: Any) -> Iterable[WorkItem]:
    """Drafts with documents: of the signatory named, else of top management."""
    authority = user.authority
    units = inside_subtree(authority.units_as(Role.TOP))
    rows = Decision.objects.filter(status=DecisionStatus.DRAFT, unit_id__in=units)
    rows = rows.filter(Q(signatory=None) | Q(signatory_id__in=authority.person_ids))
    counted = Count("items", filter=Q(items__ended_at=None))
    for decision in rows.annotate(number_of=counted).filter(number_of__gt=0).select_related("unit")[:MOST]:
        text = ngettext("Sign it: %(count)d document", "Sign it: %(count)d documents", decision.number_of)
        yield _of_decision("decide", decision, text % {"count": decision.number_of})


def issues_to_decide_on(user: Any) -> Iterable[WorkItem]:
    """For the quality officer: how many reviewed issues no decision takes up yet, in one line."""
    units = inside_subtree(user.authority.units_as(Role.OFFICER))
    rows = Issue.objects.filter(status=IssueStatus.REVIEWED, document__unit_id__in=units)
    rows = rows.exclude(pk__in=_in_draft_decisions())
    count = rows.count()
    if count:
        text = ngettext("%(count)d reviewed issue waits", "%(count)d reviewed issues wait", count) % {"count": count}
        address = f"{reverse('decision_new')}?all=1"
        yield WorkItem(group="do", title=_("Prepare a decision"), url=address, kind=_("Decision"), note=text)


def originals_to_attach(user: Any) -> Iterable[WorkItem]:
    """Signed decisions whose signed original is missing, for the quality officer."""
    units = inside_subtree(user.authority.units_as(Role.OFFICER))
    there = DecisionFile.objects.filter(record=OuterRef("pk"), ended_at=None, purpose="original")
    rows = Decision.objects.filter(~Exists(there), status=DecisionStatus.SIGNED, unit_id__in=units)
    for decision in rows.select_related("unit").order_by("decided_on", "pk")[:MOST]:
        yield _of_decision("do", decision, _("Attach the signed original"))


def suggestions_to_answer(user: Any) -> Iterable[WorkItem]:
    """The person's own issues with suggestions that wait for an answer."""
    waiting = Count("suggestions", filter=Q(suggestions__status=SuggestionStatus.OPEN))
    rows = Issue.objects.filter(author_id__in=user.authority.person_ids)
    rows = rows.filter(status__in=[IssueStatus.DRAFT, IssueStatus.IN_REVIEW]).annotate(waiting=waiting)
    rows = rows.filter(waiting__gt=0).select_related("document__unit").defer("body", "body_html", "body_text")
    for issue in rows.order_by("pk")[:MOST]:
        text = ngettext("%(count)d suggestion to answer", "%(count)d suggestions to answer", issue.waiting)
        yield _item("do", issue, text % {"count": issue.waiting})
