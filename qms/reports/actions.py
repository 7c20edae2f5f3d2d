"""The list of everything that somebody owes by a day."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from qms.enums import Role
from qms.models.action_work import ActionStep
from qms.models.actions import Action
from qms.reports.declaration import Column, Create, Empty, Report
from qms.tables.action_filter import ActionFilter
from qms.tables.actions import ActionTable


def assigns_tasks(user: Any) -> bool:
    """Whether the person may assign a task somewhere."""
    return bool(user.authority.units_as(Role.MANAGER, Role.OFFICER, Role.TOP))


def document_words(action: Any) -> str:
    """By which document the task was given, in a sentence; empty without one."""
    number, day, by = action.document_number, action.document_day, action.document_signatory
    parts = [
        gettext("number %(number)s") % {"number": number} if number else "",
        gettext("of %(day)s") % {"day": day.strftime("%d/%m/%Y")} if day else "",
    ]
    first = " ".join(part for part in parts if part)
    signed = gettext("signed by %(person)s") % {"person": by} if by else ""
    return ", ".join(part for part in (first, signed) if part)


def progress_of(keys: list[int]) -> dict[int, str]:
    """By key of an action: how many of its steps are done, in words; nothing for those without steps."""
    steps = ActionStep.objects.filter(action_id__in=keys, ended_at=None).order_by().values("action_id")
    rows = steps.annotate(count=Count("pk"), done=Count("done_on")).values_list("action_id", "done", "count")
    words = gettext("%(done)d of %(count)d steps")
    return {key: words % {"done": done, "count": count} for key, done, count in rows}


class ActionReport(Report):
    """Actions within reach."""

    name = "actions"
    title = _("Actions")
    model = Action
    table_class = ActionTable
    filterset_class = ActionFilter
    row_template = "qms/actions/row.html"
    related: Sequence[str] = ("unit", "owner")
    columns: Sequence[Column] = (
        Column(_("Number"), "number", width=22),
        Column(_("What is to be done"), "title", width=50),
        Column(_("Kind"), "kind", width=18),
        Column(_("Unit code"), "unit.code", width=12),
        Column(_("Unit"), "unit.name"),
        Column(_("Owner"), lambda action: str(action.owner or action.owner_text)),
        Column(_("Due"), "due_on", "date"),
        Column(_("Original due day"), "original_due_on", "date"),
        Column(_("Status"), "status", width=18),
        Column(_("Done on"), "done_on", "date"),
        Column(_("Evidence"), "evidence", width=50),
        Column(_("Verified on"), "verified_on", "date"),
        Column(_("Source's own number"), "external_ref", width=20),
        Column(_("Number of the document"), "document_number", width=20),
        Column(_("Date of the document"), "document_day", "date"),
        Column(_("Signatory of the document"), "document_signatory", width=30),
    )

    def records(self, rows: Any, as_of: Any) -> list[Any]:
        """The page's actions, each with how much of its checklist is done; one query for all."""
        records = super().records(rows, as_of)
        progress = progress_of([record.pk for record in records])
        for record in records:
            record.progress = progress.get(record.pk, "")
        return records

    create = Create(_("Assign a task"), lambda: reverse("action_new"), assigns_tasks)
    empty = Empty(
        _("No actions yet."),
        _("Tasks that are assigned, and actions of approved plans, appear here."),
        icon="list-check",
    )
