"""The figures that the records of qms give: declarations, editions, tasks, actions, documents, dossiers.

Each counts the unit and every unit below it in the reporting line.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Q, Sum
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qms.enums import ActionKind
from qms.measured_queries import Counted, MeasuredQuery, declare_query
from qms.models.actions import Action
from qms.models.declarations import Declaration
from qms.models.documents import Document, Issue
from qms.models.organisation import QMSHolding
from qms.models.outputs import ProcedureFigure
from qms.models.reach import UnitPath
from qms.reports.on_time import IN_TIME, due_between

Pair = tuple[int, int]
FIRST_OF_NEW = "2015"


def rolled_up(units: list[int], of_unit: Mapping[int, Pair]) -> dict[int, Counted]:
    """Figures of single units added up for each unit asked and all below it; one query."""
    sums: dict[int, list[int]] = {key: [0, 0] for key in units}
    paths = UnitPath.objects.filter(ancestor_id__in=units).order_by().values_list("ancestor_id", "unit_id").distinct()
    for ancestor, unit in paths:
        numerator, denominator = of_unit.get(unit, (0, 0))
        sums[ancestor][0] += numerator
        sums[ancestor][1] += denominator
    return {key: Counted(*pair) for key, pair in sums.items()}


def below(units: list[int]) -> Any:
    """Keys of the units asked and all below them."""
    return UnitPath.objects.filter(ancestor_id__in=units).order_by().values("unit_id")


def holders(units: list[int], last: dt.date) -> set[int]:
    """Units that hold a QMS on the day."""
    rows = QMSHolding.objects.filter(unit_id__in=below(units), valid_from__lte=last)
    return set(rows.exclude(valid_to__lt=last).order_by().values_list("unit_id", flat=True))


def of_holders(units: list[int], last: dt.date, having: Iterable[int]) -> dict[int, Counted]:
    """How many holders are among those that have something."""
    having = set(having)
    return rolled_up(units, {key: (int(key in having), 1) for key in holders(units, last)})


def declared(units: list[int], first: dt.date, last: dt.date) -> dict[int, Counted]:
    """Holders with a declaration in force on the last day."""
    rows = Declaration.objects.in_force(last).filter(unit_id__in=below(units), edition__standard__code="9001")
    return of_holders(units, last, rows.order_by().values_list("unit_id", flat=True))


def moved(units: list[int], first: dt.date, last: dt.date) -> dict[int, Counted]:
    """Holders whose declaration in force on the last day names ISO 9001:2015 or a later edition."""
    rows = Declaration.objects.in_force(last).filter(unit_id__in=below(units), edition__standard__code="9001")
    rows = rows.filter(edition__year__gte=FIRST_OF_NEW)
    return of_holders(units, last, rows.order_by().values_list("unit_id", flat=True))


def actions_on_time(*kinds: str) -> Callable[[list[int], dt.date, dt.date], dict[int, Counted]]:
    """Actions of these kinds due in the period that were done by their day."""

    def count(units: list[int], first: dt.date, last: dt.date) -> dict[int, Counted]:
        rows = due_between(Action.objects.filter(kind__in=kinds, unit_id__in=below(units)), first, last)
        told: Any = rows.order_by().values_list("unit_id").annotate(done=Count("pk", filter=IN_TIME), all=Count("pk"))
        return rolled_up(units, {unit: (done, all_) for unit, done, all_ in told})

    return count


def documents_reviewed(units: list[int], first: dt.date, last: dt.date) -> dict[int, Counted]:
    """Documents in force with a day of review, and those whose day has not passed on the last day."""
    in_force = Issue.objects.effective_on(last).order_by().values("document_id")
    rows = Document.objects.filter(
        review_due_on__isnull=False, ended_at=None, pk__in=in_force, unit_id__in=below(units)
    )
    told: Any = rows.order_by().values_list("unit_id")
    told = told.annotate(kept=Count("pk", filter=Q(review_due_on__gte=last)), all=Count("pk"))
    return rolled_up(units, {unit: (kept, all_) for unit, kept, all_ in told})


def of_dossiers(part: tuple[str, ...], whole: tuple[str, ...]) -> Callable[..., dict[int, Counted]]:
    """Sums of columns of the procedures' figures whose month lies in the period."""

    def count(units: list[int], first: dt.date, last: dt.date) -> dict[int, Counted]:
        rows = ProcedureFigure.objects.filter(month__range=(first, last), ended_at=None, unit_id__in=below(units))
        names = dict.fromkeys((*part, *whole))
        sums: dict[int, Pair] = defaultdict(lambda: (0, 0))
        asked: Any = rows.order_by().values("unit_id").annotate(**{f"sum_{name}": Sum(name) for name in names})
        for row in asked:
            pair = (sum(row[f"sum_{name}"] or 0 for name in columns) for columns in (part, whole))
            sums[row["unit_id"]] = next(pair), next(pair)
        return rolled_up(units, sums)

    return count


