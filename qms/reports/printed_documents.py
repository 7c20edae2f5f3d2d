"""Printed forms of controlled documents: what issues say, as qms.printing takes it."""

from typing import Any

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import gettext as _

from qms.enums import IssueStatus
from qms.history.standing import moment_of_reading
from qms.models.documents import Issue
from qms.models.paper_copies import PaperCopy
from qms.printing import contexts, document_contexts
from qms.reports.amendments import amendments_up_to
from qms.reports.printed_parts import heading_of, language, letterhead
from qms.signatures import signatures_of

CoverSignatures = tuple[document_contexts.CoverSignature, ...]


def controlled_document(issue: Issue, *, copy: PaperCopy | None = None) -> document_contexts.ControlledDocument:
    """One issue as it is printed today: controlled only as a numbered copy, else for reference, obsolete or draft."""
    stamp, status, note = standing_of(issue)
    if copy is not None and stamp == "reference":
        stamp = "controlled"
    document, cover = issue.document, _cover(issue)
    return document_contexts.ControlledDocument(
        letterhead=letterhead(document, document.unit, issue.signed_on),
        mark=contexts.PrintMark(
            status=status, printed_at=moment_of_reading(), url=state_url(issue), content_hash=issue.content_hash
        ),
        copy=stamp,
        language=language(),
        copy_number=f"{copy.number:02d}" if copy else "",
        copy_holder=str(copy.holder or copy.held_by or copy.unit.name) if copy else "",
        copy_note=note,
        kind=document.get_kind_display(),
        number=document.number,
        title=issue.title,
        issue_number=issue.issue_number,
        amendment_number=issue.amendment_number,
        signed_on=issue.signed_on,
        effective_on=issue.effective_on,
        written=cover["written"],
        reviewed=cover["reviewed"],
        approved=cover["approved"],
        amendments=tuple(
            document_contexts.Amendment(
                issue=row.numbers.replace(".", "/"),
                signed_on=row.signed_on,
                request=row.asked_by,
                description=row.summary,
            )
            for row in amendments_up_to(issue)
        ),
        body_html=issue.body_html,
        files=tuple(_file(link) for link in issue.file_links.filter(ended_at=None).select_related("file")),
    )


def state_url(issue: Issue) -> str:
    """The address behind the code on the print: it tells whether this issue still holds."""
    return settings.QMS_BASE_URL.rstrip("/") + reverse("printed", args=[issue.uid])


def standing_of(issue: Issue) -> tuple[document_contexts.Copy, str, str]:
    """Stamp, state in words, and the note for the footer."""
    from qms.views.issue_state import state_of  # noqa: PLC0415 - the page and the print say the same words

    if issue.status not in (IssueStatus.APPROVED, IssueStatus.WITHDRAWN):
        return "draft", str(issue.get_status_display()), ""
    state = state_of(issue, issue.document.issue_in_force())
    if state["tone"] == "danger":
        return "obsolete", state["text"], state["text"]
    return "reference", state["text"], "" if state["tone"] == "success" else state["text"]


def _cover(issue: Issue) -> dict[str, CoverSignatures]:
    """Who wrote, reviewed, approved: reviewers by their recorded review, the approver by the signature."""
    approvals = [row for row in signatures_of(issue) if row.step == "approve"][-1:]
    places = issue.reviewers.filter(ended_at=None).select_related("person")
    reviewed = [_person(place.person, place.done_at) for place in places]
    if not reviewed and issue.reviewer_id:
        reviewed = [_person(issue.reviewer, issue.reviewed_at)]
    approved = [
        document_contexts.CoverSignature(
            name=row.name, title=heading_of(row), signed_at=row.signed_at, hash=row.content_hash
        )
        for row in approvals
    ]
    if not approved and issue.approved_by_id:
        approved = [_person(issue.approved_by, None)]
    return {"written": (_person(issue.author, None),), "reviewed": tuple(reviewed), "approved": tuple(approved)}


def _person(user: Any, moment: Any) -> document_contexts.CoverSignature:
    return document_contexts.CoverSignature(name=str(user), title=user.position, signed_at=moment)


def _file(link: Any) -> document_contexts.AttachedFile:
    size = str(filesizeformat(link.file.size)).replace("\xa0", " ")
    return document_contexts.AttachedFile(name=link.name, size=size, hash=link.file.sha256)


def print_name(issue: Issue) -> str:
    """The name of the printed file."""
    return _("%(number)s issue %(issue)s") % {"number": issue.document.number, "issue": issue.numbers}
