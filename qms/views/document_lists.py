"""What the lists of documents share: the way from one to another, where words were found, the printed list."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase

from qms.models.documents import Issue
from qms.operations.print_templates import form_for
from qms.reading import expected
from qms.reports.passages import passages, search_words
from qms.reports.printed_registers import register_context, unit_of
from qms.tables.documents import decided_items
from qms.views.printing import KINDS, answer
from qms.views.reach import asked_day
from qms.views.register import RegisterView

MOST_PRINTED = 2000  # rows


class DocumentList(RegisterView):
    """A list of the documents section; `printed_form` where it is printed, as it is filtered."""

    template_name = "qms/documents/list.html"
    printed_form: Any = None

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        """The list, its export, or its print."""
        kind = request.GET.get("print")
        if kind is None or self.printed_form is None:
            return super().get(request, **kwargs)
        if kind not in KINDS:
            raise Http404
        return self.printed(kind)

    def printed(self, kind: str) -> HttpResponseBase:
        """What the filter leaves, in its order, as Word or PDF."""
        report = self.get_report()
        as_of = asked_day(self.request) if report.supports_as_of else None
        filterset, rows = self.filtered(report, report.queryset(self.request.user, as_of), as_of)
        found = list(self.ordered(report, rows).data.data[: MOST_PRINTED + 1])
        unit = unit_of(self.request.user, filterset)
        form = form_for(self.printed_form, unit.pk) if unit else self.printed_form
        cut = len(found) > MOST_PRINTED

        def build(_page: Any) -> Any:
            return register_context(self.request, report, filterset, found[:MOST_PRINTED], as_of, cut=cut)

        return answer(self.request, PrintedPage(self.request), form, build, kind, name=str(report.title))

    def print_urls(self) -> list[tuple[str, str]]:
        """Links that print the same rows."""
        if self.printed_form is None:
            return []
        query = self.request.GET.copy()
        query.pop("page", None)
        urls = []
        for label, kind in (("Word", "docx"), ("PDF", "pdf")):
            query["print"] = kind
            urls.append((label, f"?{query.urlencode()}"))
        return urls

    def more(self, report: Any, context: dict[str, Any]) -> dict[str, Any]:
        return {"print_urls": self.print_urls()}


class PrintedPage:
    """The list as what a failed print leads back to."""

    def __init__(self, request: HttpRequest) -> None:
        query = request.GET.copy()
        query.pop("print", None)
        self.url = f"{request.path}?{query.urlencode()}"

    def get_absolute_url(self) -> str:
        """The list as it was filtered."""
        return self.url


def add_passages(rows: list[Any], text: str, issues: Any) -> None:
    """Give each row the passage in which the words were found, as `passage`."""
    words = search_words(text)
    found = passages(rows, issues, words) if words and rows else {}
    for row in rows:
        row.passage = found.get(row.pk, [])


def mark_to_read(user: Any, rows: list[Any]) -> None:
    """Say of each document whether the person has still to confirm its issue in force, as `to_read`."""
    readings = expected(user=user, documents=[row.pk for row in rows]).in_state("open")
    open_keys = readings.keys()
    issues = Issue.objects.filter(pk__in=[issue for issue, _person in open_keys])
    waiting = set(issues.values_list("document_id", flat=True))
    for row in rows:
        row.to_read = row.pk in waiting


def mark_missing_originals(rows: list[Any]) -> None:
    """Say of each document whether a signed decision over it lacks its original, as `original_missing`."""
    items = decided_items("missing").filter(issue__document__in=[row.pk for row in rows])
    missing = set(items.values_list("issue__document_id", flat=True)) if rows else set()
    for row in rows:
        row.original_missing = row.pk in missing
