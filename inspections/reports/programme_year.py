"""The year of a programme, a page of its units at a time: visits by month, and the inspections planned from them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q

from inspections.enums import InspectionStatus
from inspections.models import InspectedUnit, Inspection, Programme, ProgrammeClause, ProgrammeLine
from inspections.programme_units import programme_units
from qms.folding import fold
from qms.looks import status_look
from qms.models.organisation import Unit

FEW = 40  # units: so many are shown with and without visits, and on one page
MONTHS = range(1, 13)


@dataclass
class Visit:
    """One visit with its clauses and the inspections planned from it that the person reaches."""

    line: Any
    clauses: str = ""
    inspections: list[Any] = field(default_factory=list)
    may_plan: bool = False

    @property
    def look(self) -> dict[str, str] | None:
        """How its inspection stands."""
        return status_look(self.inspections[0]) if self.inspections else None


@dataclass
class Year:
    """What the page shows: its units with twelve cells each, the visits of these units, and the whole year's sums.

    On a phone units without a visit are shown only where they were asked for.
    """

    page: Page
    rows: list[tuple[Any, list[list[Visit]], bool]]
    visits: list[Visit]
    totals: list[int]
    units: int
    visited: int
    query: str
    shows_all: bool
    asked_all: bool

    @property
    def looks(self) -> list[dict[str, str]]:
        """What the marks on this page mean."""
        seen = {visit.look["label"]: visit.look for visit in self.visits if visit.look}
        return list(seen.values())


def year_of(programme: Programme, user: Any, asked: Any) -> Year:
    """The page of the year that `asked` (q, units=all, page) names."""
    lines = programme.lines.filter(ended_at=None)
    visited = lines.values("unit_id")
    reach = Q(pk__in=programme_units(programme).values("pk")) | Q(pk__in=visited)
    everything = Unit.objects.filter(reach)
    units, with_visit = everything.count(), visited.order_by().distinct().count()
    query, asked_all = asked.get("q", "").strip()[:100], asked.get("units") == "all" or not with_visit
    shows_all = asked_all or units <= FEW
    shown = everything if shows_all or query else everything.filter(pk__in=visited)
    for word in fold(query).split()[:8]:
        shown = shown.filter(search_text__contains=word)
    page = Paginator(shown.order_by("sort_key", "pk"), FEW).get_page(asked.get("page"))
    visits = visits_of(lines.filter(unit__in=[unit.pk for unit in page]), user)
    sums = dict(lines.order_by().values_list("month").annotate(number=Count("id")))
    rows = _rows(page, visits)
    totals = [sums.get(month, 0) for month in MONTHS]
    return Year(page, rows, visits, totals, units, with_visit, query, shows_all, asked_all or bool(query))


def visits_of(lines: Any, user: Any) -> list[Visit]:
    """The visits by month, each with its clauses and its inspections within reach."""
    listed: list[ProgrammeLine] = list(lines.select_related("unit", "lead").order_by("month", "unit__sort_key", "pk"))
    planned: dict[int, list[Any]] = {}
    seen = Inspection.objects.visible_to(user).filter(programme_line__in=listed)
    for inspection in seen.exclude(status=InspectionStatus.CANCELLED).order_by("pk"):
        planned.setdefault(inspection.programme_line_id, []).append(inspection)
    for line, inspection in _shared(listed, user):
        planned.setdefault(line.pk, []).append(inspection)
    cited: dict[int, list[str]] = {}
    rows = ProgrammeClause.objects.filter(record__in=listed, ended_at=None).order_by("clause__position")
    for line_id, number, written in rows.values_list("record_id", "clause__number", "written_as"):
        cited.setdefault(line_id, []).append(number or written)
    return [Visit(line, ", ".join(cited.get(line.pk, [])), planned.get(line.pk, [])) for line in listed]


def _shared(listed: list[ProgrammeLine], user: Any) -> Iterator[tuple[ProgrammeLine, Inspection]]:
    """Visits that an inspection of several units serves, planned from another visit of the programme in that month."""
    seen = Inspection.objects.visible_to(user).exclude(status=InspectionStatus.CANCELLED)
    rows = InspectedUnit.objects.filter(
        unit_id__in={line.unit_id for line in listed},
        inspection__programme_line__programme_id__in={line.programme_id for line in listed},
        inspection__in=seen.values("pk"),
        ended_at=None,
    )
    by_place = {(line.unit_id, line.month): line for line in listed}
    for row in rows.select_related("inspection__programme_line").order_by("pk"):
        origin = row.inspection.programme_line
        line = by_place.get((row.unit_id, origin.month)) if origin else None
        if line is not None and origin is not None and line.pk != origin.pk:
            yield line, row.inspection


def _rows(units: Any, visits: list[Visit]) -> list[tuple[Any, list[list[Visit]], bool]]:
    cells: dict[tuple[int, int], list[Visit]] = {}
    for visit in visits:
        cells.setdefault((visit.line.unit_id, visit.line.month), []).append(visit)
    visited = {visit.line.unit_id for visit in visits}
    return [(unit, [cells.get((unit.pk, month), []) for month in MONTHS], unit.pk in visited) for unit in units]
