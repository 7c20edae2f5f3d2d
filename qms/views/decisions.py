"""Decisions over documents: list, page, preparing, documents in and out, signing, the signed original."""

import uuid
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from qms import clock, policy, printing
from qms.decision_workflow import DECISION
from qms.enums import DecisionAct, DecisionStatus
from qms.forms import decisions as forms
from qms.history.timeline import Entry
from qms.models.decisions import Decision, DecisionFile, DecisionItem
from qms.operations import decisions as operations
from qms.operations.print_templates import form_for
from qms.policy import Refused, denied
from qms.reports.decisions import DecisionReport, prepares_decisions, standing_then
from qms.reports.documents import DocumentReport
from qms.reports.printed_decisions import decision_context
from qms.views.decision_rows import document_rows, rows_to_sign, told_together
from qms.views.editing import CreateView, EditView
from qms.views.printing import answer, found
from qms.views.record import RecordView
from qms.views.register import RegisterView
from qms.views.rows import RowStepView
from qms.views.steps import StepSpec, StepView
from qms.workflow import Step

BESIDE = partial(StepSpec, permission="qms.prepare_decision", tone="secondary", versioned=False)

STEPS = {
    "sign": StepSpec(
        operations.sign_decision,
        forms.SignForm,
        intro=gettext_lazy("One signature for all documents listed above, each by the fingerprint of its content."),
        effects=[gettext_lazy("Authors, reviewers and the quality officer are told.")],
        template_name="qms/decisions/sign.html",
    ),
    "cancel": StepSpec(operations.cancel_decision, effects=[gettext_lazy("Its documents may go into another.")]),
    "add": BESIDE(operations.add_documents, forms.AddForm, label=gettext_lazy("Add documents to approve")),
    "add_withdrawn": BESIDE(
        operations.add_documents, forms.AddWithdrawnForm, label=gettext_lazy("Add documents to withdraw")
    ),
    "add_declared": BESIDE(
        operations.add_documents, forms.AddDeclaredForm, label=gettext_lazy("Add documents to declare")
    ),
    "take_out": BESIDE(
        operations.take_out_documents, forms.TakeOutForm, label=gettext_lazy("Take documents out"), reason=True
    ),
    "original": BESIDE(
        operations.attach_original, forms.OriginalForm, label=gettext_lazy("Attach the signed original"), tone="primary"
    ),
}
IN_DRAFT = ("add", "add_withdrawn", "add_declared", "take_out")


class DecisionList(RegisterView):
    """All decisions within reach."""

    report = DecisionReport
    template_name = "qms/documents/list.html"


class DecisionRecord(RecordView):
    """One decision with its documents."""

    beside_specs = STEPS
    model = Decision
    related = ("unit", "signatory", "prepared_by")
    workflow = DECISION
    template_name = "qms/decisions/record.html"
    fact_fields = ("unit", "signatory", "decided_on", "effective_on", "grounds", "prepared_by")

    def title(self, record: Any) -> str:
        return str(record.subject)

    def steps(self, record: Any) -> list[Step]:
        """The lifecycle's steps, and what is beside it; giving it up stands last."""
        steps = super().steps(record) + [self.beside(record, name) for name in self.besides(record)]
        return sorted(steps, key=lambda step: step.tone == "danger")

    def besides(self, record: Any) -> tuple[str, ...]:
        """Steps beside the lifecycle that make sense now."""
        if record.status == DecisionStatus.DRAFT:
            return IN_DRAFT
        return ("original",) if record.status == DecisionStatus.SIGNED else ()

    def record_actions(self, record: Any) -> list[tuple[Any, str]]:
        actions = super().record_actions(record)
        editable = record.status == DecisionStatus.DRAFT
        if editable and policy.may(self.request.user, "qms.prepare_decision", record):
            actions.insert(0, (_("Edit"), reverse("decision_edit", args=[record.uid])))
        return actions

    def print_urls(self, record: Any) -> list[tuple[str, str]]:
        kinds = (("Word", "docx"), ("PDF", "pdf"))
        return [(name, reverse("decision_print", args=[record.uid, kind])) for name, kind in kinds]

    def timeline(self, record: Any, as_of: Any) -> list[Entry]:
        """Many documents put in, taken out or signed at once are told in one entry."""
        return told_together(super().timeline(record, as_of))

    def more(self, record: Any) -> dict[str, Any]:
        originals = standing_then(DecisionFile, self.as_of).filter(record_id=record.pk, purpose=operations.ORIGINAL)
        links = list(originals.select_related("file", "added_by").order_by("pk"))
        items = standing_then(DecisionItem, self.as_of).filter(decision_id=record.pk)
        return {
            "rows": document_rows(items, self.request.user, self.as_of or clock.today()),
            "originals": [self.original(record, link) for link in links],
            "original_missing": record.status == DecisionStatus.SIGNED and not links,
        }

    def original(self, record: Any, link: DecisionFile) -> dict[str, Any]:
        """The scan with its hash, and where it can be taken away."""
        may = not self.as_of and policy.may(self.request.user, "qms.prepare_decision", record)
        return {"link": link, "end_url": reverse("decision_file_step", args=[link.uid, "end"]) if may else ""}


