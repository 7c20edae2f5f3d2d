"""Issues and registers of documents as Word and PDF, stamped as what they are."""

from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from qms import policy, printing
from qms.models.documents import Issue
from qms.models.paper_copies import PaperCopy
from qms.models.readable import readable_issues
from qms.operations.print_templates import form_for
from qms.paper_copy_workflow import OUT
from qms.reports.printed_documents import controlled_document, print_name
from qms.views.printing import answer, found
from qms.views.reach import signed_in
from qms.views.uids import uid_or_404


@require_safe
def issue_print(request: HttpRequest, uid: Any, kind: str) -> HttpResponse:
    """An issue that the person may read; `?copy=` prints it as that numbered paper copy, under control."""
    related = ("document__unit__parent", "author", "reviewer", "approved_by")
    issue = found(request, Issue, uid, kind, *related, rows=readable_issues(request.user))
    form = form_for(printing.CONTROLLED_DOCUMENT, issue.document.unit_id)
    copy = numbered_copy(request, issue)
    return answer(request, issue, form, partial(controlled_document, copy=copy), kind, name=print_name(issue))


def numbered_copy(request: HttpRequest, issue: Issue) -> PaperCopy | None:
    """The copy that the address names: for the quality officer over the document, and who holds it while it is out."""
    text = request.GET.get("copy", "")
    if not text:
        return None
    rows = PaperCopy.objects.visible_to(request.user).filter(issue=issue, status__in=OUT)
    copy = rows.select_related("holder", "unit").filter(uid=uid_or_404(text)).first()
    if copy is None:
        raise Http404
    if not signed_in(request).authority.is_one_of(copy.holder_id):
        policy.require(request.user, "qms.care_for_document", issue.document)
    return copy
