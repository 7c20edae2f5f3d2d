"""What has been covered over the cycle, and what changed between the versions of a programme."""

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from inspections.enums import ProgrammeStatus
from inspections.models import Programme
from inspections.programme_clauses import clause_tree
from inspections.programme_coverage import (
    ClauseRow,
    Coverage,
    coverage_of,
    done_clauses,
    planned_clauses,
    spread_out,
    years_of,
)
from inspections.programme_units import programme_units
from inspections.programme_versions import Comparison, compare, content_of
from qms import clock
from qms.models.standards import Edition
from qms.policy import Text
from qms.views.facts import label_of
from qms.views.reach import get_visible, signed_in

STATES: dict[str, tuple[Text, str, str]] = {
    "done": (gettext_lazy("Covered"), "success", "circle-check"),
    "planned": (gettext_lazy("Planned"), "info", "calendar-event"),
    "missed": (gettext_lazy("Planned, not done"), "warning", "alert-triangle"),
    "hole": (gettext_lazy("Not covered"), "danger", "circle-x"),
}
"""What each state of a clause is called, and how it looks."""


@require_safe
def coverage(request: HttpRequest, uid: Any) -> HttpResponse:
    """Clauses by years of the cycle, for all units of the programme or one of them (`?unit=`)."""
    user = signed_in(request)
    programme = get_visible(Programme, user, uid, "unit__parent", "edition__standard")
    units = list(programme_units(programme).order_by("sort_key"))
    one = next((unit for unit in units if str(unit.uid) == request.GET.get("unit")), None)
    keys = [unit.pk for unit in ([one] if one else units)]
    tree, years = clause_tree(programme.edition_id), years_of(programme)
    planned = spread_out(tree, planned_clauses(programme), keys)
    done = spread_out(tree, done_clauses(programme, keys, user), keys)
    found = coverage_of(tree, years, planned, done, units=len(keys), this_year=clock.today().year)
    context = {
        "record": programme,
        "units": units,
        "unit": one,
        "coverage": found,
        "parts": list(_parts(found, tree.clauses)),
        "covered": sum(row.state == "done" for row in found.rows),
        "states": STATES,
    }
    return render(request, "inspections/programme_coverage.html", context)


def _parts(found: Coverage, clauses: Iterable[Any]) -> Any:
    """The rows under the main clause they belong to."""
    titles = {clause.number: clause for clause in clauses}
    for number, own in groupby(found.rows, key=lambda row: row.clause.number.split(".")[0]):
        yield {"clause": titles.get(number, number), "rows": [_row(row, found) for row in own]}


def _row(row: ClauseRow, found: Coverage) -> dict[str, Any]:
    label, tone, icon = STATES[row.state]
    cells = [{"planned": len(planned), "done": len(done)} for planned, done in zip(row.planned, row.done, strict=True)]
    share = round(100 * row.units_done / found.units) if found.units else 0
    years = list(zip(found.years, cells, strict=True))
    return {"row": row, "label": label, "tone": tone, "icon": icon, "years": years, "share": share}


@require_safe
def versions(request: HttpRequest, uid: Any) -> HttpResponse:
    """The versions, and what changed from one (`?with=`) to another (`?of=`), or to the programme as it stands.

    Unless asked otherwise: the latest against the one before; while it is changed, what stands against the latest.
    """
    programme = get_visible(Programme, signed_in(request), uid, "unit", "edition__standard")
    listed = list(programme.versions.select_related("approved_by").order_by("-number"))
    contents = {str(one.number): one.content for one in listed} | {"now": content_of(programme)}
    changing = programme.status in (ProgrammeStatus.DRAFT, ProgrammeStatus.AMENDED)
    usual = "now" if changing or not listed else str(listed[0].number)
    of = request.GET["of"] if request.GET.get("of") in contents else usual
    earlier = [one for one in listed if of == "now" or one.number < int(of)]
    asked = request.GET.get("with", "")
    other = asked if asked in contents else str(earlier[0].number) if earlier else ""
    context = {"record": programme, "versions": listed, "of": of, "with": other}
    if other:
        found = compare(contents[other], contents[of])
        context |= {"comparison": found, "head": _head(found), "groups": groups(found)}
    return render(request, "inspections/programme_versions.html", context)


def _head(found: Comparison) -> list[tuple[str, Any, Any]]:
    editions = {edition.code: str(edition) for edition in Edition.objects.select_related("standard")}
    return [
        (label_of(Programme, name), editions.get(old, old), editions.get(new, new)) for name, old, new in found.head
    ]


def groups(found: Comparison) -> list[dict[str, Any]]:
    """The changes of visits by what happened to them, as the page lists them."""
    named = (
        (_("Added"), "success", "plus", found.added),
        (_("Moved to another month"), "warning", "arrow-right", found.moved),
        (_("Changed"), "info", "pencil", found.changed),
        (_("Taken out"), "danger", "circle-x", found.dropped),
    )
    return [
        {"label": label, "tone": tone, "icon": icon, "changes": changes}
        for label, tone, icon, changes in named
        if changes
    ]
