"""Cause categories of a QMS holder: one page, and steps of each category."""

from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from inspections.forms.repeat import CategoryNamesForm, NewCategoryForm
from inspections.models import CauseCategory
from inspections.operations import cause_categories as operations
from qms import policy
from qms.models.organisation import Unit
from qms.views.attempts import attempt
from qms.views.reach import get_visible, signed_in
from qms.views.steps import StepSpec, StepView
from qms.views.uids import uid_or_404

KEEP = "inspections.keep_cause_categories"


class CauseCategories(View):
    """The categories of each holder to whose QMS the person belongs; officers add to them here."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """The page."""
        return self.show({})

    def post(self, request: HttpRequest) -> HttpResponse:
        """Add a category, or begin with the usual ones."""
        unit = get_object_or_404(self.holders(), uid=uid_or_404(request.POST.get("unit", "")))
        form = NewCategoryForm(request.POST)
        if "start" in request.POST:
            work = lambda: operations.add_starting_set(unit, by=request.user)  # noqa: E731 - short
            form.is_valid()
        elif form.is_valid():
            names = [(form.cleaned_data["name_vi"].strip(), form.cleaned_data["name_en"].strip())]
            work = lambda: operations.add_cause_categories(unit, names, by=request.user)  # noqa: E731 - short
        else:
            return self.show({unit.pk: form})
        added, status = attempt(form, None, work)
        if status != 200:
            return self.show({unit.pk: form}, status)
        messages.success(request, _("Added: %(names)s.") % {"names": ", ".join(str(one) for one in added) or "–"})
        return HttpResponseRedirect(request.path)

    def holders(self) -> Any:
        """Units whose QMS the person belongs to."""
        return Unit.objects.filter(pk__in=signed_in(self.request).authority.holders).order_by("sort_key")

    def show(self, forms: dict[int, Any], status: int = 200) -> HttpResponse:
        """Render the page, a form that was refused with its errors."""
        holders = list(self.holders())
        rows = CauseCategory.objects.filter(unit__in=holders, ended_at=None)
        rows = rows.annotate(uses=Count("causes")).order_by("position", "pk")
        sections = [
            {
                "unit": unit,
                "categories": [row for row in rows if row.unit_id == unit.pk],
                "may": bool(policy.may(self.request.user, KEEP, CauseCategory(unit=unit))),
                "form": forms.get(unit.pk) or NewCategoryForm(auto_id=f"id_{unit.pk}_%s"),
            }
            for unit in holders
        ]
        return render(self.request, "inspections/cause_categories.html", {"sections": sections}, status=status)


def move_up(category: CauseCategory, *, by: Any) -> None:
    """One place up."""
    operations.move_cause_category(category, by=by, places=-1)


def move_down(category: CauseCategory, *, by: Any) -> None:
    """One place down."""
    operations.move_cause_category(category, by=by, places=1)


def _spec(operation: Any, label: Any, **more: Any) -> StepSpec:
    return StepSpec(operation, label=label, permission=KEEP, versioned=False, **more)


class CauseCategoryStep(StepView):
    """Renaming, moving and ending a category."""

    model = CauseCategory
    related = ("unit",)
    steps = {
        "rename": _spec(
            operations.rename_cause_category,
            gettext_lazy("Rename the cause category"),
            form_class=CategoryNamesForm,
            intro=gettext_lazy("Causes that have it keep it, under the new name."),
        ),
        "up": _spec(move_up, gettext_lazy("Move up")),
        "down": _spec(move_down, gettext_lazy("Move down")),
        "end": _spec(
            operations.end_cause_category,
            gettext_lazy("End the cause category"),
            reason=True,
            tone="danger",
            effects=[gettext_lazy("It is no longer offered; causes that have it keep it.")],
        ),
    }

    def get_record(self, uid: Any) -> Any:
        holders = signed_in(self.request).authority.holders
        if not holders:
            raise Http404
        rows = CauseCategory.objects.filter(unit_id__in=holders, ended_at=None)
        return get_visible(CauseCategory, self.request.user, uid, *self.related, rows=rows)

    def record_url(self) -> str:
        return reverse("cause_categories")
