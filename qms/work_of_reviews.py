"""Management reviews on the home page, in reminders and calendars, as clause evidence; what keeps and packs them."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import F, FilteredRelation, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qms import clock
from qms.due_days import DueSource
from qms.enums import Role
from qms.models.management_reviews import ManagementReview
from qms.models.organisation import QMSHolding
from qms.models.standards import Clause, in_language
from qms.packing.sections import of_units, under
from qms.registry import ClauseEvidence, Owed, PackSection, RetainedKind, WorkItem
from qms.reporting_enums import ReviewStatus
from qms.reports.management_reviews import ReviewReport
from qms.review_workflow import OVER, PREPARING, WRITING

MOST = 50  # items a provider gives
SOON = dt.timedelta(days=30)
"""Before the meeting, and before a year has passed since the last one."""
YEAR = dt.timedelta(days=365)


COLUMNS = ("uid", "number", "title", "status", "meeting_on", "chair_id", "secretary_id")


def reviews_at_home(user: Any) -> list[WorkItem]:
    """What waits for the person: to plan once a year, to prepare, to write, to sign; one query for all of it."""
    rows = _rows(user)
    by_holder: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        by_holder[row["unit_id"]].append(row)
    kept = user.authority.units_as(Role.OFFICER, Role.TOP)
    due = [item for unit, some in by_holder.items() if unit in kept and (item := _due(some)) is not None]
    return [*(item for row in rows if (item := _asked(row, user)) is not None), *due][:MOST]


def _rows(user: Any) -> list[dict[str, Any]]:
    """Each holder that the person keeps, or for which they write, with each of its reviews that were not cancelled."""
    today, kept = clock.today(), user.authority.units_as(Role.OFFICER, Role.TOP)
    counted = Q(unit__management_reviews__status__in=[*WRITING, *OVER])
    rows = QMSHolding.objects.filter(valid_to=None, valid_from__lte=today)
    rows = rows.annotate(review=FilteredRelation("unit__management_reviews", condition=counted))
    rows = rows.filter(Q(unit_id__in=kept) | Q(review__secretary_id__in=user.authority.person_ids))
    names = ("unit_id", "unit__uid", "unit__name_vi", "unit__name_en", "valid_from")
    return list(rows.order_by("unit_id", "review__meeting_on").values(*names, *(f"review__{name}" for name in COLUMNS)))


def _asked(row: dict[str, Any], user: Any) -> WorkItem | None:
    """What a review asks of the person now."""
    status, people = row["review__status"], user.authority.person_ids
    officer = row["unit_id"] in user.authority.units_as(Role.OFFICER)
    writes = officer or row["review__secretary_id"] in people
    chairs = row["review__chair_id"] in people
    near = status in PREPARING and row["review__meeting_on"] <= clock.today() + SOON
    if status == ReviewStatus.HELD and chairs:
        return _item(row, "decide", _("Sign the minutes"))
    if status == ReviewStatus.HELD and writes:
        return _item(row, "do", _("Finish the minutes"))
    if near and status == ReviewStatus.FROZEN and (writes or chairs):
        return _item(row, "coming", _("Its inputs are frozen: read them"))
    return _item(row, "do", _("Gather and freeze the inputs")) if near and writes else None


def _item(row: dict[str, Any], group: str, note: str) -> WorkItem:
    return WorkItem(
        group=group, title=row["review__title"][:160], url=reverse("review", args=[row["review__uid"]]),
        number=row["review__number"], kind=_("Management review"), due=row["review__meeting_on"], unit=_unit(row),
        note=note,
    )  # fmt: skip


def _unit(row: dict[str, Any]) -> str:
    return in_language(row["unit__name_vi"], row["unit__name_en"])


def _due(rows: list[dict[str, Any]]) -> WorkItem | None:
    """A review to plan: none is under way, and the last one lies a year back or soon will."""
    if any(row["review__status"] in WRITING for row in rows):
        return None
    last = max((row["review__meeting_on"] for row in rows if row["review__status"] in OVER), default=None)
    due = (last or rows[0]["valid_from"]) + YEAR
    if due > clock.today() + SOON:
        return None
    return WorkItem(
        group="do", title=_unit(rows[0]), url=f"{reverse('review_new')}?unit={rows[0]['unit__uid']}",
        kind=_("Management review"), due=due, unit=_unit(rows[0]), note=_("Plan the yearly management review"),
    )  # fmt: skip


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
