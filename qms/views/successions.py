"""What became of units: the register, recording it after a look at what will happen, documents that wait."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from qms import clock, policy
from qms.enums import Role
from qms.forms.successions import SuccessionForm, TransferForm
from qms.models.documents import Document
from qms.models.organisation import Unit
from qms.models.succession import UnitSuccession
from qms.models.transition import TransitionHolder, TransitionStep
from qms.operations import succession as operations
from qms.operations.document_owners import transfer_documents
from qms.reports.successions import SuccessionReport
from qms.successions.documents import MOST, inherited_documents
from qms.successions.preview import preview_of, seal_of
from qms.transition.inherited import carried_over
from qms.views.attempts import attempt
from qms.views.panels import Panel
from qms.views.reach import get_visible, signed_in
from qms.views.register import RegisterView
from qms.views.steps import StepSpec, StepView
from qms.views.uids import uid_or_404


class SuccessionList(RegisterView):
    """What became of units within reach."""

    report = SuccessionReport

    def more(self, report: Any, context: dict[str, Any]) -> dict[str, Any]:
        may = bool(policy.may(self.request.user, "qms.manage_organisation"))
        row: Any
        for row in context["rows"]:
            row.may_take_back = may
        return {"other_list": (_("Units"), reverse("units"))}


def new_url(unit: Unit) -> str:
    """Where what became of a unit is recorded."""
    return f"{reverse('succession_new')}?unit={unit.uid}"


def succession_new(request: HttpRequest) -> HttpResponse:
    """The list, then what it will do, then done: nothing is written that was not shown."""
    policy.require(request.user, "qms.manage_organisation")
    if request.method != "POST":
        return show_new(request, SuccessionForm(user=request.user, initial=first_lines(request)))
    form = SuccessionForm(request.POST, user=request.user)
    if not form.is_valid():
        return show_new(request, form)
    day, move = form.cleaned_data["on_day"], form.moves
    seal = seal_of(form.asked, day, move)
    if "commit" not in request.POST or form.cleaned_data["seen"] != seal:
        form.data["seen"] = seal  # type: ignore[index]  # a copy of what was posted
        return show_new(request, form, preview_of(form.asked, day))
    return commit_new(request, form)


def commit_new(request: HttpRequest, form: SuccessionForm) -> HttpResponse:
    """Record it, or the form again with everything that stands against it."""
    values = {name: form.cleaned_data[name] for name in ("on_day", "basis", "reason")}
    done, status = attempt(
        form,
        None,
        lambda: operations.succeed_units(form.asked, by=request.user, units_below_move=form.moves, **values),
    )
    if status != 200:
        return show_new(request, form, status=status)
    text = ngettext("%(count)d succession recorded.", "%(count)d successions recorded.", len(done))
    messages.success(request, text % {"count": len(done)})
    return redirect("successions")


def first_lines(request: HttpRequest) -> dict[str, Any]:
    """The list begun with the unit that the address names."""
    asked = request.GET.get("unit", "")
    unit = Unit.objects.visible_to(request.user).filter(uid=uid_or_404(asked)).first() if asked else None
    return {"lines": f"{unit.code} > " if unit else "", "on_day": clock.today()}


def show_new(request: HttpRequest, form: SuccessionForm, preview: Any = None, status: int = 200) -> HttpResponse:
    """The form, with what will happen where it could be read."""
    context = {
        "title": _("Merge, split, rename or end units"),
        "intro": _(
            "Records stay with the old units and are reached by the people of their successors; nothing is moved or "
            "rewritten. Look at what will happen before it is recorded."
        ),
        "form": form,
        "preview": preview,
        "total": sum(one.total for one in preview) if preview else 0,
        "cancel_url": reverse("successions"),
    }
    return render(request, "qms/successions/new.html", context, status=status)


class SuccessionStep(StepView):
    """Take a succession back that was recorded wrongly."""

    model = UnitSuccession
    steps = {
        "take_back": StepSpec(
            operations.take_back_succession,
            label=gettext_lazy("Take the succession back"),
            permission="qms.manage_organisation",
            reason=True,
            versioned=False,
            tone="danger",
            effects=[
                gettext_lazy("The successor’s people no longer reach the old unit’s records."),
                gettext_lazy("The units stay ended, and so do their places in transitions: change these by hand."),
            ],
        )
    }

    def get_record(self, uid: Any) -> Any:
        rows = SuccessionReport().visible(self.request.user).filter(ended_at=None)
        return get_visible(UnitSuccession, self.request.user, uid, "unit", "successor", rows=rows)

    def record_url(self) -> str:
        return self.record.unit.get_absolute_url()

    def address(self, result: Any) -> str:
        return reverse("successions")


def inherited(request: HttpRequest, uid: Any) -> HttpResponse:
    """Documents of the units for which a unit answers: another owner, another text."""
    unit = get_visible(Unit, request.user, uid)
    if not signed_in(request).authority.has_role(unit.pk, *Role.of_records()):
        raise Http404
    form = TransferForm(request.POST or None, initial={"reason": ""})
    status = 200
    if request.method == "POST" and form.is_valid():
        answer = take_over(request, unit, form)
        if isinstance(answer, HttpResponseRedirect):
            return answer
        status = answer
    context = {
        "unit": unit,
        "rows": inherited_documents(unit),
        "predecessors": SuccessionReport()
        .visible(request.user)
        .filter(successor=unit, ended_at=None)
        .select_related("unit"),
        "decision": policy.may(request.user, "qms.transfer_documents", unit),
        "picked": set(request.POST.getlist("pick")),
        "form": form,
        "most": MOST,
    }
    return render(request, "qms/successions/inherited.html", context, status=status)


def take_over(request: HttpRequest, unit: Unit, form: TransferForm) -> HttpResponseRedirect | int:
    """Give the ticked documents to the unit, or the status with the reasons on the form."""
    keys = [uid_or_404(text) for text in request.POST.getlist("pick")[:MOST]]
    chosen = list(Document.objects.visible_to(request.user).filter(uid__in=keys))
    reason = form.cleaned_data["reason"]
    done, status = attempt(form, None, lambda: transfer_documents(chosen, unit, by=request.user, reason=reason))
    if status != 200:
        return status
    text = ngettext("%(count)d document has a new owner.", "%(count)d documents have a new owner.", len(done))
    messages.success(request, text % {"count": len(done)})
    return redirect("unit_inherited", uid=unit.uid)


def succession_panel(unit: Unit, user: Any) -> Panel | None:
    """On a unit's page: what became of it, and what it took over."""
    rows = UnitSuccession.objects.filter(ended_at=None).select_related("unit", "successor")
    became, took = list(rows.filter(unit=unit)), list(rows.filter(successor=unit))
    if not became and not took:
        return None
    sees = bool(took) and user.authority.has_role(unit.pk, *Role.of_records())
    context = {"became": became, "took": took, "url": reverse("unit_inherited", args=[unit.uid]) if sees else ""}
    return Panel("qms/successions/panel.html", context, "main")


def carried_over_panel(holder: TransitionHolder, user: Any) -> Panel | None:
    """On a holder's page in a transition: steps that all its predecessors had proved."""
    found = carried_over([holder]).get(holder.pk, {})
    if not found:
        return None
    steps = TransitionStep.objects.filter(pk__in=found, ended_at=None).order_by("position", "pk")
    return Panel("qms/successions/carried_over.html", {"steps": [(step, found[step.pk]) for step in steps]}, "main")
