"""What of documents stands on a person's home page: issues to review, to approve, to write."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from qms.enums import IssueStatus, Role
from qms.models.documents import Issue
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
    """Issues to review (the reviewer named, else officers and managers) and to approve (top management)."""
    authority = user.authority
    people = authority.person_ids
    reviewing = inside_subtree(authority.units_as(Role.OFFICER, Role.MANAGER))
    approving = inside_subtree(authority.units_as(Role.TOP))
    review = Q(reviewer_id__in=people) | Q(reviewer=None, document__unit_id__in=reviewing)
    approve = Q(status=IssueStatus.REVIEWED, document__unit_id__in=approving) & ~Q(reviewer_id__in=people)
    rows = Issue.objects.filter(Q(status=IssueStatus.IN_REVIEW) & review | approve).exclude(author_id__in=people)
    for issue in rows.select_related("document__unit").defer("body", "body_html", "body_text").order_by("pk")[:MOST]:
        yield _item("decide", issue, _("Review it") if issue.status == IssueStatus.IN_REVIEW else _("Approve it"))


def drafts_to_write(user: Any) -> Iterable[WorkItem]:
    """The person's own drafts."""
    rows = Issue.objects.filter(author_id__in=user.authority.person_ids, status=IssueStatus.DRAFT)
    for issue in rows.select_related("document__unit").defer("body", "body_html", "body_text").order_by("pk")[:MOST]:
        yield _item("do", issue, _("Write it and submit it"))