@require_safe
def decision_print(request: HttpRequest, uid: Any, kind: str) -> HttpResponse:
    """The decision with its annex as Word or PDF, by the unit's own template where it has one."""
    decision = found(request, Decision, uid, kind, "unit__parent", "signatory")
    form = form_for(printing.DECISION, decision.unit_id)
    return answer(request, decision, form, decision_context, kind, name=decision.number.replace("/", "-"))


class DecisionStep(StepView):
    """Steps of a decision."""

    model = Decision
    related = ("unit", "signatory")
    workflow = DECISION
    steps = STEPS

    def context(self, form: Any) -> dict[str, Any]:
        """Whoever signs sees every document with its hash and what speaks against it."""
        context = super().context(form)
        if self.name == "sign":
            context["rows"] = rows_to_sign(self.record, self.request.user)
        return context


class DecisionFileStep(RowStepView):
    """Taking a wrong scan away; reached through its decision."""

    model = DecisionFile
    parent = "record"
    related = ("record__unit",)
    steps = {
        "end": BESIDE(
            operations.end_original,
            label=gettext_lazy("Take this file away"),
            reason=True,
            tone="danger",
            versioned=True,
        )
    }


class DecisionNew(CreateView):
    """A new decision: ?act=; ?issue= (several), ?all=1, or ?register=1 with the register's filters choose ahead."""

    model = Decision
    form_class = forms.NewDecisionForm
    title = gettext_lazy("Prepare a decision")
    submit_label = gettext_lazy("Save the draft")
    template_name = "qms/decisions/new.html"

    def check(self) -> None:
        if not prepares_decisions(self.request.user):
            raise Refused(denied(_("Decisions are prepared by a quality officer."), _("a quality officer")))

    @property
    def act(self) -> str:
        """What the decision is to do with its first documents."""
        asked = self.request.GET.get("act", "")
        return asked if asked in DecisionAct.values else DecisionAct.APPROVE.value

    def form(self, *data: Any) -> Any:
        return self.form_class(*data, instance=self.record, user=self.request.user, act=self.act, chosen=self.chosen())

    def chosen(self) -> list[int]:
        """Keys of the issues chosen by the address."""
        rows = forms.decidable_issues(self.act, forms.units_of_officer(self.request.user))
        if self.request.GET.get("all"):
            return list(rows.values_list("pk", flat=True))
        if self.request.GET.get("register"):
            documents = listed_documents(self.request.GET, self.request)
            return list(rows.filter(document__in=documents.values("pk")).values_list("pk", flat=True))
        uids = [uid for uid in self.request.GET.getlist("issue") if _is_uid(uid)]
        return list(rows.filter(uid__in=uids).values_list("pk", flat=True)) if uids else []

    def context(self, form: Any) -> dict[str, Any]:
        address = reverse("decision_new")
        acts = [(label, f"{address}?act={act}", act == self.act) for act, label in DecisionAct.choices]
        some = form.fields["issues"].queryset.exists()
        return super().context(form) | {"acts": acts, "all_url": f"{address}?act={self.act}&all=1" if some else ""}

    def save(self, form: Any) -> Any:
        names = ("unit", "number", "subject", "grounds", "signatory", "effective_on", "issues")
        values = {name: form.cleaned_data[name] for name in names}
        replacement = form.cleaned_data.get("replacement")
        return operations.prepare_decision(by=self.request.user, act=self.act, replacement=replacement, **values)

    def cancel_url(self) -> str:
        return reverse("decisions")


def listed_documents(query: Any, request: Any) -> Any:
    """Documents that the register lists when filtered so."""
    report = DocumentReport()
    filterset = report.filterset_class(
        query, queryset=report.queryset(request.user), request=request, user=request.user
    )
    filterset.is_valid()
    words = filterset.form.cleaned_data.get("q", "")
    return report.search(filterset.qs, words, None) if words else filterset.qs


def prepare_from_register(request: Any) -> tuple[str, str] | None:
    """The register's button: a decision over what it lists, as far as it is reviewed; for who prepares decisions."""
    if not prepares_decisions(request.user):
        return None
    query = request.GET.copy()
    for name in ("page", "sort", "as_of", "export", "print"):
        query.pop(name, None)
    query["register"] = "1"
    return _("Prepare a decision"), f"{reverse('decision_new')}?{query.urlencode()}"


def _is_uid(text: str) -> bool:
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True


class DecisionEdit(EditView):
    """Number, subject, grounds, day and signatory of a draft."""

    model = Decision
    related = ("unit", "signatory")
    form_class = forms.DecisionForm
    permission = "qms.prepare_decision"
    title = gettext_lazy("Edit the decision")

    def save(self, form: Any) -> Any:
        names = ("number", "subject", "grounds", "signatory", "effective_on")
        values = {name: form.cleaned_data[name] for name in names}
        return operations.edit_decision(self.record, by=self.request.user, **values)
