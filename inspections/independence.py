"""Who may inspect what (9.2.2 c): independence by the unit tree and by history, competence by the day.

Product rule, per session: not the inspected unit, nor a unit above it inside the QMS or below it (staff placed
directly at the holder are barred only from sessions on the holder itself; a sibling division is fine), nor one left
within 12 months, nor an author of an inspected document; competence valid on the day. Who acts for somebody on that
day counts as one with them; competence is everybody's own.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from inspections.models.inspection import Inspection
from inspections.models.session import Session
from qms.enums import IssueStatus
from qms.models.documents import Document, Issue
from qms.models.organisation import QMSHolding
from qms.models.people import ActingFor, Competence, Membership, User
from qms.models.reach import UnitPath


@dataclass(frozen=True)
class Fault:
    """Why one inspector may not go to one session."""

    user_id: int
    session_id: int
    sentence: str


@dataclass
class _Facts:
    """What judging many people over many sessions needs, read once."""

    memberships: dict[int, list[Membership]]
    related: set[tuple[int, int]]
    holders: set[int]
    competent: dict[int, list[Competence]]
    appointments: list[ActingFor]
    authors: dict[int, set[int]]
    """Who wrote a document: its author, and those of its issues."""


def _facts(user_ids: set[int], sessions: Iterable[Session]) -> _Facts:
    unit_ids = {session.unit_id for session in sessions}
    appointments = _appointments(user_ids)
    counted = user_ids | {key for row in appointments for key in (row.deputy_id, row.principal_id)}
    memberships: dict[int, list[Membership]] = defaultdict(list)
    for membership in Membership.objects.filter(user_id__in=counted).select_related("unit"):
        memberships[membership.user_id].append(membership)
    places = {membership.unit_id for rows in memberships.values() for membership in rows}
    paths = UnitPath.objects.filter(inside=True, depth__gt=0)
    related = set(paths.filter(ancestor_id__in=places, unit_id__in=unit_ids).values_list("ancestor_id", "unit_id"))
    related |= set(paths.filter(ancestor_id__in=unit_ids, unit_id__in=places).values_list("unit_id", "ancestor_id"))
    competent: dict[int, list[Competence]] = defaultdict(list)
    for competence in Competence.objects.filter(user_id__in=user_ids):
        competent[competence.user_id].append(competence)
    holders = set(QMSHolding.objects.filter(valid_to=None).values_list("unit_id", flat=True))
    return _Facts(memberships, related, holders, competent, appointments, _authors(sessions))


def _appointments(user_ids: set[int]) -> list[ActingFor]:
    """For whom these people act, and who acts for them or beside them."""
    principals = set(ActingFor.objects.filter(deputy_id__in=user_ids).values_list("principal_id", flat=True))
    rows = ActingFor.objects.filter(Q(deputy_id__in=user_ids) | Q(principal_id__in=user_ids | principals))
    return list(rows.select_related("deputy", "principal"))


def _authors(sessions: Iterable[Session]) -> dict[int, set[int]]:
    found = {document.pk: {document.author_id} for session in sessions for document in _documents(session)}
    if found:
        issues = Issue.objects.filter(document_id__in=found).exclude(status=IssueStatus.ABANDONED)
        for document_id, author_id in issues.order_by().values_list("document_id", "author_id").distinct():
            found[document_id].add(author_id)
    return found


def _documents(session: Session) -> list[Document]:
    return [row.document for row in session.documents.all() if row.ended_at is None]


def _counted_as_one(person: User, day: dt.date, facts: _Facts) -> list[User]:
    """Everybody else with whom the person counts as one on the day, as `Authority.counted_as_one` has it."""
    stand = [
        row for row in facts.appointments if row.valid_from <= day and (row.valid_to is None or row.valid_to >= day)
    ]
    found = {row.principal_id: row.principal for row in stand if row.deputy_id == person.pk}
    found |= {row.deputy_id: row.deputy for row in stand if row.principal_id in {person.pk, *found}}
    return [other for key, other in found.items() if key != person.pk]


def twelve_months_after(day: dt.date) -> dt.date:
    """The same day of the next year; the last of February after a 29th."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(year=day.year + 1, day=28)


