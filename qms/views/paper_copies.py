"""Paper copies: handing out and taking back on the issue's page, one copy, the list and its print."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qms import policy, printing
from qms.enums import PaperCopyStatus as P
from qms.forms import paper_copies as forms
from qms.models.documents import Issue
from qms.models.organisation import Unit, nearest_holder
from qms.models.paper_copies import PaperCopy
from qms.models.readable import readable_issues
from qms.operations import paper_copies as operations
from qms.operations.print_templates import form_for
from qms.paper_copy_workflow import OUT, PAPER_COPY
from qms.reports.paper_copies import PaperCopyReport
from qms.reports.printed_care import PrintedList, distribution_register
from qms.views.issue_standing import HEAVY, standing
from qms.views.printing import KINDS, answer
from qms.views.record import RecordView
from qms.views.register import RegisterView
from qms.views.steps import StepSpec, StepView, step_beside
from qms.workflow import Step

FILES = (("Word", "docx"), ("PDF", "pdf"))


def hand_out_blockers(issue: Any) -> list[Any]:
    """Copies are made of what holds, or will."""
    return [] if issue.holds_or_is_coming() else [operations.ONLY_OF_WHAT_HOLDS]


def recall_blockers(issue: Any) -> list[Any]:
    """Somebody must have a copy."""
    if issue.paper_copies.filter(status__in=OUT).exists():
        return []
    return [gettext_lazy("No copy of this issue is out: there is nothing to take back.")]


ISSUE_STEPS = {
    "hand_out": StepSpec(
        operations.hand_out_copies,
        forms.HandOutForm,
        label=gettext_lazy("Hand out paper copies"),
        permission="qms.care_for_document",
        guard=hand_out_blockers,
        versioned=False,
        intro=gettext_lazy("Each copy gets its number within the document. Rows without a unit are left out."),
        effects=[gettext_lazy("Holders are told and sign for their copy.")],
        template_name="qms/paper_copies/hand_out.html",
    ),
    "recall_all": StepSpec(
        operations.recall_copies,
        forms.RecallAllForm,
        label=gettext_lazy("Recall all copies"),
        permission="qms.care_for_document",
        guard=recall_blockers,
        reason=True,
        versioned=False,
        tone="secondary",
        effects=[gettext_lazy("Holders are told.")],
        template_name="qms/paper_copies/recall_all.html",
    ),
}

STEPS = {
    "receive": StepSpec(operations.receive_copy, effects=[gettext_lazy("The copy is yours to keep and to hand back.")]),
    "recall": StepSpec(operations.recall_copy, forms.RecallForm, effects=[gettext_lazy("The holder is told.")]),
    "lose": StepSpec(operations.lose_copy),
}


def copy_steps(issue: Any, user: Any, *, out: bool) -> list[Step]:
    """On the issue's page: what this person may do with its copies now."""
    if not policy.may(user, "qms.care_for_document", issue.document):
        return []
    names = ([] if hand_out_blockers(issue) else ["hand_out"]) + (["recall_all"] if out else [])
    url = "issue_copies_step"
    return [Step(ISSUE_STEPS[name], issue, url=reverse(url, args=[issue.uid, name])) for name in names]  # type: ignore[arg-type]


class IssueCopiesStep(StepView):
    """Handing out and taking back copies of an issue."""

    model = Issue
    related = ("document__unit",)
    steps = ISSUE_STEPS

    def step(self) -> Step:
        """The rule is asked about the document."""
        return step_beside(self.spec, self.record, self.request.user, asked_about=self.record.document)

    def context(self, form: Any) -> dict[str, Any]:
        """Before all copies are taken back: which are, and which are refused and why."""
        context = super().context(form)
        if self.name == "recall_all":
            open_steps, refused = operations.recall_plan(self.record, self.request.user)
            context |= {"taken": [step.record for step in open_steps], "refused": refused}
        return context

    def success(self, result: Any) -> str:
        if self.name == "recall_all":
            return _("%(count)d copies recalled.") % {"count": len(result[0])}
        return _("Copies handed out: %(numbers)s.") % {"numbers": ", ".join(f"{copy.number:02d}" for copy in result)}


