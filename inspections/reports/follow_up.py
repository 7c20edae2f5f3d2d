"""What came of an inspection: each finding that asks for something, with what answers it, until all is closed."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from inspections.enums import FindingStatus, NonconformityStatus
from inspections.models import CorrectiveAction, Finding, Nonconformity
from inspections.report_comparison import ANSWERED
from inspections.tables.follow_up import FollowUpFilter, FollowUpTable
from qms import clock
from qms.enums import ActionStatus
from qms.models import Action
from qms.reports.declaration import Column, Empty, Report

OWED = [ActionStatus.PROPOSED, ActionStatus.ASSIGNED, ActionStatus.IN_PROGRESS]


@dataclass
class Followed:
    """What answers one finding, as far as the person reaches it; `late` says in words what is overdue."""

    nonconformity: Any = None
    actions: list[Any] = field(default_factory=list)
    late: list[str] = field(default_factory=list)


class FollowUpReport(Report):
    """The findings of one inspection that ask for something, within reach."""

    name = "inspection_follow_up"
    as_form = True
    title = _("Follow-up")
    model = Finding
    table_class = FollowUpTable
    filterset_class = FollowUpFilter
    row_template = "inspections/follow_up_row.html"
    related = ("unit", "inspection", "joined_to", "action__owner")
    order = ("id",)
    empty = Empty(_("Nothing to follow up."), _("Nothing was found that asks for an answer."), icon="circle-check")

    def __init__(self, inspection: Any, user: Any) -> None:
        self.inspection, self.user = inspection, user
        self.columns = (
            Column(_("Number"), "number", width=22),
            Column(_("Statement"), "statement", width=60),
            Column(_("Unit code"), "unit.code", width=12),
            Column(_("Unit"), "unit.name"),
            Column(_("Grade"), "grade", width=18),
            Column(_("Status"), "status", width=18),
            Column(_("Answer due"), "answer_due_on", "date"),
            Column(_("Answer"), "answer_text", width=40),
            Column(_("Nonconformity"), _of_nonconformity("number"), width=22),
            Column(_("Status of the nonconformity"), _of_nonconformity("status"), width=20),
            Column(_("Due"), _of_nonconformity("due_on"), "date"),
            Column(_("Actions"), lambda row: "\n".join(_action_words(one) for one in row.followed.actions), width=60),
            Column(_("Overdue"), lambda row: "; ".join(row.followed.late), width=30),
            Column(_("Closed on"), "closed_on", "date"),
        )

    def narrow(self, rows: QuerySet) -> QuerySet:
        """Of this inspection, and only what the unit owes something for."""
        rows = super().narrow(rows).filter(inspection=self.inspection, grade__in=ANSWERED)
        return rows.exclude(status=FindingStatus.WITHDRAWN)

    def records(self, rows: QuerySet, as_of: dt.date | None) -> list[Any]:
        """The rows, each with what answers it."""
        return with_answers(list(rows), self.user)

    def cells(self, rows: QuerySet, as_of: dt.date | None) -> Iterator[list[Any]]:
        """Values of every row; one inspection has few enough to be read at once."""
        for row in self.records(rows, as_of):
            yield [column.value(row) for column in self.columns]

    def progress(self, rows: QuerySet) -> dict[str, int]:
        """How many of them are closed."""
        states = list(rows.values_list("status", flat=True))
        return {"closed": sum(state == FindingStatus.CLOSED for state in states), "all": len(states)}


def _of_nonconformity(name: str) -> Any:
    def tell(row: Any) -> Any:
        found = row.followed.nonconformity
        if found is None:
            return None
        shown = getattr(found, f"get_{name}_display", None)
        return shown() if shown else getattr(found, name)

    return tell


def with_answers(findings: list[Any], user: Any) -> list[Any]:
    """Each finding with `followed`: its nonconformity (its own or that of the one it is joined to) and its actions."""
    keys = {row.pk for row in findings} | {row.joined_to_id for row in findings}
    links = CorrectiveAction.objects.select_related("action__owner").order_by("pk")
    rows = (
        Nonconformity.objects.visible_to(user)
        .filter(finding_id__in=keys)
        .prefetch_related(Prefetch("corrective_actions", queryset=links))
    )
    raised = {row.finding_id: row for row in rows}
    reached = _reached(findings, raised, user)
    for row in findings:
        row.followed = _followed(row, raised.get(row.pk) or raised.get(row.joined_to_id), reached)
    return findings


def _reached(findings: list[Any], raised: dict[int, Any], user: Any) -> set[int]:
    """Keys of those actions that the person reaches."""
    keys = {link.action_id for one in raised.values() for link in one.corrective_actions.all()}
    keys |= {row.action_id for row in findings if row.action_id}
    return set(Action.objects.visible_to(user).filter(pk__in=keys).values_list("pk", flat=True))


def _followed(finding: Any, nonconformity: Any, reached: set[int]) -> Followed:
    actions = [link.action for link in nonconformity.corrective_actions.all()] if nonconformity else []
    actions += [finding.action] if finding.action_id else []
    shown = [one for one in actions if one.pk in reached and one.status != ActionStatus.CANCELLED]
    for one in shown:
        one.is_late = one.status in OWED and one.due_on is not None and one.due_on < clock.today()
    return Followed(nonconformity, shown, _late(finding, nonconformity, shown))


def _late(finding: Any, nonconformity: Any, actions: list[Any]) -> list[str]:
    today, late = clock.today(), []
    if finding.status == FindingStatus.CLOSED:
        return []
    if finding.status == FindingStatus.CONFIRMED and finding.answer_due_on and finding.answer_due_on < today:
        late.append(gettext("Answer overdue"))
    open_one = nonconformity is not None and nonconformity.status in NonconformityStatus.open_states()
    if open_one and nonconformity.due_on and nonconformity.due_on < today:
        late.append(gettext("%(number)s overdue") % {"number": nonconformity.number})
    return late + [gettext("%(number)s overdue") % {"number": one.number} for one in actions if one.is_late]


def _action_words(action: Any) -> str:
    due = f"{action.due_on:%d/%m/%Y}" if action.due_on else ""
    if action.original_due_on and action.original_due_on != action.due_on:
        due += " (" + gettext("first %(day)s") % {"day": f"{action.original_due_on:%d/%m/%Y}"} + ")"
    owner = str(action.owner or action.owner_text)
    return "; ".join(filter(None, [f"{action.number} {action.title}", owner, due, action.get_status_display()]))
