"""Change requests: list, asking, record with its steps, print."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from qms import printing
from qms.change_request_workflow import CHANGE_REQUEST, waits_for_draft
from qms.enums import ChangeKind
from qms.forms import change_requests as forms
from qms.models.actions import Action
from qms.models.change_requests import ChangeRequest
from qms.models.documents import Document, Issue
from qms.models.readable import readable_documents, readable_issues
from qms.operations import change_requests as operations
from qms.operations.documents import open_issue
from qms.operations.print_templates import form_for
from qms.policy import Refused, denied
from qms.reports.change_requests import ChangeRequestReport, asks_for_changes
from qms.reports.printed_care import change_request
from qms.views.editing import CreateView
from qms.views.issue_standing import HEAVY, standing
from qms.views.printing import answer, found
from qms.views.reach import get_visible
from qms.views.record import RecordView
from qms.views.register import RegisterView
from qms.views.steps import StepSpec, StepView
from qms.views.uids import uid_or_404
from qms.workflow import Step

TOLD = gettext_lazy("Whoever asked is told.")


def _draft_url(request: Any, result: Any) -> str:
    return str(result.issue.get_absolute_url())


def _may_start(request: Any) -> list[Any]:
    """What stands against starting a draft for the request."""
    text = gettext_lazy("Only a request that the manager has endorsed is taken up.")
    reasons: list[Any] = [] if waits_for_draft(request) else [text]
    busy = open_issue(request.document) if request.document_id else None
    if busy is not None:
        reasons.append(_("Issue %(issue)s is still under way. Finish or abandon it first.") % {"issue": busy})
    return reasons


STEPS = {
    "endorse": StepSpec(
        operations.endorse_change,
        effects=[gettext_lazy("The document’s author and the quality officer are told that it is to be taken up.")],
    ),
    "take_up": StepSpec(operations.take_up_change, forms.TakeUpForm, effects=[TOLD]),
    "refuse": StepSpec(operations.refuse_change, effects=[TOLD]),
    "start": StepSpec(
        operations.start_for_change,
        forms.StartIssueForm,
        label=gettext_lazy("Start the new issue now"),
        permission="qms.handle_change",
        guard=_may_start,
        effects=[gettext_lazy("The draft is opened and the request taken up with it."), TOLD],
        done=_draft_url,
    ),
    "create": StepSpec(
        operations.create_for_change,
        forms.CreateDocumentForm,
        label=gettext_lazy("Create the document now"),
        permission="qms.handle_change",
        guard=_may_start,
        effects=[gettext_lazy("The draft is opened and the request taken up with it."), TOLD],
        done=_draft_url,
    ),
}


class ChangeRequestList(RegisterView):
    """Change requests within reach."""

    report = ChangeRequestReport
    template_name = "qms/documents/care_list.html"


class ChangeRequestRecord(RecordView):
    """One change request, with what answers it."""

    beside_specs = STEPS
    model = ChangeRequest
    related = ("unit", "document__unit", "asked_by", "endorsed_by", "handler", "issue__document", "action")
    workflow = CHANGE_REQUEST
    template_name = "qms/change_requests/record.html"
    fact_fields = (
        "kind", "document", "why", "proposal", "unit", "asked_by", "asked_on", "wanted_on", "endorsed_by", "handler",
        "action",
    )  # fmt: skip

    def steps(self, record: Any) -> list[Step]:
        """The lifecycle's steps; taking up with a draft that stands, or with one that is started now."""
        steps = super().steps(record)
        if not waits_for_draft(record) or record.kind == ChangeKind.WITHDRAW:
            return steps
        drafts = forms.drafts_for(record, self.request.user).exists()
        shown = [step for step in steps if step.name != "take_up" or drafts]
        beside = "create" if record.kind == ChangeKind.NEW else "start"
        return shown if beside == "start" and drafts else [self.beside(record, beside), *shown]

    def links(self, record: Any) -> list[tuple[str, str]]:
        """The document and the action, where the person may open them."""
        user, links = self.request.user, []
        if record.document_id and readable_documents(user).filter(pk=record.document_id).exists():
            links.append((str(record.document), record.document.get_absolute_url()))
        if record.action_id and Action.objects.visible_to(user).filter(pk=record.action_id).exists():
            links.append((f"{record.action.number} {record.action.title}", record.action.get_absolute_url()))
        return links

    def print_urls(self, record: Any) -> list[tuple[str, str]]:
        kinds = (("Word", "docx"), ("PDF", "pdf"))
        return [(label, reverse("change_request_print", args=[record.uid, kind])) for label, kind in kinds]

    def more(self, record: Any) -> dict[str, Any]:
        files = record.file_links.filter(ended_at=None).select_related("file")
        return {
            "files": [one.shown() for one in files],
            "answer": self.answer(record),
        }

    def answer(self, record: Any) -> dict[str, Any] | None:
        """The issue that answers, with its standing; a link where the person may read it."""
        if record.issue_id is None:
            return None
        issue = Issue.objects.select_related("document").defer(*HEAVY).get(pk=record.issue_id)
        seen = readable_issues(self.request.user).filter(pk=issue.pk).exists()
        return {
            "text": f"{issue} {issue.title}" if seen else str(issue),
            "url": issue.get_absolute_url() if seen else "",
            "look": standing(issue, issue.document.issue_in_force()),
        }


