"""The printed report of an inspection: what its record says, as qms.printing takes it."""

from typing import Any

from django.utils.translation import gettext as _

from inspections.enums import AnswerResult, FindingStatus, Grade, InspectionKind
from inspections.independence import faults_of, live_sessions
from inspections.models import ChecklistLine, Inspection
from qms.models.people import Membership
from qms.printing import contexts
from qms.reports.printed_parts import language, letterhead, mark, signed

KINDS: dict[str, contexts.InspectionKind] = {
    InspectionKind.INTERNAL: "internal_audit",
    InspectionKind.SUPERIOR: "superior_check",
    InspectionKind.EXTERNAL: "external",
}


def inspection_report(record: Inspection) -> contexts.InspectionReport:
    """The report with its team, sessions, findings, what was not examined and who was overruled."""
    sessions = _sessions(record)
    return contexts.InspectionReport(
        letterhead=letterhead(record, record.raised_by_unit, record.sent_on or record.closing_meeting_on),
        mark=mark(record, content_hash=record.report_hash),
        kind=KINDS[record.kind],
        language=language(),
        version=f"{record.report_version:02d}" if record.report_version else "",
        inspection=f"{record.number} {record.title}",
        purpose=record.purpose,
        scope=record.scope,
        criteria=str(record.edition or ""),
        mode=record.get_mode_display(),
        starts_on=record.starts_on,
        ends_on=record.ends_on,
        units=_units(record),
        team=_team(record),
        sessions=tuple(_session(session) for session in sessions),
        grades=tuple(str(grade.label) for grade in Grade),
        findings=_findings(record),
        not_examined=_not_examined(record),
        overrules=_overrules(record),
        strengths=record.strengths,
        unit_comment=record.unit_comment or (_("No comment within 5 working days.") if record.unit_silent_on else ""),
        conclusion=record.conclusion,
        signatures=tuple(signed(record)) or (contexts.Signature(heading=_("Lead"), name=str(record.lead or "")),),
        recipients=_units(record),
    )


def _sessions(record: Inspection) -> list[Any]:
    rows = record.sessions.filter(ended_at=None).select_related("unit")
    return list(rows.prefetch_related("clause_references__clause", "documents__document", "inspectors__user"))


def _standing(rows: Any) -> list[Any]:
    return [row for row in rows.all() if row.ended_at is None]


def _session(session: Any) -> contexts.SessionRow:
    hours = " - ".join(f"{time:%H:%M}" for time in (session.from_time, session.to_time) if time)
    clauses = [row.clause.number if row.clause_id else row.written_as for row in _standing(session.clause_references)]
    subject = [*clauses, *(str(row.document) for row in _standing(session.documents))]
    return contexts.SessionRow(
        when="\n".join(filter(None, [f"{session.day:%d/%m/%Y}", hours])),
        unit=session.unit.name,
        subject="; ".join(filter(None, [session.topic, *subject])),
        inspectors=", ".join(str(row.user) for row in _standing(session.inspectors)),
        outcome=_("Held") if session.held_at else "",
    )


def _units(record: Inspection) -> tuple[str, ...]:
    further = [row.unit.name for row in record.inspected_units.filter(ended_at=None).select_related("unit")]
    return tuple(dict.fromkeys([record.unit.name, *further]))


def _team(record: Inspection) -> tuple[contexts.TeamMember, ...]:
    members = [
        row.user for row in record.team.filter(ended_at=None).select_related("user") if row.user_id != record.lead_id
    ]
    people = [record.lead, *members] if record.lead else members
    places = Membership.objects.standing_on(record.starts_on).filter(user__in=people).select_related("unit")
    unit_of = {row.user_id: row.unit.name for row in places}
    return tuple(
        contexts.TeamMember(
            name=str(person),
            role=_("Lead") if person.pk == record.lead_id else _("Inspector"),
            unit=unit_of.get(person.pk, ""),
        )
        for person in people
    )


def _findings(record: Inspection) -> tuple[contexts.FindingRow, ...]:
    rows = record.findings.exclude(status=FindingStatus.WITHDRAWN).select_related("unit").order_by("pk")
    return tuple(
        contexts.FindingRow(
            number=row.number,
            unit=row.unit.name,
            grade=row.get_grade_display(),
            text=row.statement,
            clauses="; ".join(
                one.clause.number if one.clause_id else one.written_as for one in _standing(row.clause_references)
            ),
            status=row.get_status_display(),
        )
        for row in rows.prefetch_related("clause_references__clause")
    )


def _not_examined(record: Inspection) -> tuple[str, ...]:
    rows = ChecklistLine.objects.filter(
        session__inspection=record, session__ended_at=None, ended_at=None, result=AnswerResult.NOT_EXAMINED
    )
    return tuple(
        f"{row.clause.number if row.clause else row.written_as} {row.question}: {row.note}".strip()
        for row in rows.select_related("clause")
    )


def _overrules(record: Inspection) -> tuple[contexts.Overrule, ...]:
    rows = list(record.overrules.select_related("user", "decided_by"))
    sessions = {session.pk: session for session in live_sessions(record)} if rows else {}
    faults = faults_of(record, sessions.values(), [row.user for row in rows]) if rows else []
    goes = {(one.user_id, one.session_id) for session in sessions.values() for one in _standing(session.inspectors)}
    told = []
    for row in rows:
        own = [one for one in faults if one.user_id == row.user_id and (one.user_id, one.session_id) in goes]
        told.append(
            contexts.Overrule(
                person=str(row.user),
                session="; ".join(dict.fromkeys(str(sessions[one.session_id]) for one in own)),
                obstacle=" ".join(dict.fromkeys(one.sentence for one in own)),
                reason=row.reason,
                decided_by=str(row.decided_by),
                decided_on=row.decided_on,
            )
        )
    return tuple(told)
