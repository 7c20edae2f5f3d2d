"""Disposals: list, page, drafting, choosing records, steps, what is decided of each record, prints."""

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views import View
from django.views.decorators.http import require_safe

from qms import policy, printing
from qms.enums import Role
from qms.evidence_enums import DisposalStatus, DisposalVerdict
from qms.forms import retention as forms
from qms.history.timeline import Entry
from qms.models.retention import Disposal, DisposalFile, DisposalItem
from qms.operations import disposals as operations
from qms.operations.print_templates import form_for
from qms.registry import registry
from qms.reports.decisions import standing_then
from qms.reports.printed_disposals import disposal_list, disposal_minutes
from qms.reports.retention import DisposalItemReport, DisposalReport
from qms.retention_workflow import DISPOSAL
from qms.tables.retention import DisposalItemTable, kind_title
from qms.views.attempts import attempt
from qms.views.decision_rows import told_together
from qms.views.editing import CreateView, EditView
from qms.views.printing import answer, found
from qms.views.reach import get_visible, links_to
from qms.views.record import RecordView
from qms.views.register import RegisterView
from qms.views.retention import chosen_holder, officers_only
from qms.views.steps import StepSpec, StepView, step_beside
from qms.workflow import Step

FIRST = 20  # records on the page of a disposal; the rest has a list of its own
TOLD = 10  # refusals told one by one
BESIDE = partial(StepSpec, permission="qms.prepare_disposal", tone="secondary")
STEPS = {
    "submit": StepSpec(operations.submit_disposal, effects=[gettext_lazy("Top management is asked to approve it.")]),
    "approve": StepSpec(
        operations.approve_disposal,
        forms.ApproveDisposalForm,
        effects=[gettext_lazy("Nothing is removed yet: a quality officer carries it out before a witness.")],
    ),
    "carry_out": StepSpec(
        operations.carry_out_disposal,
        forms.CarryOutForm,
        effects=[
            gettext_lazy("Of each record its number, title, history, hashes and this decision stay."),
            gettext_lazy("Files that no kept record carries are removed for good. This cannot be undone."),
        ],
    ),
    "return": StepSpec(operations.return_disposal, effects=[gettext_lazy("An approval no longer counts.")]),
    "cancel": StepSpec(operations.cancel_disposal, effects=[gettext_lazy("The records stay as they are.")]),
    "original": BESIDE(
        operations.attach_to_disposal, forms.DisposalOriginalForm, label=gettext_lazy("Attach the signed papers")
    ),
}
PRINTS = {
    "list": (printing.DISPOSAL_LIST, disposal_list),
    "minutes": (printing.DISPOSAL_MINUTES, disposal_minutes),
}


class DisposalList(RegisterView):
    """All disposals within reach."""

    report = DisposalReport

    def more(self, report: Any, context: dict[str, Any]) -> dict[str, Any]:
        return {"other_list": (_("How long records are kept"), reverse("retention_rules"))}


