"""The papers of a visit: plan, notice and minutes, with the part that their reader sees."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from inspections.enums import InspectionKind, MeetingKind
from inspections.meeting_panel import attendance_seen
from inspections.meeting_people import managers_by_unit
from inspections.models import Inspection, Meeting
from inspections.operations.inspection import inspected_units, team_of
from inspections.parts_seen import UnitsSeen, in_part
from qms.models.people import Membership
from qms.printing import contexts, visit_contexts
from qms.reports.printed_parts import language, letterhead, mark

KINDS: dict[str, contexts.InspectionKind] = {
    InspectionKind.INTERNAL: "internal_audit",
    InspectionKind.SUPERIOR: "superior_check",
    InspectionKind.EXTERNAL: "external",
}


def visit_plan(record: Inspection, seen: UnitsSeen) -> visit_contexts.VisitPlan:
    """The plan of the visit."""
    return visit_contexts.VisitPlan(**_common(record, seen))


def visit_notice(record: Inspection, seen: UnitsSeen) -> visit_contexts.VisitNotice:
    """The letter to the units: by which programme, what, when, who comes, what is asked of them."""
    line = record.programme_line
    basis = f"{line.programme.title} ({line.programme.number})" if line else ""
    answer_before = _day(record.starts_on)
    return visit_contexts.VisitNotice(basis=basis, answer_before=answer_before, **_common(record, seen))


def _common(record: Inspection, seen: UnitsSeen) -> dict[str, Any]:
    units = _units(record, seen)
    return {
        "letterhead": letterhead(record, record.raised_by_unit, record.notified_on),
        "mark": mark(record),
        "kind": KINDS[record.kind],
        "language": language(),
        "part": "; ".join(units) if seen is not None else "",
        "inspection": f"{record.number} {record.title}",
        "purpose": record.purpose,
        "scope": record.scope,
        "criteria": str(record.edition or ""),
        "mode": record.get_mode_display(),
        "period": _period(record),
        "units": units,
        "team": _team(record),
        **_meetings(record),
        "sessions": _timetable(record, seen),
        "signatures": (contexts.Signature(heading=_("Lead"), name=str(record.lead or "")),),
        "recipients": units,
    }


def _day(day: dt.date) -> str:
    return day.strftime("%d/%m/%Y")


def _hours(begins: dt.time | None, ends: dt.time | None) -> str:
    return " - ".join(f"{time:%H:%M}" for time in (begins, ends) if time)


def _period(record: Inspection) -> str:
    first, last = _day(record.starts_on), _day(record.ends_on)
    return first if first == last else _("from %(first)s to %(last)s") % {"first": first, "last": last}


def _units(record: Inspection, seen: UnitsSeen) -> tuple[str, ...]:
    units = [unit for unit in inspected_units(record) if seen is None or unit.pk in seen]
    return tuple(dict.fromkeys(unit.name for unit in units))


def _team(record: Inspection) -> tuple[contexts.TeamMember, ...]:
    people = list(dict.fromkeys(person for person in team_of(record) if person is not None))
    places = Membership.objects.standing_on(record.starts_on).filter(user__in=people).select_related("unit")
    unit_of = {row.user_id: row.unit.name for row in places.order_by("-pk")}
    return tuple(
        contexts.TeamMember(
            name=str(person),
            role=_("Lead") if person.pk == record.lead_id else _("Inspector"),
            unit=unit_of.get(person.pk, ""),
        )
        for person in people
    )


def _meetings(record: Inspection) -> dict[str, str]:
    """Both meetings as recorded; before that, the days on which they are to be expected."""
    held = record.meetings.all()
    days = {MeetingKind.OPENING: record.started_on, MeetingKind.CLOSING: record.closing_meeting_on}
    expected = {MeetingKind.OPENING: record.starts_on, MeetingKind.CLOSING: record.ends_on}
    told = {str(kind): _("expected on %(day)s") % {"day": _day(day)} for kind, day in expected.items()}
    told |= {str(kind): _day(day) for kind, day in days.items() if day}
    return told | {meeting.kind: _when_and_where(meeting) for meeting in held}


def _when(meeting: Meeting) -> str:
    return " ".join(filter(None, [_day(meeting.held_on), _hours(meeting.from_time, meeting.to_time)]))


def _when_and_where(meeting: Meeting) -> str:
    return ", ".join(filter(None, [_when(meeting), meeting.place]))


def _sessions(record: Inspection, seen: UnitsSeen) -> list[Any]:
    rows = in_part(record.sessions.filter(ended_at=None), seen).select_related("unit")
    return list(
        rows.prefetch_related(
            "clause_references__clause",
            "documents__document",
            "templates__template_version__template",
            "inspectors__user",
        )
    )


def _standing(rows: Any) -> list[Any]:
    return [row for row in rows.all() if row.ended_at is None]


def _timetable(record: Inspection, seen: UnitsSeen) -> tuple[visit_contexts.PlannedSession, ...]:
    """The sessions; where nobody is named for the unit, who answers for it represents it."""
    heads: dict[int, str] = {}
    for person, unit in managers_by_unit(record):
        heads.setdefault(unit.pk, ", ".join(filter(None, [str(person), person.position])))
    return tuple(_session(session, heads.get(session.unit_id, "")) for session in _sessions(record, seen))


def _session(session: Any, head: str) -> visit_contexts.PlannedSession:
    clauses = [row.clause.number if row.clause_id else row.written_as for row in _standing(session.clause_references)]
    documents = [str(row.document) for row in _standing(session.documents)]
    templates = [str(row.template_version.template) for row in _standing(session.templates)]
    hours = _hours(session.from_time, session.to_time)
    return visit_contexts.PlannedSession(
        when="\n".join(filter(None, [_day(session.day), hours, session.place])),
        unit=session.unit.name,
        subject="; ".join(filter(None, [session.topic, *clauses, *documents, *templates])),
        inspectors=", ".join(str(row.user) for row in _standing(session.inspectors)),
        representative=session.representative or head,
    )


def meeting_minutes(meeting: Meeting, seen: UnitsSeen) -> visit_contexts.MeetingMinutes:
    """The minutes of a meeting with its attendance list; a unit before conclusion gets its own people's."""
    record = meeting.inspection
    units = _units(record, seen)
    attendance = attendance_seen(meeting, seen)
    return visit_contexts.MeetingMinutes(
        letterhead=letterhead(record, record.raised_by_unit, meeting.held_on),
        mark=mark(record),
        meeting="opening" if meeting.kind == MeetingKind.OPENING else "closing",
        language=language(),
        part="; ".join(units) if seen is not None else "",
        inspection=f"{record.number} {record.title}",
        units=units,
        when=_when(meeting),
        place=meeting.place,
        chaired_by=str(meeting.chaired_by or ""),
        attendance=tuple(
            visit_contexts.Attendant(name=row.name, position=row.position, unit=row.unit.name if row.unit else "")
            for row in attendance
        ),
        minutes=meeting.minutes if seen is None else "",
        signatures=(
            contexts.Signature(heading=_("For the unit")),
            contexts.Signature(heading=_("Chaired by"), name=str(meeting.chaired_by or "")),
        ),
    )
