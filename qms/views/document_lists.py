"""What the lists of documents share: the way from one to another, where words were found, the printed list."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from qms.models.documents import Issue
from qms.reading import expected
from qms.reports.passages import passages, search_words
from qms.reports.printed_registers import ENTRIES
from qms.tables.documents import decided_items
from qms.views.printed_lists import PrintedList
from qms.views.register import RegisterView


class DocumentList(PrintedList):
    """A list of the documents section; `printed_form` where it is printed, as it is filtered."""

    template_name = "qms/documents/list.html"
    most_printed = 2000

    def found(self, report: Any, rows: Any, as_of: dt.date | None) -> Sequence[Any]:
        """The rows as the list reads them: they carry what their printed form asks."""
        return list(self.ordered(report, rows).data.data[: self.most_printed + 1])

    def entries(self, records: Sequence[Any], as_of: dt.date | None) -> Sequence[Any]:
        entry = ENTRIES[self.get_report().name]
        return [entry(row) for row in records]

    def export_urls(self) -> list[tuple[str, str]]:
        """The exports alone: the prints stand beside them under their own heading."""
        return RegisterView.export_urls(self)

    def more(self, report: Any, context: dict[str, Any]) -> dict[str, Any]:
        return {"print_urls": self.print_urls()}


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
