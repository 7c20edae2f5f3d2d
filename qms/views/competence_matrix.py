"""A unit's people by editions: who holds what until when; filtered, sorted, exported, printed."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views import View

from qms import clock
from qms.models.organisation import Unit
from qms.models.reach import inside_subtree
from qms.printing.training_need_forms import COMPETENCE_MATRIX
from qms.reports.competences import look_of_state, matrix_of
from qms.reports.training_needs import CompetenceMatrixExport, matrix_entries
from qms.tables.training_needs import MatrixFilter, matrix_columns, matrix_order
from qms.tables.trainings import STATES
from qms.views.exports import export_report
from qms.views.paper_lists import MOST_PRINTED, cut_said, print_lines, tell_unread
from qms.views.printing import KINDS
from qms.views.reach import asked_day
from qms.views.taking_away import export_links

PAGE = 50  # people
FILES = ("xlsx", "csv")


class CompetenceMatrix(View):
    """People of a unit by standards and editions."""

    def get(self, request: HttpRequest) -> HttpResponseBase:
        """The matrix of the unit asked for, its export, or its print."""
        as_of, user = asked_day(request), request.user
        reached = inside_subtree(user.authority.record_units)  # type: ignore[union-attr]
        units = Unit.objects.filter(pk__in=reached).valid_on(clock.today()).order_by("sort_key")
        form = MatrixFilter(request.GET, units=units)
        tell_unread(request, form.unread())
        unit = form.unit_for(user)
        matrix = matrix_of(user, unit) if unit else {"heads": [], "rows": []}
        asked = self.asked_order(matrix["heads"])
        lines = matrix_order([line for line in matrix["rows"] if form.keeps(line)], asked)
        if request.GET.get("export") in FILES:
            report = CompetenceMatrixExport(matrix["heads"], form.said(unit))
            return export_report(request, report, lines, request.GET["export"], as_of)
        if request.GET.get("print") in KINDS:
            scope, shown = [*form.said(unit), *cut_said(lines)], matrix_entries(lines[:MOST_PRINTED])
            return print_lines(request, COMPETENCE_MATRIX, _("People by editions"), scope, shown, unit, as_of)
        context = self.context(form, matrix, lines, asked) | {"unit": unit, "as_of": as_of}
        return render(request, "qms/trainings/matrix.html", context)

    def asked_order(self, heads: list[str]) -> list[str]:
        """By which columns; an unknown one is ignored with a message."""
        known = {"person", *(f"held{place}" for place in range(len(heads)))}
        asked = [name for name in self.request.GET.get("sort", "").split(",") if name]
        kept = [name for name in asked if name.removeprefix("-") in known]
        if kept != asked:
            messages.warning(self.request, _("This list cannot be sorted so; its usual order is shown."))
        return kept

    def context(self, form: Any, matrix: Any, lines: list[Any], asked: list[str]) -> dict[str, Any]:
        """What the template takes."""
        day = asked_day(self.request)
        page = Paginator(lines, PAGE).get_page(self.request.GET.get("page"))
        return {
            "filter": form,
            "columns": matrix_columns(matrix["heads"], asked),
            "page_obj": page,
            "rows": page.object_list,
            "total": len(lines),
            "holds_any": bool(matrix["heads"] and matrix["rows"]),
            "legend": [look_of_state(state) for state in STATES],
            "export_urls": export_links(self.request) if lines else [],
            "as_of_query": f"?as_of={day.isoformat()}" if day else "",
        }
