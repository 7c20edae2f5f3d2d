"""Checklist lines from earlier results: nonconformities asked about again, and what the last inspection left open."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from inspections.checklist_sources import Drafts, in_both, in_vietnamese, taken_over
from inspections.enums import (
    AnswerResult,
    FindingAnswer,
    FindingStatus,
    Grade,
    InspectionStatus,
    LineOrigin,
    NonconformityStatus,
    QuestionType,
)
from inspections.models import ChecklistLine, Finding, Inspection, Nonconformity, NonconformityClause, Session
from qms.models.organisation import nearest_holder
from qms.models.reach import inside_subtree

ASKED_AGAIN_FOR = 2  # years after closing
LEFT_OPEN = (AnswerResult.NOT_CONFORMING, AnswerResult.NOT_EXAMINED)
ENDED = (InspectionStatus.CONCLUDED, InspectionStatus.CLOSED)


def own_side(inspection: Inspection) -> QuerySet:
    """Units of the QMS that sends the inspection: what others found among themselves is not told to it."""
    holder = nearest_holder(inspection.raised_by_unit_id)
    top = holder.pk if holder else inspection.raised_by_unit_id
    return inside_subtree([top])


def years_before(day: dt.date, count: int) -> dt.date:
    """The same day so many years earlier; 29 February gives the 28th."""
    try:
        return day.replace(year=day.year - count)
    except ValueError:
        return day.replace(year=day.year - count, day=28)


def from_nonconformities(inspection: Inspection, sessions: Sequence[Session]) -> Drafts:
    """Open nonconformities of the session's unit, and those closed within 24 months before the inspection."""
    asking = [session for session in sessions if session.asks_nonconformities]
    if not asking:
        return {}
    own = own_side(inspection)
    closed = Q(status=NonconformityStatus.CLOSED, closed_on__gte=years_before(inspection.starts_on, ASKED_AGAIN_FOR))
    rows = Nonconformity.objects.filter(unit_id__in={session.unit_id for session in asking})
    rows = rows.filter(Q(unit_id__in=own) | Q(raised_by_unit_id__in=own))
    rows = rows.filter(closed | Q(status__in=NonconformityStatus.open_states())).exclude(inspection=inspection)
    listed = list(rows.order_by("raised_on", "pk"))
    clauses = _first_clauses(listed)
    by_unit: dict[int, list[Nonconformity]] = defaultdict(list)
    for row in listed:
        by_unit[row.unit_id].append(row)
    return {
        session.pk: [_nonconformity_line(row, clauses.get(row.pk)) for row in by_unit[session.unit_id]]
        for session in asking
    }


def _first_clauses(rows: list[Nonconformity]) -> dict[int, int]:
    cited = NonconformityClause.objects.filter(record__in=rows, ended_at=None, clause__isnull=False)
    return dict(cited.order_by("-pk").values_list("record_id", "clause_id"))


def _nonconformity_line(row: Nonconformity, clause_id: int | None) -> ChecklistLine:
    closed = row.status == NonconformityStatus.CLOSED
    named = {"number": row.number, "fact": " ".join(row.fact.split())}
    asked = (
        gettext_noop("Nonconformity %(number)s was closed: %(fact)s Is what was done still effective?")
        if closed
        else gettext_noop("Nonconformity %(number)s is open: %(fact)s What has been done so far, and is it on time?")
    )
    return ChecklistLine(
        origin=LineOrigin.NONCONFORMITY,
        key=f"n{row.pk}",
        section=in_vietnamese(lambda: _("Earlier nonconformities"))[:150],
        nonconformity=row,
        clause_id=clause_id,
        written_as=row.number,
        guidance=row.requirement,
        question_type=QuestionType.YES_NO if closed else QuestionType.CONFORMITY,
        **in_both(lambda: _(asked) % named),
    )


def from_last_inspection(inspection: Inspection, sessions: Sequence[Session]) -> Drafts:
    """What the last concluded inspection of the unit left: not conforming, not examined, and advice not taken up."""
    asking = [session for session in sessions if session.asks_last_inspection]
    if not asking:
        return {}
    last = last_inspections(inspection, {session.unit_id for session in asking})
    lines, findings = _left_open(last), _advice(last)
    return {
        session.pk: [*_again(lines, last, session.unit_id), *_advised(findings, last, session.unit_id)]
        for session in asking
    }


