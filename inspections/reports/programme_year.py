"""The year of a programme, a page of its units at a time: visits by month, and the inspections planned from them."""

from dataclasses import dataclass, field
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q

from inspections.enums import InspectionStatus
from inspections.models import Inspection, Programme, ProgrammeClause, ProgrammeLine
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
    """What the page shows: its units with twelve cells each, the visits of these units, and the whole year's sums."""

    page: Page
    rows: list[tuple[Any, list[list[Visit]]]]
    visits: list[Visit]
    totals: list[int]
    units: int
    visited: int
    query: str
    shows_all: bool

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
    units, with_visit = everything.count(), visited.distinct().count()
    query, shows_all = asked.get("q", "").strip()[:100], asked.get("units") == "all" or units <= FEW or not with_visit
    shown = everything if shows_all or query else everything.filter(pk__in=visited)
    for word in fold(query).split()[:8]:
        shown = shown.filter(search_text__contains=word)
    page = Paginator(shown.order_by("sort_key", "pk"), FEW).get_page(asked.get("page"))
    visits = visits_of(lines.filter(unit__in=[unit.pk for unit in page]), user)
    sums = dict(lines.order_by().values_list("month").annotate(number=Count("id")))
    rows = _rows(page, visits)
    return Year(page, rows, visits, [sums.get(month, 0) for month in MONTHS], units, with_visit, query, shows_all)


def visits_of(lines: Any, user: Any) -> list[Visit]:
    """The visits by month, each with its clauses and its inspections within reach."""
    listed: list[ProgrammeLine] = list(lines.select_related("unit", "lead").order_by("month", "unit__sort_key", "pk"))
    planned: dict[int, list[Any]] = {}
    seen = Inspection.objects.visible_to(user).filter(programme_line__in=listed)
    for inspection in seen.exclude(status=InspectionStatus.CANCELLED).order_by("pk"):
        planned.setdefault(inspection.programme_line_id, []).append(inspection)
    cited: dict[int, list[str]] = {}
    rows = ProgrammeClause.objects.filter(record__in=listed, ended_at=None).order_by("clause__position")
    for line_id, number, written in rows.values_list("record_id", "clause__number", "written_as"):
        cited.setdefault(line_id, []).append(number or written)
    return [Visit(line, ", ".join(cited.get(line.pk, [])), planned.get(line.pk, [])) for line in listed]


def _rows(units: Any, visits: list[Visit]) -> list[tuple[Any, list[list[Visit]]]]:
    cells: dict[tuple[int, int], list[Visit]] = {}
    for visit in visits:
        cells.setdefault((visit.line.unit_id, visit.line.month), []).append(visit)
    return [(unit, [cells.get((unit.pk, month), []) for month in MONTHS]) for unit in units]
