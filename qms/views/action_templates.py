"""Action templates of a QMS holder: the page, writing, changing, ending; taking one over into a form."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views import View

from qms import policy
from qms.forms.planning import ActionTemplateForm
from qms.models.action_work import ActionTemplate
from qms.models.organisation import Unit
from qms.operations import action_templates as operations
from qms.operations.action_steps import lines_of
from qms.policy import Refused
from qms.views.editing import CreateView, EditView
from qms.views.reach import get_visible, signed_in
from qms.views.steps import StepSpec, StepView

KEEP = operations.KEEP


class TakesTemplate:
    """A form that plans an action: "take over" shows it again, what was typed kept, what was empty filled."""

    template_name = "qms/actions/plan.html"

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Fill from the template, or save."""
        if "take_over" not in request.POST:
            return super().post(request, **kwargs)  # type: ignore[misc]
        form = self.form()  # type: ignore[attr-defined]
        form.take_over(request.POST)
        return self.show(form)  # type: ignore[attr-defined]


def template_of(request: HttpRequest, uid: Any) -> Any:
    """A standing template of a system to which the person belongs, or 404."""
    user = signed_in(request)
    if not user.authority.holders:
        raise Http404
    return get_visible(ActionTemplate, user, uid, "unit", rows=operations.live_templates(user))


class ActionTemplates(View):
    """The templates of each holder to whose QMS the person belongs."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """The page."""
        user = signed_in(request)
        holders = Unit.objects.filter(pk__in=user.authority.holders).order_by("sort_key")
        rows = list(operations.live_templates(user))
        sections = [
            {
                "unit": unit,
                "may": bool(policy.may(user, KEEP, ActionTemplate(unit=unit))),
                "templates": [{"row": row, "steps": lines_of(row.steps)} for row in rows if row.unit_id == unit.pk],
            }
            for unit in holders
        ]
        keeps = any(section["may"] for section in sections)
        return render(request, "qms/actions/templates.html", {"sections": sections, "keeps": keeps})


def kept_holders(user: Any) -> list[Unit]:
    """Holders whose templates the person keeps."""
    holders = Unit.objects.filter(pk__in=user.authority.holders)
    return [unit for unit in holders if policy.may(user, KEEP, ActionTemplate(unit=unit))]


class ActionTemplateNew(CreateView):
    """A new template."""

    model = ActionTemplate
    form_class = ActionTemplateForm
    title = gettext_lazy("New action template")
    operation = staticmethod(operations.save_template)

    def check(self) -> None:
        """Officers of a holder only."""
        user = signed_in(self.request)
        if not kept_holders(user):
            raise Refused(policy.may(user, KEEP, ActionTemplate()))

    def cancel_url(self) -> str:
        return reverse("action_templates")

    def address(self, result: Any) -> str:
        return self.cancel_url()


class ActionTemplateEdit(EditView):
    """Another wording of a template."""

    model = ActionTemplate
    form_class = ActionTemplateForm
    permission = KEEP
    title = gettext_lazy("Change the action template")
    operation = staticmethod(operations.save_template)

    def get_instance(self) -> Any:
        return template_of(self.request, self.kwargs["uid"])

    def cancel_url(self) -> str:
        return reverse("action_templates")

    def address(self, result: Any) -> str:
        return self.cancel_url()


class ActionTemplateStep(StepView):
    """Ending a template."""

    model = ActionTemplate
    steps = {
        "end": StepSpec(
            operations.end_template,
            label=gettext_lazy("End the action template"),
            permission=KEEP,
            reason=True,
            versioned=False,
            tone="danger",
            effects=[gettext_lazy("It is no longer offered; actions that began with it stay as they are.")],
        )
    }

    def get_record(self, uid: Any) -> Any:
        return template_of(self.request, uid)

    def record_url(self) -> str:
        return reverse("action_templates")
