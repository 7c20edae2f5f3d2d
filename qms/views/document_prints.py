"""Issues and registers of documents as Word and PDF, stamped as what they are."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from qms import printing
from qms.models.documents import Issue
from qms.models.readable import readable_issues
from qms.operations.print_templates import form_for
from qms.reports.printed_documents import controlled_document, print_name
from qms.views.printing import answer, found


@require_safe
def issue_print(request: HttpRequest, uid: Any, kind: str) -> HttpResponse:
    """An issue that the person may read."""
    related = ("document__unit__parent", "author", "reviewer", "approved_by")
    issue = found(request, Issue, uid, kind, *related, rows=readable_issues(request.user))
    form = form_for(printing.CONTROLLED_DOCUMENT, issue.document.unit_id)
    return answer(request, issue, form, controlled_document, kind, name=print_name(issue))
