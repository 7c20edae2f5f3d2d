"""Home items: change requests to endorse and take up, reviews that are due, paper copies to recall and sign for."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from qms import clock
from qms.enums import ChangeRequestStatus, PaperCopyStatus, Role
from qms.models.change_requests import ChangeRequest
from qms.models.documents import Document, Issue
from qms.models.paper_copies import PaperCopy
from qms.models.people import RoleAssignment
from qms.models.reach import inside_subtree
from qms.paper_copy_workflow import to_recall
from qms.registry import WorkItem
from qms.tables.document_reviews import SOON

MOST = 100  # items a provider gives


def _request(request: ChangeRequest, note: str) -> WorkItem:
    return WorkItem(
        group="decide",
        title=request.title,
        url=request.get_absolute_url(),
        number=request.number,
        kind=_("Change request"),
        due=request.wanted_on,
        unit=request.unit.name,
        note=note,
    )


def requests_to_endorse(user: Any) -> Iterable[WorkItem]:
    """The manager's, never what they asked for; top management's where no other manager stands over the unit."""
    authority = user.authority
    managed = inside_subtree(authority.units_as(Role.MANAGER))
    headed = inside_subtree(authority.units_as(Role.TOP))
    managers = RoleAssignment.objects.standing_on(clock.today()).filter(
        role=Role.MANAGER, unit__below__unit=OuterRef("unit_id"), unit__below__inside=True
    )
    rows = ChangeRequest.objects.filter(status=ChangeRequestStatus.ASKED).filter(
        Q(unit_id__in=managed) & ~Q(asked_by_id__in=authority.counted_as_one)
        | Q(unit_id__in=headed) & ~Exists(managers.exclude(user_id=OuterRef("asked_by_id")))
    )
    for request in rows.select_related("unit").order_by("wanted_on", "pk")[:MOST]:
        yield _request(request, _("Endorse it or refuse it"))


def requests_to_take_up(user: Any) -> Iterable[WorkItem]:
    """The officer's over the document, or over the unit that asks for a new one; and the document's author's."""
    authority = user.authority
    units = inside_subtree(authority.units_as(Role.OFFICER))
    mine = Q(document__author_id__in=authority.person_ids) | Q(document__unit_id__in=units)
    rows = ChangeRequest.objects.filter(mine | Q(document=None, unit_id__in=units))
    rows = rows.filter(status=ChangeRequestStatus.ENDORSED).select_related("unit")
    for request in rows.order_by("wanted_on", "pk")[:MOST]:
        yield _request(request, _("Take it up or refuse it"))


def reviews_due(user: Any) -> Iterable[WorkItem]:
    """Documents in force that an officer or manager looks at again within the next days, or should have."""
    units = inside_subtree(user.authority.units_as(Role.OFFICER, Role.MANAGER))
    today = clock.today()
    rows = Document.objects.in_force(today).filter(unit_id__in=units, ended_at=None)
    rows = rows.filter(review_due_on__lte=today + dt.timedelta(days=SOON)).select_related("unit")
    for document in rows.order_by("review_due_on", "pk")[:MOST]:
        yield WorkItem(
            group="coming",
            title=document.title,
            url=document.get_absolute_url(),
            number=document.number,
            kind=_("Periodic review"),
            due=document.review_due_on,
            unit=document.unit.name,
            note=_("Review it"),
        )


def copies_to_recall(user: Any) -> Iterable[WorkItem]:
    """For the officer: issues that no longer hold and of which copies are still out, a line each."""
    units = inside_subtree(user.authority.units_as(Role.OFFICER))
    late = to_recall(PaperCopy.objects.filter(issue__document__unit_id__in=units))
    counted = late.order_by().values("issue_id").annotate(number_out=Count("pk"))
    numbers = {row["issue_id"]: row["number_out"] for row in counted[:MOST]}
    issues = Issue.objects.filter(pk__in=list(numbers)).select_related("document__unit")
    for issue in issues.defer("body", "body_html", "body_text").order_by("document__number", "pk"):
        text = ngettext("%(count)d copy to recall", "%(count)d copies to recall", numbers[issue.pk])
        yield WorkItem(
            group="do",
            title=issue.title,
            url=reverse("issue_copies_step", args=[issue.uid, "recall_all"]),
            number=str(issue),
            kind=_("Paper copy"),
            unit=issue.document.unit.name,
            note=text % {"count": numbers[issue.pk]},
        )


def copies_to_sign_for(user: Any) -> Iterable[WorkItem]:
    """The holder's; the manager's of the unit where nobody is named. What no longer holds is not signed for."""
    authority = user.authority
    units = inside_subtree(authority.units_as(Role.MANAGER))
    mine = Q(holder_id__in=authority.person_ids) | Q(holder=None, unit_id__in=units)
    rows = PaperCopy.objects.filter(mine, status=PaperCopyStatus.ISSUED)
    rows = rows.exclude(pk__in=to_recall(PaperCopy.objects.all()).values("pk"))
    heavy = ("issue__body", "issue__body_html", "issue__body_text", "issue__search_text")
    for copy in rows.select_related("issue__document", "unit").defer(*heavy).order_by("issued_on", "pk")[:MOST]:
        yield WorkItem(
            group="do",
            title=copy.issue.title,
            url=reverse("paper_copy_step", args=[copy.uid, "receive"]),
            number=str(copy),
            kind=_("Paper copy"),
            unit=copy.unit.name,
            note=_("Sign for the copy"),
        )


PROVIDERS = [requests_to_endorse, requests_to_take_up, reviews_due, copies_to_recall, copies_to_sign_for]
