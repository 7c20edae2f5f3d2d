"""From the rows of a master list to what the operations write."""

from typing import Any

from qms import clock
from qms.enums import IssueStatus
from qms.importing.register_kind import Asked, PlannedRow
from qms.imports.document_plan import DocumentPlan
from qms.models.document_care import DocumentScheme
from qms.models.organisation import Unit
from qms.models.people import User
from qms.operations.importing_documents import DocumentChange

SOURCE = ("source_file", "source_row", "source_hash", "source_text")


def source_of(row: PlannedRow, asked: Asked) -> dict[str, Any]:
    """What a brought-in document keeps of where it comes from."""
    plan: DocumentPlan = row.plan
    return {
        "brought_in": True,
        "source_file": asked.file_name[:200],
        "source_row": row.number,
        "source_hash": plan.source_hash,
        "source_text": plan.source_text,
    }


def drafts_of(rows: list[PlannedRow], asked: Asked, scheme: DocumentScheme, by: Any) -> list[dict[str, Any]]:
    """New documents as `bring_in_documents` takes them; units and authors are read once."""
    units = Unit.objects.in_bulk({row.plan.unit_id for row in rows})
    authors = User.objects.in_bulk({row.plan.said["author_id"] for row in rows if "author_id" in row.plan.said})
    return [
        draft_of(row, asked, scheme)
        | {"unit": units[row.plan.unit_id], "author": authors.get(row.plan.said.get("author_id"), by)}
        for row in rows
    ]


def draft_of(row: PlannedRow, asked: Asked, scheme: DocumentScheme) -> dict[str, Any]:
    """A new document with all its issues, oldest first."""
    plan: DocumentPlan = row.plan
    issues = [issue_of(earlier.plan, scheme, superseded=True) for earlier in plan.earlier]
    return plan.document_values | {
        "number": plan.number,
        "kind": plan.kind,
        "title_vi": plan.said["title_vi"],
        "issues": [*issues, issue_of(plan, scheme)],
        "cited": plan.citations,
        "source": source_of(row, asked),
    }


def issue_of(plan: DocumentPlan, scheme: DocumentScheme, *, superseded: bool = False) -> dict[str, Any]:
    """An issue as its row states it, numbered as the holder numbers issues."""
    status = IssueStatus.APPROVED if superseded else plan.status
    values = numbers_of(plan, scheme) | {"status": str(status), "signed_on": plan.issue.get("signed_on")}
    values["effective_on"] = plan.effective_on
    if status == IssueStatus.WITHDRAWN:
        values["withdrawn_on"] = plan.issue.get("withdrawn_on") or clock.today()
        values["replaced_by"] = plan.said.get("replaced_by", "")
    if superseded and "title_vi" in plan.said:
        values["title_vi"] = plan.said["title_vi"]
    return values


def numbers_of(plan: DocumentPlan, scheme: DocumentScheme) -> dict[str, str]:
    """As wide as the holder writes them: 2 becomes 02. The first ones where the list states none."""
    fresh = scheme.first_amendment if scheme.uses_amendments else ""
    issue, amendment = plan.issue.get("issue_number"), plan.issue.get("amendment_number")
    return {
        "issue_number": filled(issue, scheme.first_issue) if issue else scheme.first_issue,
        "amendment_number": filled(amendment, scheme.first_amendment) if amendment else fresh,
    }


def filled(number: str, like: str) -> str:
    """A counted number, with as many digits as the pattern at least."""
    return number.zfill(len(like)) if number.isdecimal() and like.isdecimal() else number


def change_of(row: PlannedRow, asked: Asked, scheme: DocumentScheme) -> DocumentChange:
    """What is written of a known document."""
    plan: DocumentPlan = row.plan
    source = {name: value for name, value in source_of(row, asked).items() if name in SOURCE}
    values = dict(plan.issue_changes)
    numbers = numbers_of(plan, scheme)
    values |= {name: numbers[name] for name in numbers if name in values}
    if values.get("status") == IssueStatus.WITHDRAWN:
        values.setdefault("withdrawn_on", plan.issue.get("withdrawn_on") or clock.today())
    elif values.get("status"):
        values["withdrawn_on"] = None
    new = issue_of(plan, scheme) if plan.new_issue else {}
    new.pop("replaced_by", None)
    return DocumentChange(
        document=plan.record,
        values=plan.changes | source,
        issue=plan.standing_issue,
        issue_values=values,
        new_issue=new,
        cited=plan.new_citations,
        dropped=plan.dropped,
    )
