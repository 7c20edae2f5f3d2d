"""Management reviews on the home page, in reminders and calendars, as clause evidence; what keeps and packs them."""

import datetime as dt
from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import F, Max, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qms import clock
from qms.due_days import DueSource
from qms.enums import Role
from qms.models.management_reviews import ManagementReview
from qms.models.organisation import QMSHolding
from qms.models.reach import inside_subtree
from qms.models.standards import Clause
from qms.packing.sections import of_units, under
from qms.registry import ClauseEvidence, Owed, PackSection, RetainedKind, WorkItem
from qms.reporting_enums import ReviewStatus
from qms.reports.management_reviews import ReviewReport
from qms.review_workflow import OVER, PREPARING, WRITING

MOST = 50  # items a provider gives
SOON = dt.timedelta(days=30)
"""Before the meeting, and before a year has passed since the last one."""
YEAR = dt.timedelta(days=365)


def reviews_to_do(user: Any) -> Iterable[WorkItem]:
    """Those that wait for the person: to prepare, to write, to sign; one query."""
    signing = inside_subtree(user.authority.units_as(Role.TOP))
    preparing = inside_subtree(user.authority.units_as(Role.OFFICER))
    people = user.authority.person_ids
    soon = Q(status__in=PREPARING, meeting_on__lte=clock.today() + SOON)
    to_sign = Q(status=ReviewStatus.HELD, chair_id__in=people, unit_id__in=signing)
    writing = Q(status=ReviewStatus.HELD) & (Q(unit_id__in=preparing) | Q(secretary_id__in=people))
    coming = soon & (Q(unit_id__in=preparing) | Q(secretary_id__in=people) | Q(chair_id__in=people))
    rows = ManagementReview.objects.filter(to_sign | writing | coming).select_related("unit")
    for one in rows.order_by("meeting_on", "pk")[:MOST]:
        group, note = _asked(one, people)
        yield WorkItem(
            group=group, title=one.title[:160], url=one.get_absolute_url(), number=one.number,
            kind=_("Management review"), due=one.meeting_on, unit=one.unit.name, note=note,
        )  # fmt: skip


def _asked(review: Any, people: Collection[int]) -> tuple[str, str]:
    if review.status == ReviewStatus.HELD:
        signs = review.chair_id in people
        return ("decide", _("Sign the minutes")) if signs else ("do", _("Finish the minutes"))
    if review.status == ReviewStatus.FROZEN:
        return "coming", _("Its inputs are frozen: read them")
    return "do", _("Gather and freeze the inputs")


def last_held(units: Any) -> dict[int, dt.date]:
    """By key of a unit: the day of its last review whose minutes are signed; one query."""
    rows = ManagementReview.objects.filter(unit_id__in=units, status__in=OVER).order_by()
    return dict(rows.values_list("unit_id").annotate(last=Max("meeting_on")))


def review_due(user: Any) -> Iterable[WorkItem]:
    """Holders whose last review lies a year back, or soon will, and for which none is planned; to the officer."""
    kept = user.authority.units_as(Role.OFFICER, Role.TOP)
    if not kept:
        return
    today = clock.today()
    held = QMSHolding.objects.filter(valid_to=None, valid_from__lte=today, unit_id__in=inside_subtree(kept))
    planned = ManagementReview.objects.filter(status__in=WRITING).values("unit_id")
    recent = ManagementReview.objects.filter(status__in=OVER, meeting_on__gt=today - YEAR + SOON).values("unit_id")
    rows = held.exclude(unit_id__in=planned).exclude(unit_id__in=recent).select_related("unit")
    rows = rows.annotate(last=Max("unit__management_reviews__meeting_on", filter=_over("unit__management_reviews__")))
    for one in rows.order_by("unit__sort_key", "pk")[:MOST]:
        yield WorkItem(
            group="do", title=one.unit.name, url=f"{reverse('review_new')}?unit={one.unit.uid}",
            kind=_("Management review"), due=(one.last or one.valid_from) + YEAR, unit=one.unit.name,
            note=_("Plan the yearly management review"),
        )  # fmt: skip


def _over(path: str) -> Q:
    return Q(**{f"{path}status__in": OVER})


def reviews_owed(first: dt.date, last: dt.date) -> Iterable[Owed]:
    """Meetings to come, owed by the secretary."""
    rows = ManagementReview.objects.filter(status__in=PREPARING, meeting_on__range=(first, last))
    for one in rows.order_by("pk"):
        yield Owed(one, one.unit_id, one.meeting_on, one.secretary_id, None, one.title, part="meeting")


MEETINGS = DueSource(
    name="review",
    label=gettext_lazy("Management review"),
    report=ReviewReport,
    day="meeting_on",
    waiting=lambda: Q(status__in=PREPARING),
    own=lambda user: Q(secretary_id__in=user.authority.person_ids) | Q(chair_id__in=user.authority.person_ids),
    text=lambda record: record.title,
    owner=lambda record: str(record.secretary),
    related=("unit", "secretary"),
)

NUMBERS = {"9.3", "9.3.1", "9.3.2", "9.3.3"}
NUMBERS_2008 = {"5.6", "5.6.1", "5.6.2", "5.6.3"}


def shown_by_reviews(holder: Any, editions: Collection[Any]) -> Iterable[ClauseEvidence]:
    """The holder's last review with signed minutes, under the clauses about it."""
    rows = ManagementReview.objects.filter(unit_id=holder.unit_id, status__in=OVER)
    last = rows.order_by("-meeting_on", "-pk").first()
    if last is None:
        return
    clauses = Clause.objects.filter(edition__in=editions, edition__standard__code="9001", auditable=True)
    text = _("Management review of %(day)s") % {"day": f"{last.meeting_on:%d/%m/%Y}"}
    for clause in clauses.filter(number__in=NUMBERS | NUMBERS_2008).select_related("edition"):
        if clause.number in (NUMBERS_2008 if clause.edition.year == "2008" else NUMBERS):
            yield ClauseEvidence(clause.pk, clause.edition_id, text, last.get_absolute_url(), last.meeting_on)


RETAINED = RetainedKind(
    ManagementReview,
    gettext_lazy("Management reviews"),
    closed=lambda: Q(status__in=[ReviewStatus.CLOSED, ReviewStatus.CANCELLED]),
    ended=lambda: Coalesce("closed_on", "meeting_on"),
    recorded=lambda: F("meeting_on"),
    files=[("qms.managementreviewfile", "record_id")],
    words=("xem xet cua lanh dao", "xem xet lanh dao"),
)

SECTION = PackSection(
    ManagementReview,
    gettext_lazy("Management reviews"),
    of_units(ManagementReview),
    46,
    day="meeting_on",
    parts=(("qms.reviewinput", "review"), ("qms.reviewdecision", "review")),
)

PACK_CLAUSES = [under(*sorted(NUMBERS))]
