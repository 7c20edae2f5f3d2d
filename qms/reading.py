"""Who must read what by when: derived at read from audiences, memberships and roles; nothing waits for a worker.

A person meets an audience through a membership (where it is for everybody) or a role, at or below its unit inside
the QMS. Each meeting gives a due day; among several the earliest still open counts. See `qms.reading_rows`.
"""

import datetime as dt
from typing import Any

from django.db.models import Case, DateField, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Greatest

from qms import clock, policy
from qms.enums import IssueStatus, Role
from qms.models.documents import Document, Issue
from qms.models.people import MACHINE_ACCOUNTS, Membership, RoleAssignment
from qms.models.reach import inside_subtree
from qms.models.reading import Acknowledgement, Audience, ChangeNote
from qms.prepared import prepared_records
from qms.reading_days import Anniversary, DaysLater, FullYears
from qms.reading_pair import audiences_met
from qms.reading_rows import Readings

AUDIENCE = "unit__above__ancestor__audiences"
ISSUE = f"{AUDIENCE}__document__issues"


def expected(
    day: dt.date | None = None,
    *,
    issue: Issue | None = None,
    document: Document | None = None,
    documents: Any = None,
    user: Any = None,
    units: Any = None,
) -> Readings:
    """Everybody who must have read an issue in force on the day, each pair once, done or not.

    Narrowed to an issue, a document, some documents (keys), a person, or to people who meet their audience in
    `units` (keys).
    """
    day = day or clock.today()
    issues = Issue.objects.effective_on(day)  # narrowed inside the statement, so that no other issue is looked at
    if issue is not None:
        issues = issues.filter(pk=issue.pk)
    if document is not None:
        issues = issues.filter(document=document)
    if documents is not None:
        issues = issues.filter(document__in=documents)
    rows = Readings(day, _arms(day, issues=issues.values("pk")))
    narrowed = {"issue_key": issue and issue.pk, "document_key": document and document.pk, "user_id": user and user.pk}
    rows = rows.filter(**{name: key for name, key in narrowed.items() if key is not None})
    return rows if units is None else rows.filter(unit_id__in=units)


def overdue(day: dt.date | None = None, **narrowed: Any) -> Readings:
    """The pairs whose due day has passed without a confirmation; narrowed as `expected`."""
    return expected(day, **narrowed).in_state("overdue")


def seen_by(user: Any, document: Document | None = None) -> Readings:
    """Readings that the person may see: of people of the units whose records they reach, of documents they may read.

    Who cares for the document sees all its readers.
    """
    readings = expected(document=document)
    if document is None or not policy.may(user, "qms.care_for_document", document):
        readings = readings.filter(unit_id__in=inside_subtree(user.authority.record_units))
    if document is None:
        readings = readings.filter(document_key__in=Document.objects.readable_by(user).values("pk"))
    return readings


def followed_by(user: Any) -> Readings:
    """Readings of people whom the person reminds: those of the units where they are officer or manager."""
    units = inside_subtree(user.authority.units_as(Role.OFFICER, Role.MANAGER, Role.TOP))
    return seen_by(user).filter(unit_id__in=units)


def share_confirmed(issue: Issue) -> tuple[int, int]:
    """How many have confirmed the issue, of how many who must; of one not in force, as if it came into force."""
    day = max(clock.today(), issue.effective_on or clock.today())
    if issue.status != IssueStatus.APPROVED:
        readings = Readings(day, _arms(day, issues=[issue.pk], effective_on=day))
    else:
        readings = expected(day, issue=issue)
    return readings.tallies().get(issue.pk, (0, 0))


def changes_for(user: Any, issue: Issue) -> list[str]:
    """What the issue changes for this person: the notes for their audiences, else its summary of change."""
    notes = prepared_records(_notes, issue=issue.pk)
    met = audiences_met(user, issue.document) if notes else set()
    told = [note.text for note in notes if note.audience_id in met]
    return told or [text for text in [issue.summary_of_change] if text]


def _notes(issue: int) -> QuerySet:
    return ChangeNote.objects.filter(issue_id=issue).order_by("pk")


def standing_audiences(document: Document) -> QuerySet:
    """The document's audiences that have not ended, those still to come included."""
    return Audience.objects.filter(document=document, ended_at=None).select_related("unit").order_by("pk")


def _arms(day: dt.date, *, issues: Any, effective_on: dt.date | None = None) -> list[QuerySet]:
    """Those who meet an audience for everybody, and those who meet one for a role."""
    return [
        _dated(_named(_meetings(model, day, role, issues)), day, effective_on)
        for model, role in ((Membership, Value("")), (RoleAssignment, F("role")))
    ]


def _meetings(model: Any, day: dt.date, role: Any, issues: Any) -> QuerySet:
    """Each standing membership or role with each audience that it meets and the issue to be read."""
    standing = Q(valid_to=None) | Q(valid_to__gte=day)
    lasting = Q(**{f"{AUDIENCE}__ended_at": None}) | Q(**{f"{AUDIENCE}__ended_at__gte": clock.end_of(day)})
    met = Q(
        unit__above__inside=True,
        **{
            f"{AUDIENCE}__role": role,
            f"{AUDIENCE}__since__lte": day,
            f"{ISSUE}__in": issues,
        },
    )
    people = Q(user__is_active=True) & ~Q(user__username__in=MACHINE_ACCOUNTS)
    return model.objects.filter(standing & lasting & met & people, valid_from__lte=day)


def _named(rows: QuerySet) -> QuerySet:
    """Names by which both kinds of rows are filtered and ordered; made after the filter, they use its joins."""
    return rows.annotate(
        issue_key=F(f"{ISSUE}__id"),
        document_key=F(f"{AUDIENCE}__document_id"),
        audience_key=F(f"{AUDIENCE}__id"),
        audience_role=F(f"{AUDIENCE}__role"),
        audience_since=F(f"{AUDIENCE}__since"),
        audience_days=F(f"{AUDIENCE}__days"),
        audience_yearly=F(f"{AUDIENCE}__yearly"),
        effective_day=F(f"{ISSUE}__effective_on"),
        document_number=F(f"{AUDIENCE}__document__number"),
        document_kind=F(f"{AUDIENCE}__document__kind"),
        document_words=F(f"{AUDIENCE}__document__search_text"),
        document_title=F(f"{AUDIENCE}__document__title_vi"),
        person_words=F("user__search_text"),
        person_order=F("user__sort_key"),
        unit_order=F("unit__sort_key"),
    )


def _dated(rows: QuerySet, day: dt.date, effective_on: dt.date | None) -> QuerySet:
    """When each reading began, the yearly ones anew each year, by when it is due, and the last confirmation."""
    confirmed = Acknowledgement.objects.filter(issue=OuterRef("issue_key"), user=OuterRef("user_id"))
    effective = F("effective_day") if effective_on is None else Value(effective_on, output_field=DateField())
    first = Greatest(effective, "audience_since", "valid_from")
    yearly = Q(audience_yearly=True)
    years = Case(When(yearly, then=FullYears(first, until=day)), default=Value(0))
    return rows.annotate(
        year=years,
        begins=Case(When(yearly, then=Anniversary(first, years)), default=first),
        perhaps_open=Case(When(yearly, then=Value(True)), default=~Exists(confirmed)),
        confirmed_day=Subquery(confirmed.order_by("-round").values("acknowledged_on")[:1]),
    ).annotate(due_day=DaysLater("begins", "audience_days"))
