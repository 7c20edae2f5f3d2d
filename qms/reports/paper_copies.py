"""The list of paper copies (sổ phân phối, thu hồi)."""

import datetime as dt
from typing import Any

from django.db.models import BooleanField, Case, Exists, OuterRef, Q, QuerySet, Value, When
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from qms.folding import fold
from qms.models.documents import HEAVY
from qms.models.paper_copies import PaperCopy
from qms.paper_copy_workflow import to_recall
from qms.reports.declaration import Column, Empty, Report
from qms.tables.paper_copies import PaperCopyFilter, PaperCopyTable


def recall_said(copy: Any) -> str:
    """Whether it must come back, in words."""
    return gettext("yes") if copy.is_to_recall else ""


class PaperCopyReport(Report):
    """Copies of one's documents, and copies that one's units keep; holders see their own."""

    name = "paper-copies"
    title = _("Paper copies")
    intro = _("Numbered copies on paper: handed out, signed for, recalled when the issue no longer holds.")
    model = PaperCopy
    table_class = PaperCopyTable
    filterset_class = PaperCopyFilter
    row_template = "qms/paper_copies/row.html"
    related = ("issue__document", "unit", "holder", "received_by", "recalled_by")
    order = ("issue__document__number", "number", "id")
    columns = (
        Column(_("Number of the document"), "issue.document.number", width=16),
        Column(_("Title"), "issue.document.title", width=50),
        Column(_("Issue"), "issue.numbers", width=10),
        Column(_("In force from"), "issue.effective_on", "date"),
        Column(_("Copy number"), "number", "integer"),
        Column(_("Unit code"), "unit.code", width=12),
        Column(_("Held at"), "unit.name"),
        Column(_("Holder"), "holder"),
        Column(_("Where it is kept"), "held_by"),
        Column(_("Handed out on"), "issued_on", "date"),
        Column(_("Signed for on"), "received_on", "date"),
        Column(_("Signed for by"), "received_by"),
        Column(_("Recalled on"), "recalled_on", "date"),
        Column(_("Recalled by"), "recalled_by"),
        Column(_("Status"), "status", width=14),
        Column(_("To be recalled"), recall_said, width=14),
        Column(_("Note"), "note", width=40),
    )
    empty = Empty(
        _("No paper copies yet."),
        _("They are handed out on the page of an issue in force."),
        icon="file-text",
    )

    def queryset(self, user: Any, as_of: dt.date | None = None) -> QuerySet:
        """Rows, each with whether it must come back; the text of the issues stays unread."""
        rows = super().queryset(user, as_of)
        late = Exists(to_recall(PaperCopy.objects.filter(pk=OuterRef("pk"))))
        flag = Case(When(late, then=Value(True)), default=Value(False), output_field=BooleanField())
        return rows.annotate(is_to_recall=flag).defer(*(f"issue__{name}" for name in HEAVY))

    def search(self, rows: Any, text: str, as_of: dt.date | None) -> QuerySet:
        """By the document's words as well as by the copy's."""
        for word in fold(text).split()[:8]:
            rows = rows.filter(Q(search_text__contains=word) | Q(issue__document__search_text__contains=word))
        return rows