class DisposalRecord(RecordView):
    """One disposal with what it names."""

    model = Disposal
    related = ("unit", "prepared_by", "approved_by")
    workflow = DISPOSAL
    template_name = "qms/disposals/record.html"
    fact_fields = (
        "unit", "reason", "decision_number", "prepared_by", "approved_by", "approved_on", "carried_out_at", "witness",
        "method", "minutes",
    )  # fmt: skip

    def steps(self, record: Any) -> list[Step]:
        """The lifecycle's steps, and attaching signed papers; giving it up stands last."""
        beside = []
        if record.status in (DisposalStatus.APPROVED, DisposalStatus.CARRIED_OUT):
            url = self.step_url(record, "original")
            beside.append(step_beside(STEPS["original"], record, self.request.user, url))
        return sorted(super().steps(record) + beside, key=lambda step: getattr(step.transition, "name", "") == "cancel")

    def record_actions(self, record: Any) -> list[tuple[Any, str]]:
        actions = super().record_actions(record)
        if record.status == DisposalStatus.DRAFTED and policy.may(self.request.user, "qms.prepare_disposal", record):
            more = f"{reverse('retention_due')}?holder={record.unit.uid}"
            edit = reverse("disposal_edit", args=[record.uid])
            actions = [(_("Choose records"), more), (_("Edit"), edit), *actions]
        return actions

    def links(self, record: Any) -> list[tuple[str, str]]:
        return [*links_to(self.request.user, [record.unit]), (_("Disposals of records"), reverse("disposals"))]

    def print_urls(self, record: Any) -> list[tuple[str, str]]:
        names = [("list", _("List"))]
        names += [("minutes", _("Minutes"))] if record.status == DisposalStatus.CARRIED_OUT else []
        return [
            (f"{said} {label}", reverse("disposal_print", args=[record.uid, name, kind]))
            for name, said in names
            for label, kind in (("Word", "docx"), ("PDF", "pdf"))
        ]

    def timeline(self, record: Any, as_of: Any) -> list[Entry]:
        """Records chosen or disposed of in one act are told in one entry."""
        return told_together(super().timeline(record, as_of))

    def more(self, record: Any) -> dict[str, Any]:
        rows = DisposalItem.objects.filter(disposal_id=record.pk).select_related("rule").order_by("id")
        files = standing_then(DisposalFile, self.as_of).filter(record_id=record.pk)
        items: list[Any] = list(rows[:FIRST])
        return {
            "items": dressed(items),
            "labels": {name: column.verbose_name for name, column in DisposalItemTable.base_columns.items()},
            "total": rows.count(),
            "counts": [(label, rows.filter(verdict=value).count()) for value, label in DisposalVerdict.choices],
            "items_url": reverse("disposal_items", args=[record.uid]),
            "may_settle": self.may_settle(record),
            "originals": list(files.select_related("file", "added_by").order_by("pk")),
        }

    def may_settle(self, record: Any) -> bool:
        """Whether what is decided of each record can be changed now."""
        drafted = record.status == DisposalStatus.DRAFTED and not self.as_of
        return drafted and bool(policy.may(self.request.user, "qms.prepare_disposal", record))


def dressed(items: list[Any]) -> list[Any]:
    """Each item with the name of its kind."""
    for item in items:
        item.kind_said = kind_title(item.kind)
    return items


class DisposalStep(StepView):
    """Steps of a disposal."""

    model = Disposal
    related = ("unit",)
    workflow = DISPOSAL
    steps = STEPS


class DisposalNew(CreateView):
    """A new disposal."""

    model = Disposal
    form_class = forms.DisposalForm
    title = gettext_lazy("Prepare a disposal")
    submit_label = gettext_lazy("Save the draft")
    operation = staticmethod(operations.prepare_disposal)

    def check(self) -> None:
        officers_only(self.request.user)

    def cancel_url(self) -> str:
        return reverse("disposals")


class DisposalEdit(EditView):
    """The words of a draft."""

    model = Disposal
    related = ("unit",)
    form_class = forms.EditDisposalForm
    permission = "qms.prepare_disposal"
    title = gettext_lazy("Edit the disposal")

    def save(self, form: Any) -> Any:
        values = {name: form.cleaned_data[name] for name in ("title", "reason")}
        return operations.edit_disposal(self.record, by=self.request.user, **values)


class DisposalItems(RegisterView):
    """All records that a disposal names."""

    template_name = "qms/disposals/items.html"

    def get_report(self) -> Any:
        self.disposal = get_visible(Disposal, self.request.user, self.kwargs["uid"], "unit")
        return DisposalItemReport(self.disposal)

    def more(self, report: Any, context: dict[str, Any]) -> dict[str, Any]:
        drafted = self.disposal.status == DisposalStatus.DRAFTED
        may = drafted and bool(policy.may(self.request.user, "qms.prepare_disposal", self.disposal))
        return {
            "rows": dressed(list(context["rows"])),
            "may_settle": may,
            "other_list": (self.disposal.number, self.disposal.get_absolute_url()),
        }


class DisposalItemStep(StepView):
    """What is decided of one record of a draft."""

    model = DisposalItem
    related = ("disposal",)
    steps = {
        "keep": BESIDE(operations.keep_longer, label=gettext_lazy("Keep longer"), reason=True),
        "dispose": BESIDE(operations.dispose_after_all, label=gettext_lazy("Dispose of it after all")),
    }

    def get_record(self, uid: Any) -> Any:
        seen = Disposal.objects.visible_to(self.request.user)
        rows = DisposalItem.objects.filter(disposal__in=seen.values("pk"))
        return get_visible(DisposalItem, self.request.user, uid, *self.related, rows=rows)

    def step(self) -> Step:
        """As this person sees it; asked about the disposal."""
        step = step_beside(self.spec, self.record, self.request.user, asked_about=self.record.disposal)
        if self.record.disposal.status == DisposalStatus.DRAFTED:
            return step
        state = self.record.disposal.get_status_display()
        told = _("It is «%(state)s»: return it to draft first, with the reason.") % {"state": state}
        return Step(step.transition, self.record, [*step.reasons, told], step.who, may=step.may)

    def record_url(self) -> str:
        return self.record.disposal.get_absolute_url()


