"""All procedures of a unit in a month in one table: figures that stand are corrected, new ones added, all or none."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View

from qms import clock
from qms.enums import DocumentKind, Role
from qms.forms.procedure_figures import MonthForm, MonthTableForm
from qms.models.documents import Document, Issue
from qms.models.organisation import Unit
from qms.models.outputs import ProcedureFigure
from qms.models.reach import inside_ancestors, inside_subtree
from qms.operations.procedure_figures import correct_procedure_figures, record_procedure_figures
from qms.policy import Refused, denied
from qms.procedure_counts import COUNTS, carried_over, first_of, month_before, oddities
from qms.reports.procedure_figures import HEADERS, gives_figures
from qms.views.reach import signed_in
from qms.workflow import StepRefused


def unit_procedures(unit: Any, month: dt.date) -> list[Any]:
    """Administrative procedures in force in the unit's line of its QMS, and those that it gave figures of before."""
    line = Q(unit_id__in=inside_ancestors([unit.pk])) | Q(unit_id__in=inside_subtree([unit.pk]))
    coded = Issue.objects.effective_on(clock.today()).exclude(procedure_code="").values("document_id")
    in_force = line & Q(kind=DocumentKind.PROCEDURE, pk__in=coded)
    given = ProcedureFigure.objects.filter(unit=unit, ended_at=None, month__lte=month).values("document_id")
    return list(Document.objects.filter(in_force | Q(pk__in=given)).order_by("number", "pk"))


class ProcedureMonth(View):
    """Choose unit and month, then the table."""

    template_name = "qms/procedure_figures/month.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Unit and month of the address; what one may not give is refused with who can."""
        if not gives_figures(request.user):
            text = _("Figures of procedures are given by a quality officer, the unit's manager or top management.")
            raise Refused(denied(text, _("a quality officer, the unit's manager, top management")))
        self.unit: Any = None
        self.month: Any = None
        asked = self.choice(request.GET) if request.GET.get("unit") or request.GET.get("month") else None
        self.asked = asked
        if asked is not None and asked.is_valid():
            self.unit, self.month = asked.cleaned_data["unit"], asked.cleaned_data["month"]
        return super().dispatch(request, *args, **kwargs)

    def units(self) -> Any:
        """Units whose figures the person gives."""
        held = signed_in(self.request).authority.units_as(Role.OFFICER, Role.MANAGER, Role.TOP)
        rows = Unit.objects.visible_to(self.request.user).filter(pk__in=inside_subtree(held))
        return rows.valid_on(clock.today()).order_by("sort_key")

    def choice(self, data: Any = None) -> MonthForm:
        """The choice of unit and month; the month before is offered."""
        return MonthForm(data, units=self.units(), initial={"month": month_before(first_of(clock.today()))})

    def table(self, data: Any = None) -> MonthTableForm | None:
        """The table's form; None before a choice."""
        if self.unit is None or self.month is None:
            return None
        rows = ProcedureFigure.objects.filter(unit=self.unit, month=self.month, ended_at=None)
        standing = {row.document_id: row for row in rows}
        return MonthTableForm(data, documents=unit_procedures(self.unit, self.month), standing=standing)

    def get(self, request: HttpRequest) -> HttpResponse:
        """The choice, and the table once it is made."""
        return self.show(self.table())

    def post(self, request: HttpRequest) -> HttpResponse:
        """All rows, or the table again with what was typed and every fault."""
        form = self.table(request.POST)
        if form is None:
            raise Http404
        if not form.is_valid():
            return self.show(form)
        try:
            count = self.save(form)
        except StepRefused as refused:
            for reason in refused.reasons:
                form.add_error(None, reason)
            return self.show(form, 409)
        except Refused as refused:
            form.add_error(None, str(refused))
            return self.show(form, 403)
        text = ngettext("Figures of %(count)d procedure saved.", "Figures of %(count)d procedures saved.", count)
        messages.success(request, text % {"count": count})
        for sentence in self.noted(form):
            messages.warning(request, sentence)
        query = f"unit={self.unit.pk}&month_from={self.month:%m/%Y}&month_to={self.month:%m/%Y}"
        return HttpResponseRedirect(f"{reverse('procedure_figures')}?{query}")

    @transaction.atomic
    def save(self, form: MonthTableForm) -> int:
        """New ones and corrections in one transaction."""
        new, changed = form.new(), form.changed()
        if changed:
            correct_procedure_figures(changed, by=self.request.user, reason=form.cleaned_data["reason"])
        if new:
            record_procedure_figures(self.unit, self.month, new, by=self.request.user)
        return len(new) + len(changed)

    def noted(self, form: MonthTableForm) -> list[str]:
        """What does not go together in what was saved: told, not refused."""
        earlier: dict[int, list[Any]] = {}
        rows = ProcedureFigure.objects.filter(unit=self.unit, month__lt=self.month, ended_at=None)
        for row in rows:
            earlier.setdefault(row.document_id, []).append(row)
        said = []
        for document in form.documents:
            if form.given(document):
                before = earlier.get(document.pk, [])
                found = oddities(form.counts(document), carried_over(before), bool(before))
                said += [f"{document.number}: {sentence}" for sentence in found]
        return said

    def show(self, form: MonthTableForm | None, status: int = 200) -> HttpResponse:
        """Choice and table."""
        context = {
            "title": _("Figures of a month"),
            "choice": self.asked if self.asked is not None else self.choice(),
            "form": form,
            "unit": self.unit,
            "month": self.month,
            "headers": [HEADERS[name] for name in COUNTS],
            "cancel_url": reverse("procedure_figures"),
        }
        return render(self.request, self.template_name, context, status=status)
