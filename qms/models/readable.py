"""Which documents and issues a person may open."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from qms import clock
from qms.history.standing import day_shown, present
from qms.models.documents import HEAVY, Document, Issue
from qms.models.reach import participated
from qms.prepared import prepared_records
from qms.registry import registry


def readable_documents(user: Any) -> Any:
    """Documents that the person may open: their side's, and those in force that they may read."""
    if user.is_system:
        return Document.objects.all()
    readable = Document.objects.readable_by(user).filter(pk=OuterRef("pk"))
    return Document.objects.filter(Document.reach_q(user) | Q(Exists(readable)))


def readable_issues(user: Any) -> Any:
    """Issues that the person may open: their side's, and the one in force of documents that they may read."""
    if user.is_system:
        return Issue.objects.all()
    in_force = Issue.objects.effective_on(clock.today()).filter(pk=OuterRef("pk"))
    readable = Document.objects.readable_by(user).filter(pk=OuterRef("document_id"))
    as_reader = Q(Exists(in_force)) & Q(Exists(readable))
    if day_shown() is not None:
        as_reader &= Q(pk__in=_read_today(user))
    return Issue.objects.filter(Issue.reach_q(user) | as_reader)


def _read_today(user: Any) -> frozenset[int]:
    """Keys of the issues that readers open today: looking back opens them no text that was superseded since."""
    with present():
        issues = Issue.objects.effective_on(clock.today())
        documents = Document.objects.readable_by(user).order_by()
        return frozenset(issues.filter(document__in=documents.values("pk")).values_list("pk", flat=True))


UNREAD = ("document__search_text", "document__source_text", "document__unit__search_text")
"""Columns that no page of an issue shows."""


@dataclass(frozen=True)
class Found:
    """An issue that a person may open. `own_side`: as one of its side's, not as a reader of what is in force."""

    issue: Issue
    in_force: Issue | None
    own_side: bool


def find_issue(user: Any, uid: Any) -> Found | None:
    """The issue of that uid when the person may open it: `readable_issues` for one. Its text comes late."""
    rows = prepared_records(_of_uid, uid=uid) if isinstance(uid, UUID) else list(_of_uid(uid))
    if not rows:
        return None
    issue: Issue = rows[0]
    in_force = issue.document.learn_in_force(issue)
    if _on_own_side(user, issue):
        return Found(issue, in_force, True)
    reads = in_force is not None and in_force.pk == issue.pk and issue.document.has_reader(user)
    reads = reads and (day_shown() is None or issue.pk in _read_today(user))
    return Found(issue, in_force, False) if reads else None


def _of_uid(uid: UUID) -> Any:
    return Issue.objects.select_related("document__unit").defer(*HEAVY, *UNREAD).filter(uid=uid).order_by()


def _on_own_side(user: Any, issue: Issue) -> bool:
    """`visible_to` asked of one: by its unit, by who is named on it, or by what another app lets reach it."""
    authority = user.authority
    authority.learn_ancestors({issue.document.unit_id, *authority.all_units})  # the page asks of both
    if user.is_system or authority.record_units & authority.ancestors_inside(issue.document.unit_id):
        return True
    if registry.further_reach.get(Issue._meta.label_lower):
        return Issue.objects.visible_to(user).filter(pk=issue.pk).exists()
    return participated(user, Issue).filter(record_id=issue.pk).exists()
