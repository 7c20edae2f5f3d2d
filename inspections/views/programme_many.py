"""Many visits at once: the proposal by risk, and visits for all units of a kind."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View

from inspections.forms.programme_visits import LISTED, FillForm, ProposalForm
from inspections.models import Programme
from inspections.operations.programme import why_unchangeable
from inspections.operations.programme_visits import plan_visits
from inspections.programme_risk import WEIGHT_NAMES, WEIGHTS, remaining_months
from inspections.programme_units import programme_units
from inspections.reports.programme_proposal import ProposalRow, propose
from qms import clock, policy
from qms.folding import fold
from qms.views.attempts import attempt
from qms.views.reach import get_visible

PER_PAGE = 50
ORDERS: dict[str, Callable[[ProposalRow], Any]] = {
    "score": lambda row: -row.score,
    "unit": lambda row: row.unit.sort_key,
    "last": lambda row: (row.last_on is not None, row.last_on),
    "month": lambda row: row.month,
}


class ManyVisits(View):
    """A form over units of a programme; what it drafts becomes visits in one operation."""

    template_name = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The programme within reach, for whoever plans it."""
        related = ("unit__parent", "edition__standard")
        self.programme = get_visible(Programme, request.user, kwargs["uid"], *related)
        policy.require(request.user, "inspections.plan_programme", self.programme)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """The page."""
        return self.show(self.form())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Plan what is drafted, or the page again with what was typed."""
        form = self.form(request.POST)
        if not form.is_valid():
            return self.show(form)
        result, status = attempt(form, self.programme, lambda: self.run(form))
        if status != 200:
            return self.show(form, status)
        text = ngettext("%(number)d visit planned.", "%(number)d visits planned.", len(result))
        messages.success(request, text % {"number": len(result)})
        return HttpResponseRedirect(self.programme.get_absolute_url())

    def run(self, form: Any) -> Any:
        """The operation."""
        version = form.cleaned_data.get("version")
        return plan_visits(self.programme, form.drafts(), by=self.request.user, version=version)

    def form(self, *data: Any) -> Any:
        """The form over what the page lists."""
        raise NotImplementedError

    def more(self, form: Any) -> dict[str, Any]:
        """More for the template."""
        return {}

    def show(self, form: Any, status: int = 200) -> HttpResponse:
        """The page with the form."""
        why_not = why_unchangeable(self.programme)
        context = {
            "record": self.programme,
            "form": form,
            "may_change": not why_not,
            "why_not": why_not,
            "query": self.query,
            "cancel_url": self.programme.get_absolute_url(),
        }
        return render(self.request, self.template_name, context | self.more(form), status=status)

    @property
    def query(self) -> str:
        """What is looked for among the units."""
        return self.request.GET.get("q", "").strip()[:100]


class Proposal(ManyVisits):
    """Units by how much they need a visit, each with its reasons; ticked ones become visits."""

    template_name = "inspections/programme_proposal.html"

    def form(self, *data: Any) -> ProposalForm:
        rows = propose(self.programme, self.request.user)
        self.order = self.request.GET.get("sort", "score")
        rows.sort(key=ORDERS.get(self.order, ORDERS["score"]))
        words = fold(self.query).split()[:8]
        found = [row for row in rows if all(word in row.unit.search_text for word in words)]
        self.page = Paginator(found, PER_PAGE).get_page(self.request.GET.get("page"))
        listed = list(self.page)
        if data:
            shown = {row.unit.pk for row in listed}
            listed += [row for row in rows if f"pick_{row.unit.pk}" in data[0] and row.unit.pk not in shown]
        form = ProposalForm(*data, programme=self.programme, rows=listed)
        if self.request.GET.get("tick") == "all":
            form.initial.update({f"pick_{row.unit.pk}": not row.visits for row in listed})
        return form

    def more(self, form: Any) -> dict[str, Any]:
        columns = (("unit", _("Unit")), ("score", _("Score")), ("last", _("Last inspected")), ("month", _("Month")))
        heads = {name: {"name": name, "label": label, "is_on": name == self.order} for name, label in columns}
        weights = [(WEIGHT_NAMES[name], weight) for name, weight in WEIGHTS.items()]
        return {"page_obj": self.page, "rows": form.boxes(), "heads": heads, "weights": weights}


class Fill(ManyVisits):
    """Visits for all units of a kind in one step, spread over months."""

    template_name = "inspections/programme_fill.html"

    def form(self, *data: Any) -> FillForm:
        units = programme_units(self.programme)
        self.total = units.count()
        visited = self.programme.lines.filter(ended_at=None).values("unit_id")
        units = units.exclude(pk__in=visited)
        for word in fold(self.query).split()[:8]:
            units = units.filter(search_text__contains=word)
        months = remaining_months(self.programme.year, clock.today())
        return FillForm(*data, programme=self.programme, units=units.order_by("sort_key", "pk"), months=months)

    def more(self, form: Any) -> dict[str, Any]:
        return {
            "total": self.total,
            "left": len(form.listed),
            "limit": LISTED,
            "submit_label": _("Plan these visits"),
        }