class ChooseRecords(View):
    """What is decided of the records ticked in the list of what is past its period."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """The form, with how many are ticked."""
        self.read(request, request.GET)
        return self.show(forms.ChooseForm(holder=self.holder))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Put them into the draft, and tell what was refused."""
        self.read(request, request.POST)
        form = forms.ChooseForm(request.POST, holder=self.holder)
        if not self.every and not self.uids:
            form.add_error(None, _("Tick records first."))
        if not form.is_valid():
            return self.show(form)
        chosen, status = attempt(form, None, lambda: self.run(form))
        if status != 200:
            return self.show(form, status)
        self.tell(chosen)
        return HttpResponseRedirect(chosen.disposal.get_absolute_url())

    def read(self, request: HttpRequest, data: Any) -> None:
        """Holder, kind and ticked records."""
        holder, _holders = chosen_holder(request, Role.OFFICER)
        self.kind = data.get("kind", "")
        if holder is None or self.kind not in registry.retained_kinds:
            raise Http404
        self.holder = holder
        self.every = data.get("all") == "1"
        self.uids = [uid for uid in map(_read, data.getlist("pick")) if uid is not None]

    def run(self, form: Any) -> operations.Chosen:
        """A new draft where none is chosen, then the records."""
        given, by = form.cleaned_data, self.request.user
        disposal = given["disposal"]
        if disposal is None:
            new = Disposal(unit=self.holder, title=given["title"], reason=given["why"])
            disposal = operations.prepare_disposal(new, by=by)
        return operations.choose_records(
            disposal, by=by, kind=self.kind, uids=None if self.every else self.uids, verdict=given["verdict"],
            reason=given["reason"],
        )  # fmt: skip

    def tell(self, chosen: operations.Chosen) -> None:
        """How many were taken, what was refused and why, what is left."""
        told = ngettext("%(count)d record chosen.", "%(count)d records chosen.", chosen.taken)
        messages.success(self.request, told % {"count": chosen.taken})
        for number, reasons in chosen.refused[:TOLD]:
            said = {"number": number, "reasons": " ".join(reasons)}
            messages.warning(self.request, _("%(number)s was not taken. %(reasons)s") % said)
        if len(chosen.refused) > TOLD:
            many = len(chosen.refused) - TOLD
            told = ngettext("%(count)d more was not taken.", "%(count)d more were not taken.", many)
            messages.warning(self.request, told % {"count": many})
        if chosen.left:
            told = ngettext("%(count)d is left: choose again.", "%(count)d are left: choose again.", chosen.left)
            messages.info(self.request, told % {"count": chosen.left})

    def show(self, form: Any, status: int = 200) -> HttpResponse:
        """The page."""
        back = f"{reverse('retention_due')}?holder={self.holder.uid}&kind={self.kind}"
        context = {
            "title": _("Decide about records past their period"),
            "submit_label": _("Put into the disposal"),
            "form": form,
            "holder": self.holder,
            "kind": self.kind,
            "kind_title": kind_title(self.kind),
            "uids": self.uids,
            "every": self.every,
            "count": len(self.uids),
            "most": operations.MOST,
            "cancel_url": back,
        }
        return render(self.request, "qms/retention/choose.html", context, status=status)


def _read(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


@require_safe
def disposal_print(request: HttpRequest, uid: Any, paper: str, kind: str) -> HttpResponse:
    """The list of records or the minutes, as Word or PDF."""
    disposal = found(request, Disposal, uid, kind, "unit__parent", "prepared_by", "approved_by")
    if paper not in PRINTS or (paper == "minutes" and disposal.status != DisposalStatus.CARRIED_OUT):
        raise Http404
    form, context = PRINTS[paper]
    return answer(request, disposal, form_for(form, disposal.unit_id), context, kind)
