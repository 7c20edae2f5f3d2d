"""Which training is needed: people, why, and a button that plans it for them."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views import View

from qms.forms.objectives import kept_units
from qms.policy import Refused, denied
from qms.printing.training_need_forms import TRAINING_NEEDS
from qms.reports.training_needs import TrainingNeedsExport, need_entries, needing
from qms.reports.trainings import prepares_trainings
from qms.rules.trainings import KEEPERS
from qms.tables.training_needs import NeedFilter
from qms.training_needs import needs_of
from qms.views.exports import export_report
from qms.views.paper_lists import MOST_PRINTED, cut_said, print_lines, tell_unread
from qms.views.printing import KINDS
from qms.views.reach import asked_day, signed_in
from qms.views.taking_away import export_links

PAGE = 20  # needs
FILES = ("xlsx", "csv")


def require_keeper(user: Any) -> None:
    """Raise Refused for who plans trainings nowhere."""
    if not prepares_trainings(user):
        told = _("Trainings are planned and recorded by a quality officer, the unit's manager or top management.")
        raise Refused(denied(told, KEEPERS))


class TrainingNeeds(View):
    """What the people of a unit need."""

    def get(self, request: HttpRequest) -> HttpResponseBase:
        """The needs of the unit asked for, their export, or their print."""
        user, as_of = signed_in(request), asked_day(request)
        require_keeper(user)
        form = NeedFilter(request.GET, units=kept_units(user))
        tell_unread(request, form.unread())
        unit = form.unit_for(user)
        every = needs_of(unit, form.cleaned_data.get("reason") or "") if unit else []
        found = form.narrowed(every)
        if request.GET.get("export") in FILES:
            report = TrainingNeedsExport(form.said(unit))
            return export_report(request, report, needing(found), request.GET["export"], as_of)
        if request.GET.get("print") in KINDS:
            rows = needing(found)
            scope, shown = [*form.said(unit), *cut_said(rows)], need_entries(rows[:MOST_PRINTED])
            return print_lines(request, TRAINING_NEEDS, _("Training needed"), scope, shown, unit, as_of)
        context = self.context(form, found) | {"unit": unit, "as_of": as_of}
        return render(request, "qms/trainings/needed.html", context)

    def context(self, form: NeedFilter, found: list[Any]) -> dict[str, Any]:
        """What the template takes."""
        day, page = asked_day(self.request), Paginator(found, PAGE).get_page(self.request.GET.get("page"))
        asked = any(form.cleaned_data.get(name) for name in ("q", "reason", "show"))
        return {
            "filter": form,
            "page_obj": page,
            "needs": page.object_list,
            "total": len(found),
            "is_grouped": not form.cleaned_data.get("sort"),
            "is_narrowed": asked,
            "export_urls": export_links(self.request) if found else [],
            "as_of_query": f"?as_of={day.isoformat()}" if day else "",
        }
