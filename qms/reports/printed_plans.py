"""Yearly plans, assigned tasks and the papers of a steering committee as their printed forms take them."""

import datetime as dt
from collections.abc import Sequence
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _

from qms.models.plans import CommitteeMeeting, WorkPlan
from qms.printing import plan_forms as forms
from qms.printing.contexts import Letterhead, Signature
from qms.printing.plan_contexts import TaskEntry
from qms.reporting_enums import MeetingStatus, PlanStatus
from qms.reports.printed_parts import language, letterhead, mark, signed
from qms.reports.work_plans import due_of, tasks_of


def work_plan_paper(plan: WorkPlan, as_of: dt.date | None = None) -> forms.Plan:
    """The plan with its tasks by field; approved it has its signature, else room for one."""
    tasks = tasks_of([plan])[plan.pk]
    approved = plan.status in (PlanStatus.APPROVED, PlanStatus.CLOSED)
    head = letterhead(plan, plan.unit, plan.approved_on or as_of)
    return forms.Plan(
        letterhead=head,
        mark=mark(plan),
        language=language(),
        title=plan.title,
        decision=plan.decision_number,
        note=plan.note,
        conclusion=plan.conclusion,
        rows=tuple(_plan_rows(tasks)),
        signatures=tuple(signed(plan)[-1:]) if approved else (Signature(heading=_("Top management")),),
        recipients=_recipients(plan.unit, [one.unit.name for one in tasks]),
    )


def _plan_rows(tasks: Sequence[Any]) -> list[forms.PlanEntry]:
    rows: list[forms.PlanEntry] = []
    for label, few in groupby(tasks, key=lambda one: str(one.get_group_display())):
        rows.append(forms.PlanHeading(task=label.upper()))
        rows += [
            forms.PlanEntry(
                task=one.title, result=one.result, lead=f"{one.unit.name}\n({one.owner})", due=due_of(one),
                money=one.resources,
            )
            for one in few
        ]  # fmt: skip
    return rows


def _recipients(unit: Any, names: Sequence[str]) -> tuple[str, ...]:
    """The body above, every unit that is asked for something, the file."""
    above = [unit.parent.name] if unit.parent_id else []
    told = [name for name in dict.fromkeys(names) if name != unit.name]
    return (*above, *told, _("File: Office"))


def task_entries(records: Sequence[Any]) -> tuple[TaskEntry, ...]:
    """Rows of the list of assigned tasks."""
    return tuple(
        TaskEntry(
            task=f"{one.title}\n{one.number}",
            document="\n".join(filter(None, [
                one.document_number, f"{one.document_day:%d/%m/%Y}" if one.document_day else "", one.document_signatory,
            ])),
            superior=one.raised_by_unit.name,
            unit=one.unit.name,
            owner=str(one.owner or one.owner_text),
            due=one.due_on,
            done=one.done_on,
            state=str(one.get_status_display()),
        )
        for one in records
    )  # fmt: skip


def committee_notice(meeting: CommitteeMeeting) -> forms.CommitteePaper:
    """The notice of conclusions, signed by the chair; a draft says so."""
    is_signed = meeting.status in (MeetingStatus.CONCLUDED, MeetingStatus.CLOSED)
    signatures = signed(meeting)[-1:] if is_signed else [_room(meeting)]
    return _paper(meeting, meeting.notice_number or meeting.number, meeting.signed_on, signatures, draft=not is_signed)


def committee_minutes(meeting: CommitteeMeeting) -> forms.CommitteePaper:
    """The minutes: the secretary and the chair sign on paper."""
    there = [Signature(heading=_("Secretary"), name=str(meeting.prepared_by)), _room(meeting)]
    return _paper(meeting, meeting.number, meeting.held_on, there)


def _room(meeting: CommitteeMeeting) -> Signature:
    return Signature(heading=_("Chaired by"), name=str(meeting.chair))


def _paper(
    meeting: CommitteeMeeting, number: str, day: dt.date | None, signatures: Sequence[Signature], *, draft: bool = False
) -> forms.CommitteePaper:
    rows = list(meeting.conclusions.filter(ended_at=None).select_related("unit", "owner").order_by("position", "pk"))
    head = letterhead(meeting, meeting.unit, day)
    return forms.CommitteePaper(
        letterhead=Letterhead(unit=head.unit, superior=head.superior, number=number, place=head.place, day=day),
        mark=mark(meeting),
        language=language(),
        committee=meeting.committee,
        subject=meeting.title,
        held_on=meeting.held_on,
        place=meeting.place or meeting.unit.name,
        chair=str(meeting.chair),
        chair_position=str(meeting.chair.position),
        present=meeting.present,
        absent=meeting.absent,
        agenda=meeting.agenda,
        minutes=meeting.minutes,
        conclusions=tuple(_concluded(one, meeting) for one in rows),
        draft=draft,
        signatures=tuple(signatures),
        recipients=_recipients(meeting.unit, [one.unit.name for one in rows if one.unit is not None]),
    )


def _concluded(row: Any, meeting: CommitteeMeeting) -> str:
    """A conclusion with who carries it out and by when."""
    if row.owner is None or row.due_on is None:
        return str(row.text)
    told = {"unit": (row.unit or meeting.unit).name, "owner": row.owner, "day": f"{row.due_on:%d/%m/%Y}"}
    return f"{row.text.rstrip('. ')} ({_('%(unit)s, %(owner)s, by %(day)s') % told})."
