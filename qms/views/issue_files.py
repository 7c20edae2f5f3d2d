"""Files of an issue: attaching to a draft, taking out; and the part of the issue's page that offers it."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qms import policy
from qms.forms.issue_reviewing import IssueFilesForm
from qms.models.documents import Issue, IssueFile
from qms.operations import issue_files as operations
from qms.views.panels import Panel, Shown
from qms.views.rows import RowStepView
from qms.views.steps import StepSpec, StepView, step_beside
from qms.workflow import Step

STEPS = {
    "attach": StepSpec(
        operations.attach_issue_files,
        IssueFilesForm,
        label=_("Attach Word, Excel or PDF files"),
        permission="qms.write_document",
        guard=operations.blockers,
        intro=_("The files are content of the document: reviewed, approved and hashed together with its text."),
    )
}
END = {
    "end": StepSpec(
        operations.end_issue_file,
        label=_("Take the file out"),
        permission="qms.write_document",
        guard=lambda link: operations.blockers(link.record),
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


class IssueFilesStep(StepView):
    """Attaching files to a draft."""

    model = Issue
    related = ("document__unit", "author")
    steps = STEPS

    def step(self) -> Step:
        """The rule is asked of the document; only a draft's files change."""
        return step_beside(self.spec, self.record, self.request.user, asked_about=self.record.document)


class IssueFileStep(RowStepView):
    """Taking a file out of a draft; reached through its issue."""

    model = IssueFile
    parent = "record"
    related = ("record__document",)
    steps = END

    def step(self) -> Step:
        """The rule is asked of the document; only a draft's files change."""
        return step_beside(self.spec, self.record, self.request.user, asked_about=self.record.record.document)