class ChangeRequestStep(StepView):
    """Steps of a change request."""

    model = ChangeRequest
    related = ("unit", "document__unit", "asked_by", "issue__document")
    workflow = CHANGE_REQUEST
    steps = STEPS

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Starting an issue is for a change, creating a document for a new one."""
        wanted = {"start": ChangeKind.CHANGE, "create": ChangeKind.NEW}.get(kwargs.get("step", ""))
        if wanted and not ChangeRequest.objects.filter(uid=kwargs["uid"], kind=wanted).exists():
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def context(self, form: Any) -> dict[str, Any]:
        """A withdrawal says which issue it takes out of use."""
        context = super().context(form)
        if self.name == "take_up" and self.record.kind == ChangeKind.WITHDRAW:
            issue = self.record.document.issue_in_force()
            text = _("The issue to be withdrawn: %(issue)s. Its withdrawal, signed by top management, answers this.")
            context["intro"] = text % {"issue": issue} if issue else _("No issue of the document is in force.")
        return context


class ChangeRequestNew(CreateView):
    """Asking, from a document, an issue or an action (?document=, ?issue=, ?action=), or from the list."""

    model = ChangeRequest
    form_class = forms.ChangeRequestForm
    title = gettext_lazy("Ask for a change")
    intro = gettext_lazy("Your unit’s manager endorses it first; you are told what becomes of it.")
    submit_label = gettext_lazy("Ask")

    def blank(self) -> Any:
        self.document = self._named()
        self.action = self._asked("action", Action.objects.visible_to(self.request.user))
        return ChangeRequest(kind=ChangeKind.CHANGE, title=self.action.title if self.action else "")

    def _asked(self, name: str, rows: QuerySet) -> Any:
        text = self.request.GET.get(name, "")
        return get_visible(rows.model, self.request.user, uid_or_404(text), rows=rows) if text else None

    def _named(self) -> Document | None:
        issue = self._asked("issue", readable_issues(self.request.user).defer(*HEAVY))
        if issue is not None:
            return issue.document
        return self._asked("document", readable_documents(self.request.user))

    def check(self) -> None:
        if not asks_for_changes(self.request.user):
            raise Refused(denied(_("A change is asked for by somebody of the unit."), _("people of the unit")))

    def form(self, *data: Any) -> Any:
        return self.form_class(*data, instance=self.record, user=self.request.user, document=self.document)

    def context(self, form: Any) -> dict[str, Any]:
        about = self.action or self.document
        text = _("About: %(record)s") % {"record": f"{about.number} {about.title}"} if about else ""
        return super().context(form) | {"intro": " ".join(filter(None, [text and f"{text}.", str(self.intro)]))}

    def save(self, form: Any) -> Any:
        names = ("unit", "title", "why", "kind", "document", "proposal", "wanted_on", "files")
        values = {name: form.cleaned_data[name] for name in names}
        return operations.ask_change(by=self.request.user, action=self.action, **values)

    def cancel_url(self) -> str:
        about = self.action or self.document
        return about.get_absolute_url() if about else reverse("change_requests")


@require_safe
def change_request_print(request: HttpRequest, uid: Any, kind: str) -> HttpResponse:
    """The request as the usual form."""
    related = ("unit__parent", "document__unit", "asked_by", "endorsed_by", "handler", "issue__document")
    record = found(request, ChangeRequest, uid, kind, *related)
    form = form_for(printing.CHANGE_REQUEST, record.unit_id)
    return answer(request, record, form, change_request, kind)
