"""Taking over the directive's objectives: choose the holder, then which of the set, from which year, for whom."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View

from qms import clock, policy
from qms.forms.objectives import TakeOverForm, kept_units
from qms.models.objectives import Objective
from qms.models.organisation import QMSHolding, Unit
from qms.operations.objective_sets import take_over_objectives
from qms.policy import Refused, denied
from qms.reports.objectives import proposes_objectives
from qms.views.reach import get_visible, signed_in
from qms.workflow import StepRefused


def holders(user: Any) -> Any:
    """Units that hold a QMS and whose objectives the person proposes."""
    today = clock.today()
    standing = QMSHolding.objects.filter(valid_from__lte=today).exclude(valid_to__lt=today)
    return kept_units(user).filter(pk__in=standing.values("unit_id"))


class TakeOverChoice(View):
    """Which holder takes them over; one alone is led to at once."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """The holders."""
        if not proposes_objectives(request.user):
            who = _("a quality officer, the unit's manager, top management")
            text = _("Objectives are proposed by a quality officer, the unit's manager or top management.")
            raise Refused(denied(text, who))
        units = list(holders(signed_in(request)))
        if len(units) == 1:
            return HttpResponseRedirect(reverse("objectives_take_unit", args=[units[0].uid]))
        context = {"title": _("Take over the directive's objectives"), "units": units}
        return render(request, "qms/objectives/take_choice.html", context)


class TakeOver(View):
    """The set for one holder."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """The unit within reach (404), then the rule (403)."""
        user = signed_in(request)
        self.unit = get_visible(Unit, user, kwargs["uid"], rows=Unit.objects.visible_to(user))
        policy.require(user, "qms.propose_objective", Objective(unit=self.unit))
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, uid: Any) -> HttpResponse:
        """The form."""
        return self.show(TakeOverForm(unit=self.unit, initial={"owner": signed_in(request).pk}))

    def post(self, request: HttpRequest, uid: Any) -> HttpResponse:
        """Propose those chosen; those that stand already stay."""
        form = TakeOverForm(request.POST, unit=self.unit)
        if not form.is_valid():
            return self.show(form)
        given = form.cleaned_data
        try:
            made = take_over_objectives(
                self.unit, by=request.user, owner=given["owner"], year=given["year"], keys=form.keys, own=form.own
            )
        except StepRefused as refused:
            for reason in refused.reasons:
                form.add_error(None, reason)
            return self.show(form, 409)
        text = ngettext("%(count)d objective is proposed.", "%(count)d objectives are proposed.", len(made))
        messages.success(request, text % {"count": len(made)})
        return HttpResponseRedirect(f"{reverse('objectives')}?unit={self.unit.pk}")

    def show(self, form: TakeOverForm, status: int = 200) -> HttpResponse:
        """The form, with what stands already."""
        context = {
            "title": _("Take over the directive's objectives"),
            "intro": self.unit.name,
            "form": form,
            "standing": form.standing,
            "submit_label": _("Propose them"),
            "cancel_url": reverse("objectives"),
        }
        return render(self.request, "qms/objectives/take.html", context, status=status)
