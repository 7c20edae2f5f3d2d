"""The register of objectives: the list, its export, and what each row shows."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db.models import Case, CharField, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import ExtractYear
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qms import clock
from qms.enums import Role
from qms.models.objectives import Measurement, Objective, ObjectiveClause, ObjectiveTarget
from qms.objective_figures import plain, target_on, with_unit
from qms.objective_periods import said
from qms.performance_enums import Achievement, Direction, MeasuredBy
from qms.reports.declaration import BATCH, Column, Create, Empty, Report
from qms.reports.risks import clauses_of as clauses_of_risks
from qms.retention.stubs import mark_disposed
from qms.tables.objectives import ObjectiveFilter, ObjectiveTable, missing_of

LOOKS = {"met": ("success", "circle-check"), "partly": ("warning", "alert-triangle"), "missed": ("danger", "x")}


def proposes_objectives(user: Any) -> bool:
    """Whether the person may propose an objective somewhere."""
    return bool(user.authority.units_as(Role.OFFICER, Role.MANAGER, Role.TOP))


def with_latest(rows: QuerySet, first: dt.date | None = None, last: dt.date | None = None) -> QuerySet:
    """With the latest standing measurement (latest_*), its target, and `result_now`: met, partly, missed or nothing.

    With days, of periods that end between them.
    """
    latest = Measurement.objects.filter(objective_id=OuterRef("id"), ended_at=None).order_by("-period_to", "-id")
    if first is not None and last is not None:
        latest = latest.filter(period_to__range=(first, last))
    rows = rows.annotate(
        latest_from=Subquery(latest.values("period_from")[:1]),
        latest_to=Subquery(latest.values("period_to")[:1]),
        latest_value=Subquery(latest.values("value")[:1]),
        latest_as_of=Subquery(latest.values("as_of")[:1]),
        latest_source=Subquery(latest.values("source")[:1]),
    )
    targets = ObjectiveTarget.objects.filter(
        objective_id=OuterRef("id"), ended_at=None, year__lte=ExtractYear(OuterRef("latest_to"))
    ).order_by("-year")
    rows = rows.annotate(latest_target=Subquery(targets.values("value")[:1]))
    return rows.annotate(result_now=_result())


def _result() -> Case:
    reached = (
        Q(direction=Direction.UP, latest_value__gte=F("latest_target"))
        | Q(direction=Direction.DOWN, latest_value__lte=F("latest_target"))
        | Q(direction=Direction.EXACT, latest_value=F("latest_target"))
    )
    return Case(
        When(~Q(achievement=""), then=F("achievement")),
        When(Q(latest_target=None) | Q(latest_value=None), then=Value("")),
        When(reached, then=Value("met")),
        default=Value("missed"),
        output_field=CharField(),
    )


def result_look(result: str) -> dict[str, Any] | None:
    """A result as pages show it: word, tone and shape."""
    if not result:
        return None
    tone, icon = LOOKS[result]
    return {"label": Achievement(result).label, "tone": tone, "icon": icon}


def clauses_of(keys: Iterable[int], as_of: dt.date | None = None) -> dict[int, list[str]]:
    """By key of an objective: the clauses that it serves, each with its edition; one query for all."""
    return clauses_of_risks(keys, as_of, model=ObjectiveClause)


def dressed(records: list[Any], day: dt.date) -> list[Any]:
    """These records with target, latest figure, result and missing periods; three queries for all of them."""
    keys = [record.pk for record in records]
    targets, measured = defaultdict(list), defaultdict(set)
    for target in ObjectiveTarget.objects.filter(objective_id__in=keys, ended_at=None):
        targets[target.objective_id].append(target)
    told = Measurement.objects.filter(objective_id__in=keys, ended_at=None).order_by()
    for key, last in told.values_list("objective_id", "period_to"):
        measured[key].add(last)
    for record in records:
        record.target_list = sorted(targets[record.pk], key=lambda one: one.year)
        shown = min(max(day, record.starts_on), record.ends_on)
        record.target_now = target_on(record.target_list, shown)
        record.target_said = with_unit(record.target_now, record.measure_unit)
        record.latest_said = latest_said(record)
        record.latest_period = said(record.rhythm, record.latest_from, record.latest_to) if record.latest_to else ""
        record.source_said = MeasuredBy(record.latest_source).label if record.latest_source else ""
        record.result = result_look(record.result_now)
        record.missing = missing_of(record, measured[record.pk], day)
    return records


def latest_said(record: Any) -> str:
    """The latest figure with its unit of measure."""
    return with_unit(record.latest_value, record.measure_unit)


def targets_said(record: Any) -> str:
    """2019: 97; 2020: 98."""
    return "; ".join(f"{target.year}: {plain(target.value)}" for target in record.target_list)


class ObjectiveReport(Report):
    """Objectives within reach."""

    name = "objectives"
    title = _("Quality objectives")
    intro = _("What each unit is to reach, how it is measured, and how it stands: as of when, and from what.")
    model = Objective
    table_class = ObjectiveTable
    filterset_class = ObjectiveFilter
    row_template = "qms/objectives/row.html"
    related = ("unit", "owner", "parent")
    order = ("unit__sort_key", "number", "id")
    columns: Sequence[Column] = (
        Column(_("Number"), "number", width=24),
        Column(_("Unit code"), "unit.code", width=14),
        Column(_("Unit"), "unit.name"),
        Column(_("Serves the objective"), lambda one: one.parent.number if one.parent_id else "", width=24),
        Column(_("Objective"), "title", width=60),
        Column(_("What is measured"), "definition", width=60),
        Column(_("Numerator"), "numerator", width=40),
        Column(_("Denominator"), "denominator", width=40),
        Column(_("Where the figures come from"), "source", width=40),
        Column(_("Unit of measure"), "measure_unit", width=12),
        Column(_("To be reached"), "direction", width=12),
        Column(_("Baseline"), "baseline", "number"),
        Column(_("Targets by year"), targets_said, width=30),
        Column(_("Measured"), "rhythm", width=14),
        Column(_("Latest period"), "latest_period", width=14),
        Column(_("Latest figure"), "latest_value", "number", 14),
        Column(_("As of"), "latest_as_of", "date"),
        Column(_("From"), "source_said", width=16),
        Column(_("Target then"), "latest_target", "number", 14),
        Column(_("Result"), lambda one: one.result["label"] if one.result else "", width=14),
        Column(_("Figures missing"), lambda one: "; ".join(period.label for period in one.missing), width=24),
        Column(_("Owner"), lambda one: str(one.owner)),
        Column(_("What is done"), "plan", width=60),
        Column(_("With what"), "resources", width=40),
        Column(_("How the result is judged"), "judged_how", width=40),
        Column(_("From day"), "starts_on", "date"),
        Column(_("To be reached by"), "ends_on", "date"),
        Column(_("By which document"), "basis", width=40),
        Column(_("Clauses"), lambda one: "; ".join(one.cited), width=24),
        Column(_("Status"), "status", width=14),
        Column(_("Approved on"), "approved_on", "date"),
        Column(_("Conclusion"), "conclusion", width=40),
        Column(_("Judged on"), "judged_on", "date"),
        Column(_("Source's own number"), "external_ref", width=20),
    )
    create = Create(_("Propose an objective"), lambda: reverse("objective_new"), proposes_objectives)
    empty = Empty(
        _("No objectives yet."),
        _("Take over the directive's objectives, or propose one of the unit's own."),
        icon="target",
    )

    def queryset(self, user: Any, as_of: dt.date | None = None) -> QuerySet:
        return with_latest(super().queryset(user, as_of))

    def records(self, rows: QuerySet, as_of: dt.date | None) -> list[Any]:
        """The page's rows with their figures; a few queries more for all."""
        return dressed(super().records(rows, as_of), as_of or clock.today())

    def cells(self, rows: QuerySet, as_of: dt.date | None) -> Iterator[list[Any]]:
        """Values of every row, read in batches, the figures of a batch at once."""
        batch: list[Any] = []
        for row in rows.iterator(chunk_size=BATCH):
            batch.append(row)
            if len(batch) == BATCH:
                yield from self._told(batch, as_of)
                batch = []
        yield from self._told(batch, as_of)

    def _told(self, batch: list[Any], as_of: dt.date | None) -> Iterator[list[Any]]:
        cited = clauses_of([record.pk for record in batch], as_of)
        for record in mark_disposed(Objective, dressed(batch, as_of or clock.today())):
            record.cited = cited[record.pk]
            yield [column.value(record) for column in self.columns]
