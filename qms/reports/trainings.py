"""Trainings: the list, its export, the people of a training with what each took from it."""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qms.batches import batched
from qms.enums import Role
from qms.models.training import Training, TrainingPerson
from qms.reporting_enums import TrainingResult
from qms.reports.declaration import Column, Create, Empty, Report
from qms.tables.trainings import TrainingFilter, TrainingTable

CHUNK = 1000


def prepares_trainings(user: Any) -> bool:
    """Whether the person may plan a training somewhere."""
    return bool(user.authority.units_as(Role.OFFICER, Role.MANAGER, Role.TOP))


def standard_said(training: Any) -> str:
    """The edition's code, or the standard's where every edition counts."""
    if training.edition is not None:
        return str(training.edition.code)
    return str(training.standard.code) if training.standard is not None else ""


def with_people(trainings: Sequence[Any]) -> list[Any]:
    """Each with how many people it has, how many came and how many passed; one query."""
    rows = TrainingPerson.objects.filter(training__in=[one.pk for one in trainings], ended_at=None).order_by()
    passed = Count("pk", filter=Q(result=TrainingResult.PASSED))
    came = Count("pk", filter=Q(result__in=[TrainingResult.PASSED, TrainingResult.FAILED]))
    counted = {
        row["training_id"]: row
        for row in rows.values("training_id").annotate(all=Count("pk"), came=came, passed=passed)
    }
    for one in trainings:
        told = counted.get(one.pk, {"all": 0, "came": 0, "passed": 0})
        one.all_told, one.came_told, one.passed_told = told["all"], told["came"], told["passed"]
    return list(trainings)


class TrainingReport(Report):
    """Trainings within reach."""

    name = "trainings"
    title = _("Trainings")
    intro = _("What is planned, what was held, what each person took from it, and how effective it was.")
    model = Training
    table_class = TrainingTable
    filterset_class = TrainingFilter
    row_template = "qms/trainings/row.html"
    related = ("unit", "standard", "edition__standard", "document")
    order = ("-planned_on", "-id")
    columns = (
        Column(_("Number"), "number", width=22),
        Column(pgettext_lazy("of a training", "Subject"), "title", width=60),
        Column(_("Why"), "reason", width=26),
        Column(_("Document"), lambda one: str(one.document or ""), width=40),
        Column(_("Standard"), standard_said, width=14),
        Column(_("Competence valid to"), "valid_to", "date"),
        Column(_("Unit code"), "unit.code", width=14),
        Column(_("Unit"), "unit.name"),
        Column(_("Planned for"), "planned_on", "date"),
        Column(_("Held on"), "held_on", "date"),
        Column(_("Hours"), "hours", "number"),
        Column(_("Place"), "place"),
        Column(_("Trainer"), "trainer"),
        Column(_("People"), lambda one: one.all_told, "integer"),
        Column(_("Came"), lambda one: one.came_told, "integer"),
        Column(_("Competent"), lambda one: one.passed_told, "integer"),
        Column(_("Cost in VND"), "cost", "integer", 14),
        Column(_("Number of the Decision"), "decision_number", width=20),
        Column(_("Status"), "status", width=16),
        Column(_("How effective it was"), "effect", width=50),
        Column(_("Judged on"), "judged_on", "date"),
    )  # fmt: skip
    create = Create(_("Plan a training"), lambda: reverse("training_new"), prepares_trainings)
    empty = Empty(
        _("No trainings yet."),
        _("Begin with what is needed: people who have not read a new issue, or whose competence expires."),
        icon="users",
    )

    def records(self, rows: QuerySet, as_of: dt.date | None) -> list[Any]:
        return with_people(super().records(rows, as_of))

    def cells(self, rows: QuerySet, as_of: dt.date | None) -> Iterator[list[Any]]:
        for few in batched(rows.iterator(chunk_size=CHUNK), CHUNK):
            for one in with_people(few):
                yield [column.value(one) for column in self.columns]


class TrainedReport(Report):
    """The people of one training, as a workbook."""

    name = "trained-people"
    title: Any = _("People and results")
    model = TrainingPerson
    related = ("user", "competence", "training__unit")
    order = ("user__sort_key", "id")
    columns = (
        Column(pgettext_lazy("in a list", "Person"), lambda row: str(row.user), width=26),
        Column(_("Position"), "user.position", width=30),
        Column(_("Account"), "user.username", width=18),
        Column(_("Result"), "result", width=20),
        Column(pgettext_lazy("remark", "Note"), "note", width=40),
        Column(_("Competence from"), lambda row: row.competence.valid_from if row.competence else None, "date"),
        Column(_("Competence valid to"), lambda row: row.competence.valid_to if row.competence else None, "date"),
    )

    def __init__(self, training: Training) -> None:
        self.training = training
        self.title = f"{training.number} {training.title}"

    def visible(self, user: Any) -> QuerySet:
        """Who reaches the training reaches its people."""
        return TrainingPerson.objects.filter(
            training__in=Training.objects.visible_to(user).filter(pk=self.training.pk), ended_at=None
        )
