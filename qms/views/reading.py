"""Reading: my list, a document's readers, who is late in my units, reminders, and confirming."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from qms import policy, printing
from qms.enums import IssueStatus
from qms.forms.reading import AcknowledgeForm, AudienceForm, NoteForm
from qms.models.documents import Document, Issue
from qms.models.readable import readable_documents, readable_issues
from qms.models.reading import Audience
from qms.operations import reading as operations
from qms.operations.print_templates import form_for
from qms.operations.reading_notices import remind, to_remind
from qms.reports.printed_reading import reading_evidence
from qms.reports.reading import FollowedReport, MyReadingReport, ReadersReport, RemindedReport
from qms.views.printing import answer, found
from qms.views.reach import get_visible, signed_in
from qms.views.register import RegisterView
from qms.views.steps import StepSpec, StepView, step_beside

STATEMENT = gettext_lazy("I have read this issue and understand what it asks of me.")
MOST_REMINDED = 5000
FILES = (("Word", "docx"), ("PDF", "pdf"))


class MyReading(RegisterView):
    """What I must read, by due day."""

    report = MyReadingReport
    template_name = "qms/documents/list.html"

    def more(self, report: Any, context: dict[str, Any]) -> dict[str, Any]:
        """Whoever reaches records also follows their units."""
        follows = bool(policy.may(self.request.user, "qms.see_reading"))
        return {"other_list": (_("Reading in my units"), reverse("reading_overdue")) if follows else None}


class Readers(RegisterView):
    """Who must read one document: all for who cares for it, else the people of one's units."""

    template_name = "qms/reading/readers.html"

    def get_report(self) -> ReadersReport:
        policy.require(self.request.user, "qms.see_reading")
        user, uid = signed_in(self.request), self.kwargs["uid"]
        return ReadersReport(get_visible(Document, user, uid, "unit", rows=readable_documents(user)))

    def more(self, report: Any, context: dict[str, Any]) -> dict[str, Any]:
        tallies = report.queryset(self.request.user).tallies()
        confirmed, count = next(iter(tallies.values()), (0, 0))
        urls = [(label, reverse("readers_print", args=[report.document.uid, kind])) for label, kind in FILES]
        return {"document": report.document, "confirmed": confirmed, "expected": count, "print_urls": urls}


@require_safe
def readers_print(request: HttpRequest, uid: Any, kind: str) -> HttpResponse:
    """The readers whom the person may see, as evidence to keep on paper."""
    policy.require(request.user, "qms.see_reading")
    user = signed_in(request)
    document = found(request, Document, uid, kind, "unit__parent", rows=readable_documents(user))
    form = form_for(printing.READING_EVIDENCE, document.unit_id)
    name = f"{document.number}-readers"
    return answer(request, document, form, partial(reading_evidence, user=user), kind, name=name)


class Followed(RegisterView):
    """Who of my units is late."""

    report = FollowedReport
    template_name = "qms/reading/followed.html"

    def get_report(self) -> FollowedReport:
        policy.require(self.request.user, "qms.see_reading")
        return super().get_report()  # type: ignore[return-value]

    def more(self, report: Any, context: dict[str, Any]) -> dict[str, Any]:
        query = self.request.GET.copy()
        query.pop("page", None)
        may = bool(policy.may(self.request.user, "qms.follow_reading"))
        url = f"{reverse('reading_remind')}?{query.urlencode()}"
        return {"remind_url": url if may and context["rows"] else ""}


class Remind(Followed):
    """Reminding everybody whom the filter leaves: how many, then do it."""

    report = RemindedReport

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        """Say how many would be reminded."""
        listed = to_remind(self.readings())
        back = f"{reverse('reading_overdue')}?{request.GET.urlencode()}"
        context = {"count": len(listed), "people": len({one.person.pk for one in listed}), "back": back}
        return render(request, "qms/reading/remind.html", context)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Remind them."""
        count = remind(self.readings(), by=request.user)
        text = ngettext("%(count)d reminder sent.", "%(count)d reminders sent.", count)
        messages.success(request, text % {"count": count})
        return HttpResponseRedirect(f"{reverse('reading_overdue')}?{request.GET.urlencode()}")

    def readings(self) -> Any:
        """The rows of the list as it was filtered."""
        policy.require(self.request.user, "qms.follow_reading")
        report = self.get_report()
        _filterset, rows = self.filtered(report, report.queryset(self.request.user), None)
        return rows[:MOST_REMINDED]


ISSUE_STEPS = {
    "acknowledge": StepSpec(
        operations.acknowledge,
        AcknowledgeForm,
        label=gettext_lazy("Read and understood"),
        permission="qms.acknowledge",
        intro=STATEMENT,
        versioned=False,
        guard=operations.in_force_blockers,
        template_name="qms/reading/acknowledge.html",
    ),
    "note": StepSpec(
        operations.note_change,
        NoteForm,
        label=gettext_lazy("Say what changes for readers"),
        permission="qms.note_change",
        effects=[gettext_lazy("Shown to these readers only, beside the issue.")],
        versioned=False,
        guard=operations.note_blockers,
    ),
}
DOCUMENT_STEPS = {
    "add": StepSpec(
        operations.add_audience,
        AudienceForm,
        label=gettext_lazy("Add who must read"),
        permission="qms.care_for_document",
        effects=[gettext_lazy("It stands on their list at once; they are told.")],
        versioned=False,
    ),
}
AUDIENCE_STEPS = {
    "end": StepSpec(
        operations.end_audience,
        label=gettext_lazy("Need not read it any longer"),
        permission="qms.care_for_document",
        effects=[gettext_lazy("What they have confirmed stays.")],
        guard=operations.ending_blockers,
        reason=True,
        versioned=False,
        tone="danger",
    ),
}


class IssueReadingStep(StepView):
    """Confirming an issue; saying what it changes for readers."""

    model = Issue
    steps = ISSUE_STEPS

    def get_record(self, uid: Any) -> Any:
        """Also an issue that went out of force while it was being read: it is refused, not lost."""
        user = signed_in(self.request)
        once = Q(status__in=[IssueStatus.APPROVED, IssueStatus.WITHDRAWN])
        old = Issue.objects.filter(once, document__in=Document.objects.readable_by(user).values("pk"))
        rows = Issue.objects.filter(Q(pk__in=readable_issues(user).values("pk")) | Q(pk__in=old.values("pk")))
        return get_visible(Issue, user, uid, "document__unit", rows=rows)

    def context(self, form: Any) -> dict[str, Any]:
        in_force = self.record.document.issue_in_force()
        is_other = in_force is not None and in_force.pk != self.record.pk
        return super().context(form) | {"in_force": in_force if is_other else None, "statement": STATEMENT}


class DocumentReadingStep(StepView):
    """Adding an audience."""

    model = Document
    related = ("unit",)
    steps = DOCUMENT_STEPS


class AudienceStep(StepView):
    """Ending an audience."""

    model = Audience
    steps = AUDIENCE_STEPS

    def get_record(self, uid: Any) -> Any:
        documents = Document.objects.visible_to(self.request.user).values("pk")
        rows = Audience.objects.filter(document__in=documents)
        return get_visible(Audience, self.request.user, uid, "document__unit", "unit", rows=rows)

    def step(self) -> Any:
        """The rule is asked of the document."""
        return step_beside(self.spec, self.record, self.request.user, asked_about=self.record.document)

    def record_url(self) -> str:
        return self.record.document.get_absolute_url()
