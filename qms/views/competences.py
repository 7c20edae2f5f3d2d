"""Competences: who holds what until when, and a unit's people by editions."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from qms import clock
from qms.forms.fields import UnitChoice
from qms.models.organisation import Unit
from qms.models.reach import inside_subtree
from qms.printing import COMPETENCE_REGISTER
from qms.reports.competences import CompetenceReport, look_of_state, matrix_of
from qms.reports.printed_trainings import competence_entries
from qms.tables.trainings import STATES
from qms.views.printed_lists import PrintedList
from qms.views.reach import asked_day


class CompetenceList(PrintedList):
    """Competences within reach."""

    report = CompetenceReport
    printed_form = COMPETENCE_REGISTER

    def entries(self, records: Sequence[Any], as_of: Any) -> Sequence[Any]:
        return competence_entries(records)

    def more(self, report: Any, context: dict[str, Any]) -> dict[str, Any]:
        return {"other_list": (_("People by editions"), f"{reverse('competence_matrix')}{context['as_of_query']}")}


class UnitAsked(forms.Form):
    """Of which unit."""

    fields: Any  # by name
    unit = UnitChoice(label=gettext_lazy("Unit"), required=False)

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units


def asked_unit(request: HttpRequest, units: Any) -> tuple[UnitAsked, Unit | None]:
    """The form, and the unit asked for among these, else the person's own."""
    form = UnitAsked(request.GET, units=units)
    chosen = form.cleaned_data.get("unit") if form.is_valid() else None
    own = request.user.authority.all_units  # type: ignore[union-attr]
    chosen = chosen or units.filter(pk__in=own).first() or units.first()
    if chosen is not None and not request.GET.get("unit"):
        form = UnitAsked({"unit": chosen.pk}, units=units)
        form.is_valid()
    return form, chosen


class CompetenceMatrix(View):
    """People of a unit by standards and editions."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """The matrix of the unit asked for."""
        as_of = asked_day(request)
        reached = inside_subtree(request.user.authority.record_units)  # type: ignore[union-attr]
        units = Unit.objects.filter(pk__in=reached).valid_on(clock.today()).order_by("sort_key")
        form, unit = asked_unit(request, units)
        context = {
            "form": form,
            "unit": unit,
            "matrix": matrix_of(request.user, unit) if unit else None,
            "legend": [look_of_state(state) for state in STATES],
            "as_of": as_of,
            "as_of_query": f"?as_of={as_of.isoformat()}" if as_of else "",
        }
        return render(request, "qms/trainings/matrix.html", context)