def list_of(name: str, **fixed: str) -> Callable[[int, dt.date, dt.date], str]:
    """The address of a list narrowed to the unit; "{first}" and "{last}" stand for the days of the period."""

    def link(unit_id: int, first: dt.date, last: dt.date) -> str:
        days = {"first": first.isoformat(), "last": last.isoformat()}
        asked = {"unit": str(unit_id)} | {key: value.format(**days) for key, value in fixed.items()}
        return f"{reverse(name)}?{urlencode(asked)}"

    return link


QMS_QUERIES = (
    MeasuredQuery(
        "declared",
        _("Share of units that declared a QMS"),
        _("Units that hold a QMS and have a declaration of conformity in force on the last day of the period, of all"
          " units that hold a QMS on that day; the unit itself and every unit below it."),
        _("units with a declaration in force"),
        _("units that hold a QMS"),
        declared,
        list_of("declarations", show="in_force"),
    ),
    MeasuredQuery(
        "moved_in_time",
        _("Share of units that moved to ISO 9001:2015"),
        _("Units that hold a QMS and whose declaration in force on the last day of the period names ISO 9001:2015 or a"
          " later edition, of all units that hold a QMS on that day; the unit itself and every unit below it."),
        _("units with a declaration under 9001:2015 or later"),
        _("units that hold a QMS"),
        moved,
        list_of("declarations", show="in_force"),
    ),
    MeasuredQuery(
        "tasks_on_time",
        _("Share of assigned tasks done on time"),
        _("Assigned tasks whose due day lies in the period and that were done on that day or before, of all assigned"
          " tasks whose due day lies in the period; cancelled ones are left out, a due day that was moved counts as"
          " moved, and days after the cut-off are not counted."),
        _("tasks done by their due day"),
        _("tasks due in the period"),
        actions_on_time(ActionKind.TASK),
        list_of("assigned_tasks", due_from="{first}", due_to="{last}"),
    ),
    MeasuredQuery(
        "corrective_on_time",
        _("Share of corrective actions done on time"),
        _("Corrective actions whose due day lies in the period and that were done on that day or"
          " before, of all whose due day lies in the period; cancelled ones are left out."),
        _("corrective actions done by their due day"),
        _("corrective actions due in the period"),
        actions_on_time(ActionKind.CORRECTIVE),
        list_of("actions", kind="corrective", due_from="{first}", due_to="{last}"),
    ),
    MeasuredQuery(
        "documents_reviewed",
        _("Share of documents reviewed in time"),
        _("Documents in force whose day of periodic review has not passed on the last day of the period, of all"
          " documents in force that have such a day."),
        _("documents whose review is not overdue"),
        _("documents in force with a day of review"),
        documents_reviewed,
        list_of("documents"),
    ),
    MeasuredQuery(
        "dossiers_on_time",
        _("Share of dossiers returned early or on time"),
        _("Dossiers that the months of the period count as done early or on time, of all dossiers done in these"
          " months (early, on time, late)."),
        _("dossiers done early or on time"),
        _("dossiers done"),
        of_dossiers(("early", "on_time"), ("early", "on_time", "late")),
        list_of("procedure_figures", month_from="{first}", month_to="{last}"),
    ),
    MeasuredQuery(
        "dossiers_level_4",
        _("Share of dossiers handled online at level 4"),
        _("Dossiers that the months of the period count as received online at level 4, of all dossiers received in"
          " these months."),
        _("dossiers online at level 4"),
        _("dossiers received"),
        of_dossiers(("online_4",), ("received",)),
        list_of("procedure_figures", month_from="{first}", month_to="{last}"),
    ),
)  # fmt: skip


def register_queries() -> None:
    """Declare them."""
    for query in QMS_QUERIES:
        declare_query(query)
