"""The programme of the year before as a start: the same visits, as far as their units and leads still stand."""

from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from inspections.enums import InspectionKind
from inspections.forms.choices import inspectors_of
from inspections.models import Programme, ProgrammeClause, ProgrammeLine
from inspections.operations.programme import plan_programme
from inspections.operations.programme_visits import VisitDraft, write_visits
from inspections.programme_units import allowed_units
from qms import policy
from qms.history.recording import operation


@dataclass(frozen=True)
class Copied:
    """What a copy takes along, and what it leaves out; said before it is made."""

    drafts: list[VisitDraft] = field(default_factory=list)
    left_out: list[ProgrammeLine] = field(default_factory=list)
    """Visits whose unit no longer stands in the programme's reach."""
    without_lead: list[ProgrammeLine] = field(default_factory=list)
    """Visits whose lead no longer inspects for this unit: copied, the lead left open."""


def what_is_copied(programme: Programme) -> Copied:
    """The visits of the programme as drafts for another year, in a constant number of queries."""
    lines = list(programme.lines.filter(ended_at=None).select_related("unit", "lead").order_by("month", "pk"))
    standing = set(allowed_units(programme).values_list("pk", flat=True))
    superior = programme.kind == InspectionKind.SUPERIOR
    leads = set(inspectors_of([programme.unit_id], also_below=superior).values_list("pk", flat=True))
    clauses: dict[int, list[Any]] = {}
    cited = ProgrammeClause.objects.filter(record__in=lines, ended_at=None).exclude(clause=None)
    for row in cited.select_related("clause").order_by("clause__position"):
        clauses.setdefault(row.record_id, []).append(row.clause)
    copied = Copied()
    for line in lines:
        if line.unit_id not in standing:
            copied.left_out.append(line)
            continue
        kept = line.lead if line.lead_id in leads else None
        if line.lead_id and kept is None:
            copied.without_lead.append(line)
        copied.drafts.append(
            VisitDraft(line.unit, line.month, kept, line.scope, line.note, "", tuple(clauses.get(line.pk, [])))
        )
    return copied


@operation("copy_programme")
def copy_programme(programme: Programme, *, by: Any, year: int) -> Programme:
    """A new draft programme of the unit for `year` with the same visits. Raises ValidationError where one stands."""
    policy.require(by, "inspections.plan_programme", programme)
    same = Programme.objects.filter(unit_id=programme.unit_id, kind=programme.kind, year=year).first()
    if same is not None:
        text = _("%(unit)s has programme %(number)s for %(year)s already: add to it, or choose another year.")
        names = {"unit": programme.unit, "number": same.number, "year": year}
        raise ValidationError({"year": text % names})
    new = Programme(
        unit=programme.unit,
        year=year,
        kind=programme.kind,
        title=programme.title.replace(str(programme.year), str(year)),
        edition=programme.edition,
        basis=programme.basis,
        cycle_years=programme.cycle_years,
    )
    plan_programme(new, by=by)
    write_visits(new, what_is_copied(programme).drafts)
    return new