class PaperCopyList(RegisterView):
    """Paper copies within reach."""

    report = PaperCopyReport
    template_name = "qms/documents/care_list.html"

    def more(self, report: Any, context: dict[str, Any]) -> dict[str, Any]:
        """The same rows as the book of distribution and recall."""
        query = self.request.GET.copy()
        query.pop("page", None)
        ending = f"?{query.urlencode()}" if query else ""
        urls = [(label, reverse("paper_copies_print", args=[kind]) + ending) for label, kind in FILES]
        return {"print_urls": urls if context["rows"] else []}


MOST_PRINTED = 2000  # rows of a printed book


class PaperCopyBook(RegisterView):
    """The list's rows as the book of distribution and recall."""

    report = PaperCopyReport

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        kind = kwargs["kind"]
        if kind not in KINDS:
            raise Http404
        report = self.get_report()
        filterset, rows = self.filtered(report, report.queryset(request.user), None)
        copies = list(self.ordered(report, rows).data.data[:MOST_PRINTED])
        unit = self.unit_of(filterset)
        printed = PrintedList(str(report.title), reverse("paper_copies"), unit, copies, self.scope(filterset))
        form = form_for(printing.DISTRIBUTION_REGISTER, unit.pk)
        return answer(request, printed, form, distribution_register, kind, name=str(report.title))

    def unit_of(self, filterset: Any) -> Unit:
        """In whose name it is printed: the unit filtered by, else the holder of the person's QMS."""
        chosen = filterset.form.cleaned_data.get("unit")
        if chosen is not None:
            return chosen
        units = sorted(self.request.user.authority.all_units)  # type: ignore[union-attr]
        unit = (nearest_holder(units[0]) if units else None) or Unit.objects.filter(parent=None).first()
        if unit is None:
            raise Http404
        return unit

    def scope(self, filterset: Any) -> str:
        """The filters in words."""
        form = filterset.form
        return "; ".join(
            f"{form.fields[name].label}: {dict(getattr(form.fields[name], 'choices', ())).get(value, value)}"
            for name, value in form.cleaned_data.items()
            if value and name in form.fields and name != "unit"
        )


class PaperCopyRecord(RecordView):
    """One numbered copy and what became of it."""

    model = PaperCopy
    related = ("issue__document__unit", "unit", "holder", "received_by", "recalled_by")
    workflow = PAPER_COPY
    template_name = "qms/paper_copies/record.html"
    fact_fields = (
        "number", "unit", "holder", "held_by", "issued_on", "received_on", "received_by", "recalled_on", "recalled_by",
        "note",
    )  # fmt: skip

    def title(self, record: Any) -> str:
        return f"{record.issue.title} ({record.issue.numbers})"

    def base_context(self, record: Any, as_of: Any) -> dict[str, Any]:
        number = _("%(document)s, copy %(number)s")
        values = {"document": record.issue.document.number, "number": f"{record.number:02d}"}
        return super().base_context(record, as_of) | {"number": number % values}

    def links(self, record: Any) -> list[tuple[str, str]]:
        if readable_issues(self.request.user).filter(pk=record.issue_id).exists():
            return [(str(record.issue), record.issue.get_absolute_url())]
        return []

    def print_urls(self, record: Any) -> list[tuple[str, str]]:
        """The issue stamped with the copy's number, for who may print it."""
        readable = readable_issues(self.request.user).filter(pk=record.issue_id).exists()
        if record.status not in OUT or not readable or not may_print(self.request.user, record):
            return []
        address = [(label, reverse("issue_print", args=[record.issue.uid, kind])) for label, kind in FILES]
        return [(label, f"{url}?copy={record.uid}") for label, url in address]

    def more(self, record: Any) -> dict[str, Any]:
        issue = Issue.objects.select_related("document").defer(*HEAVY).get(pk=record.issue_id)
        in_force = issue.document.issue_in_force()
        return {
            "issue_look": standing(issue, in_force),
            "must_return": record.status in OUT and not issue.holds_or_is_coming(),
            "unsigned": record.status == P.ISSUED,
        }


def may_print(user: Any, copy: Any) -> bool:
    """The quality officer over the document prints a numbered copy, and who holds it."""
    cares = policy.may(user, "qms.care_for_document", copy.issue.document)
    return bool(cares) or user.authority.is_one_of(copy.holder_id)


class PaperCopyStep(StepView):
    """Steps of a paper copy."""

    model = PaperCopy
    related = ("issue__document__unit", "unit", "holder")
    workflow = PAPER_COPY
    steps = STEPS