def _place_fault(person: User, session: Session, facts: _Facts) -> str | None:
    names = {"person": person, "unit": session.unit}
    for membership in facts.memberships[person.pk]:
        here = membership.valid_to is None or membership.valid_to >= session.day
        lately = membership.valid_to is not None and session.day <= twelve_months_after(membership.valid_to)
        if not (here or lately) or membership.valid_from > session.day:
            continue
        same = membership.unit_id == session.unit_id
        if same and here:
            return _("%(person)s works in %(unit)s, which is inspected.") % names
        if same:
            return _("%(person)s left %(unit)s less than 12 months ago.") % names
        at_holder = membership.unit_id in facts.holders
        if here and not at_holder and (membership.unit_id, session.unit_id) in facts.related:
            return _("%(person)s works above or below %(unit)s in the same system.") % names
    return None


def _author_fault(person: User, session: Session, facts: _Facts) -> str | None:
    for document in _documents(session):
        if person.pk in facts.authors[document.pk]:
            return _("%(person)s wrote %(document)s, which is inspected.") % {"person": person, "document": document}
    return None


def _competence_fault(person: User, session: Session, inspection: Inspection, facts: _Facts) -> str | None:
    if inspection.edition is None:
        return None
    standard = inspection.edition.standard_id
    for competence in facts.competent[person.pk]:
        ends = competence.valid_to is None or competence.valid_to >= session.day
        if competence.standard_id == standard and competence.valid_from <= session.day and ends:
            return None
    day = session.day.strftime("%d/%m/%Y")
    return _("%(person)s has no valid competence for %(standard)s on %(day)s.") % {
        "person": person,
        "standard": inspection.edition.standard,
        "day": day,
    }


def _sentences(person: User, session: Session, inspection: Inspection, facts: _Facts) -> list[str]:
    found = [
        _place_fault(person, session, facts),
        _competence_fault(person, session, inspection, facts),
        _author_fault(person, session, facts),
    ]
    for other in _counted_as_one(person, session.day, facts):
        reason = _place_fault(other, session, facts) or _author_fault(other, session, facts)
        if reason:
            words = {"person": person, "other": other, "reason": reason}
            found.append(_("%(person)s counts as one with %(other)s by acting for: %(reason)s") % words)
    return [sentence for sentence in found if sentence]


def faults_of(inspection: Inspection, sessions: Iterable[Session], people: Iterable[User]) -> list[Fault]:
    """Every fault of these people for these sessions. Sessions come with their documents prefetched."""
    listed, persons = list(sessions), list(people)
    facts = _facts({person.pk for person in persons}, listed)
    return [
        Fault(person.pk, session.pk, sentence)
        for session in listed
        for person in persons
        for sentence in _sentences(person, session, inspection, facts)
    ]


def live_sessions(inspection: Inspection) -> list[Session]:
    """The inspection's sessions that were not taken away, with units, documents and inspectors."""
    rows = inspection.sessions.filter(ended_at=None).select_related("unit")
    return list(rows.prefetch_related("documents__document", "inspectors__user", "clause_references", "templates"))


def independence_faults(inspection: Inspection) -> list[str]:
    """What stands against the people named for each session, overruled people left out. Sentences for the page."""
    overruled = set(inspection.overrules.values_list("user_id", flat=True))
    faults = faults_of_named(inspection)
    return list(dict.fromkeys(fault.sentence for fault in faults if fault.user_id not in overruled))


def faults_of_named(inspection: Inspection) -> list[Fault]:
    """Every fault of the people named for each session, read at once for all sessions."""
    sessions = live_sessions(inspection)
    named = [(row.user, session.pk) for session in sessions for row in session.inspectors.all() if row.ended_at is None]
    people = {person.pk: person for person, _session in named}
    pairs = {(person.pk, session_id) for person, session_id in named}
    faults = faults_of(inspection, sessions, people.values())
    return [fault for fault in faults if (fault.user_id, fault.session_id) in pairs]


def who_may_go(inspection: Inspection, session: Session, candidates: Iterable[User]) -> list[tuple[User, list[str]]]:
    """Each candidate with what stands against them for the session, the free ones first."""
    people = list(candidates)
    against: dict[int, list[str]] = defaultdict(list)
    for fault in faults_of(inspection, [session], people):
        against[fault.user_id].append(fault.sentence)
    return sorted(((person, against[person.pk]) for person in people), key=lambda pair: len(pair[1]))
