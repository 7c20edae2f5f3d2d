"""Files of an issue: attaching to a draft, taking out; and the part of the issue's page that offers it."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qms import policy
from qms.forms.issue_reviewing import IssueFilesForm
from qms.models.documents import Issue, IssueFile
from qms.operations import issue_files as operations
from qms.views.panels import Panel, Shown
from qms.views.reach import get_visible
from qms.views.steps import StepSpec, StepView
from qms.workflow import Step

STEPS = {
    "attach": StepSpec(
        operations.attach_issue_files,
        IssueFilesForm,
        label=_("Attach Word, Excel or PDF files"),
        permission="qms.write_document",
        intro=_("The files are content of the document: reviewed, approved and hashed together with its text."),
    )
}
END = {
    "end": StepSpec(
        operations.end_issue_file,
        label=_("Take the file out"),
        permission="qms.write_document",
        reason=True,
        tone="danger",
    )
}


def files_panel(shown: Shown) -> Panel | None:
    """On a draft's page, for who may write it: attach files, take files out. Readers see them with the text."""
    issue = shown.record
    if not shown.own_side or shown.as_of or operations.blockers(issue):
        return None
    if not policy.may(shown.user, "qms.write_document", issue.document):
        return None
    links = operations.content_files(issue)
    files = [(link.name, reverse("issue_file_step", args=[link.uid, "end"])) for link in links]
    context = {"files": files, "attach_url": reverse("issue_files_step", args=[issue.uid, "attach"])}
    return Panel("qms/reviewing/files.html", context, "top")


def _step(view: Any, issue: Any) -> Step:
    """The rule is asked of the document; only a draft's files change."""
    decision = policy.may(view.request.user, "qms.write_document", issue.document)
    reasons = [] if decision else [str(decision.reason)]
    return Step(view.spec, view.record, [*reasons, *operations.blockers(issue)], str(decision.who))


class IssueFilesStep(StepView):
    """Attaching files to a draft."""

    model = Issue
    related = ("document__unit", "author")
    steps = STEPS

    def step(self) -> Step:
        return _step(self, self.record)


class IssueFileStep(StepView):
    """Taking a file out of a draft; reached through its issue."""

    model = IssueFile
    steps = END

    def get_record(self, uid: Any) -> Any:
        seen = Issue.objects.visible_to(self.request.user).values("pk")
        rows = IssueFile.objects.filter(record_id__in=seen, ended_at=None)
        return get_visible(IssueFile, self.request.user, uid, "record__document", rows=rows)

    def step(self) -> Step:
        return _step(self, self.record.record)

    def record_url(self) -> str:
        return self.record.record.get_absolute_url()
