"""The board of a transition and one holder's progress as their printed forms take them."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from qms import clock
from qms.history.standing import moment_of_reading
from qms.models.transition import TransitionHolder
from qms.printing import contexts, transition_forms
from qms.reports import transition_board as told
from qms.reports.holder_steps import HolderView, holder_view
from qms.reports.printed_parts import language, letterhead
from qms.reports.printed_registers import Headed
from qms.transition.board import Board, Line
from qms.transition.next_things import next_things

MOST = 500
"""Holders on one print; a workbook takes any number."""


def printed_board(board: Board, lines: Sequence[Line], form: Any) -> transition_forms.TransitionBoard:
    """The lines of the filter, at most so many, with the figures of the whole board above."""
    programme = board.programme
    url = settings.QMS_BASE_URL.rstrip("/") + reverse("transition_board", args=[programme.uid])
    cut = [_("cut off: narrow the list")] if len(lines) > MOST else []
    return transition_forms.TransitionBoard(
        letterhead=letterhead(Headed, programme.unit, board.day),
        mark=contexts.PrintMark(status=programme.get_status_display(), printed_at=moment_of_reading(), url=url),
        language=language(),
        programme=programme.title,
        scope="; ".join([*_filters(form), *cut]),
        updated_on=board.day,
        complete="; ".join(f"{told.OBLIGATIONS[key]}: {one.complete}/{one.all}" for key, one in board.counts.items()),
        deadlines="\n".join(said_deadline(one.left) for one in told.deadline_lines(board)),
        method=f"{told.COMPUTED} {told.LATE_MEANS}",
        late=sum(line.late for line in lines[:MOST]),
        rows=tuple(_entry(board, row) for row in told.board_rows(board, lines[:MOST])),
    )


def _filters(form: Any) -> list[str]:
    found = []
    for name, value in form.cleaned_data.items():
        if value:
            field = form.fields[name]
            found.append(f"{field.label}: {dict(getattr(field, 'choices', ())).get(value, value)}")
    return found


def _entry(board: Board, row: told.Row) -> transition_forms.HolderEntry:
    open_ones = [cell.label for cell in row.cells if cell.state != "proved"]
    return transition_forms.HolderEntry(
        holder=f"{row.line.name} ({row.line.code})",
        group=row.group,
        obligation=row.obligation,
        done="" if row.line.exempt else f"{row.line.done}/{row.line.steps}",
        open="; ".join(open_ones),
        left="" if row.left is None else str(row.left),
        forecast=row.speed,
    )


def said_deadline(left: Any) -> str:
    """A deadline with its wording, its last permitted day and the days left."""
    days = _("%(days)d days left") if left.days >= 0 else _("passed %(days)d days ago")
    text = _("%(name)s: %(wording)s (last permitted day %(day)s), %(left)s")
    return text % {
        "name": left.deadline.name,
        "wording": left.deadline.wording,
        "day": f"{left.deadline.last_day:%d/%m/%Y}",
        "left": days % {"days": abs(left.days)},
    }


def printed_holder(holder: TransitionHolder) -> transition_forms.TransitionHolder:
    """One holder today."""
    view = holder_view(holder, None, clock.today())
    url = settings.QMS_BASE_URL.rstrip("/") + holder.get_absolute_url()
    proved = f"{view.done}/{len(view.lines)} {_('steps proved')}"
    return transition_forms.TransitionHolder(
        letterhead=letterhead(Headed, holder.unit, view.day),
        mark=contexts.PrintMark(status=proved, printed_at=moment_of_reading(), url=url),
        language=language(),
        programme=holder.programme.title,
        holder=holder.unit.name,
        group=f"{holder.get_group_display()}, {holder.get_obligation_display()}",
        updated_on=view.day,
        deadlines="\n".join(said_deadline(one) for one in view.deadlines),
        forecast=said_forecast(view),
        next="\n".join(_next(view)),
        method=str(told.COMPUTED),
        rows=tuple(
            transition_forms.StepEntry(
                step=line.step.title,
                state=line.look["label"],
                planned=line.row.planned_on if line.row else None,
                day=line.day,
                proof=" ".join(filter(None, [line.text, f"({_('by hand')})" if line.row and line.row.by_hand else ""])),
            )
            for line in view.lines
        ),
    )


def _next(view: HolderView) -> list[str]:
    if not view.lines or view.holder.completed_on:
        return []
    things = next_things(view.holder, view.steps, view.rows, view.last_day)
    return [f"{number}. {thing.title}" for number, thing in enumerate(things, 1)]


def said_forecast(view: HolderView) -> str:
    """The forecast with its range, or why there is none."""
    ahead = view.forecast
    if view.holder.completed_on:
        return _("complete on %(day)s") % {"day": f"{view.holder.completed_on:%d/%m/%Y}"}
    if ahead is None:
        return _("no forecast: fewer than two proofs")
    text = _("at this speed: %(day)s (between %(earliest)s and %(latest)s), %(late)s days late")
    if not view.late_by:
        text = _("at this speed: %(day)s (between %(earliest)s and %(latest)s)")
    days = {"day": ahead.day, "earliest": ahead.earliest, "latest": ahead.latest}
    return text % ({name: f"{day:%d/%m/%Y}" for name, day in days.items()} | {"late": view.late_by})
