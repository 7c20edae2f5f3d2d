"""Files under an issue's control: attached to its draft, taken away with a reason, carried into the next issue."""

from typing import Any

from django.utils.translation import gettext as _

from qms import clock, policy
from qms.documents import CONTENT_FILE
from qms.enums import IssueStatus
from qms.history.recording import operation
from qms.models.documents import Issue, IssueFile
from qms.operations.files import attach_files, end_link
from qms.operations.issue_steps import locked_issue
from qms.workflow import StepRefused, check_version

CONTROLLED = {
    "application/pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
"""Types of files that are content of a document: what people read and what search can read."""


def blockers(issue: Issue) -> list[str]:
    """Why the issue's files do not change now."""
    if issue.status == IssueStatus.DRAFT:
        return []
    text = _("It is «%(state)s»: files change while the issue is a draft. Have it returned, or start the next issue.")
    return [text % {"state": issue.get_status_display()}]


@operation("attach_issue_files")
def attach_issue_files(
    issue: Issue, *, by: Any, documents: list[tuple[bytes, str, str]], version: int | None = None
) -> list[IssueFile]:
    """Attach Word, PDF or Excel files to a draft as its content: they are reviewed, approved and hashed with it.

    A file of the same name that stands already is replaced. Raises StepRefused naming what is no such file.
    """
    issue = _draft(issue, by, version)
    wrong = [name for _content, media_type, name in documents if media_type not in CONTROLLED]
    if wrong:
        text = _("%(names)s: only Word (.docx), Excel (.xlsx) and PDF files are content of a document.")
        raise StepRefused([text % {"names": ", ".join(wrong)}])
    names = [name for _content, _type, name in documents]
    for link in issue.file_links.filter(purpose=CONTENT_FILE, ended_at=None, name__in=names):
        link.ended_at = clock.now()
        link.save()
    return attach_files(IssueFile, issue, documents, by=by, purpose=CONTENT_FILE)


@operation("end_issue_file", reason_required=True)
def end_issue_file(link: IssueFile, *, by: Any, version: int | None = None) -> IssueFile:
    """Take a file out of a draft; the file itself stays in the history with the reason."""
    _draft(link.record, by, None)
    ended: IssueFile = end_link(link, by=by, version=version)
    return ended


@operation("carry_issue_files")
def carry_issue_files(earlier: Issue, issue: Issue, *, by: Any) -> list[IssueFile]:
    """The next issue starts from the files of the one before, as it starts from its text."""
    links = []
    for link in content_files(earlier):
        carried = IssueFile(record=issue, file=link.file, name=link.name, purpose=CONTENT_FILE, added_by=by)
        carried.save()
        links.append(carried)
    return links


def content_files(issue: Issue) -> list[IssueFile]:
    """The files that are content of the issue, in their order."""
    rows = issue.file_links.filter(purpose=CONTENT_FILE, ended_at=None)
    return list(rows.select_related("file", "added_by").order_by("name", "pk"))


def has_content_file(issue: Issue) -> bool:
    """Whether the issue consists of a file, or of one beside its text."""
    return bool(issue.file_links.filter(purpose=CONTENT_FILE, ended_at=None).exists())


def _draft(issue: Issue, by: Any, version: int | None) -> Issue:
    issue = locked_issue(issue)
    check_version(issue, version)
    policy.require(by, "qms.write_document", issue.document)
    if refused := blockers(issue):
        raise StepRefused(refused)
    return issue