def last_inspections(inspection: Inspection, units: set[int]) -> dict[int, Inspection]:
    """The last concluded inspection before this one, by unit: of a session of it, or of it as a whole."""
    before = Inspection.objects.filter(status__in=ENDED, ends_on__lt=inspection.starts_on).exclude(pk=inspection.pk)
    own = own_side(inspection)
    before = before.filter(Q(unit_id__in=own) | Q(raised_by_unit_id__in=own))
    whole = before.filter(unit_id__in=units).values_list("unit_id", "pk", "ends_on")
    parts = before.filter(sessions__unit_id__in=units, sessions__ended_at=None).order_by()
    rows = {*whole, *parts.values_list("sessions__unit_id", "pk", "ends_on")}
    latest = {unit: key for unit, key, _day in sorted(rows, key=lambda row: (row[2], row[1]))}
    found = Inspection.objects.in_bulk(set(latest.values()))
    return {unit: found[key] for unit, key in latest.items()}


def _left_open(last: dict[int, Inspection]) -> list[ChecklistLine]:
    rows = ChecklistLine.objects.filter(
        session__inspection__in=last.values(), session__ended_at=None, ended_at=None, result__in=LEFT_OPEN
    )
    return list(rows.select_related("session").order_by("session__day", "position", "pk"))


def _again(lines: list[ChecklistLine], last: dict[int, Inspection], unit_id: int) -> list[ChecklistLine]:
    inspection = last.get(unit_id)
    if inspection is None:
        return []
    here = (unit_id, inspection.pk)
    listed = [line for line in lines if (line.session.unit_id, line.session.inspection_id) == here]
    answered = _nonconformities_of(listed)
    return [_line_again(line, inspection, answered.get(line.pk)) for line in listed]


def _nonconformities_of(lines: list[ChecklistLine]) -> dict[int, int]:
    """The nonconformity that answers each line, where there is one."""
    found = {line.pk: line.nonconformity_id for line in lines if line.nonconformity_id}
    rows = Nonconformity.objects.filter(finding__line__in=lines).values_list("finding__line_id", "pk")
    return found | dict(rows)


def _line_again(line: ChecklistLine, inspection: Inspection, nonconformity_id: int | None) -> ChecklistLine:
    told = {"number": inspection.number, "note": " ".join(line.note.split())}
    values = taken_over(line) | {
        "key": f"l{line.pk}",
        "section": last_section(inspection),
        "guidance": in_vietnamese(
            lambda: _("At %(number)s: %(result)s. %(note)s") % (told | {"result": line.get_result_display()})
        ),
        "shown_after": "",
        "shown_when": [],
        "max_score": None,
    }
    return ChecklistLine(
        origin=LineOrigin.LAST_INSPECTION, earlier_line=line, nonconformity_id=nonconformity_id, **values
    )


def last_section(inspection: Inspection) -> str:
    """The section in which the last inspection's lines stand."""
    return in_vietnamese(lambda: _("Last inspection: %(number)s") % {"number": inspection.number})[:150]


def _advice(last: dict[int, Inspection]) -> list[Finding]:
    rows = Finding.objects.filter(
        inspection__in=last.values(), grade__in=Grade.answered_by_unit(), answer_kind=FindingAnswer.NOT_TAKEN_UP
    )
    return list(rows.exclude(status=FindingStatus.WITHDRAWN).order_by("pk"))


def _advised(findings: list[Finding], last: dict[int, Inspection], unit_id: int) -> list[ChecklistLine]:
    inspection = last.get(unit_id)
    if inspection is None:
        return []
    return [
        _advice_line(finding, inspection)
        for finding in findings
        if finding.unit_id == unit_id and finding.inspection_id == inspection.pk
    ]


def _advice_line(finding: Finding, inspection: Inspection) -> ChecklistLine:
    named = {"number": finding.number, "statement": " ".join(finding.statement.split())}
    return ChecklistLine(
        origin=LineOrigin.LAST_INSPECTION,
        key=f"f{finding.pk}",
        section=last_section(inspection),
        earlier_line_id=finding.line_id,
        written_as=finding.number,
        guidance=finding.answer_text,
        **in_both(lambda: _("%(number)s was not taken up: %(statement)s Has anything come of it since?") % named),
    )
