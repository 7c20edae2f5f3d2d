"""The table between two editions as a list that exports and comes back."""

from typing import Any

from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qms import policy
from qms.correspondences.rows import standing_rows
from qms.correspondences.words import basis_shown, degree_shown, relation_shown
from qms.folding import fold
from qms.models.standards import Correspondence, Edition
from qms.reports.declaration import Column, Create, Empty, Report
from qms.tables.correspondences import CorrespondenceFilter, CorrespondenceTable


class CorrespondenceReport(Report):
    """The standing rows between two editions. Standards are everybody's."""

    model = Correspondence
    table_class = CorrespondenceTable
    filterset_class = CorrespondenceFilter
    row_template = "qms/correspondences/row.html"
    order = (  # type: ignore[assignment]  # the same on both databases: what has no old clause comes last
        F("from_clause__position").asc(nulls_last=True),
        F("to_clause__position").asc(nulls_first=True),
        "id",
    )
    columns = (
        Column(gettext_lazy("From edition"), "from_edition.code", width=14),
        Column(gettext_lazy("Old clause"), "from_clause.number", width=12),
        Column(gettext_lazy("Title of the old clause"), "from_clause.title", width=36),
        Column(gettext_lazy("To edition"), "to_edition.code", width=14),
        Column(gettext_lazy("New clause"), "to_clause.number", width=12),
        Column(gettext_lazy("Title of the new clause"), "to_clause.title", width=36),
        Column(gettext_lazy("Relation"), lambda row: relation_shown(row.relation), width=14),
        Column(gettext_lazy("Relation in the source’s word"), "own_word", width=14),
        Column(gettext_lazy("Degree of change"), lambda row: degree_shown(row.change_degree), width=14),
        Column(gettext_lazy("Note in Vietnamese"), "note_vi", width=50),
        Column(gettext_lazy("Note in English"), "note_en", width=50),
        Column(gettext_lazy("Evidence"), lambda row: basis_shown(row.basis), width=18),
    )

    def __init__(self, one: Edition, two: Edition) -> None:
        self.one, self.two = one, two
        self.name = "-".join(("correspondence", one.code, two.code)).replace(":", "-")
        self.title = _("Correspondence: %(one)s and %(two)s") % {"one": one.code, "two": two.code}
        self.create = Create(gettext_lazy("Add a row"), self.add_url, self.may_correct)
        self.empty = Empty(
            gettext_lazy("No correspondence is loaded between these editions."),
            gettext_lazy("A quality officer brings it in from a workbook, or adds its rows."),
            icon="checklist",
        )

    def add_url(self) -> str:
        """The form of a new row."""
        return reverse("correspondence_add", args=[self.one.uid, self.two.uid])

    def may_correct(self, user: Any) -> bool:
        """Whether the person corrects this table."""
        row = Correspondence(from_edition=self.one, to_edition=self.two)
        return bool(policy.may(user, "qms.correct_correspondence", row))

    def visible(self, user: Any) -> QuerySet:
        rows = standing_rows(self.one.pk, self.two.pk)
        return rows.select_related("from_clause", "to_clause", "from_edition__standard", "to_edition__standard")

    def search(self, rows: Any, text: str, as_of: Any) -> QuerySet:
        """By number, title, note and the source's word, without accents; a table has a few hundred rows."""
        words = fold(text).split()[:8]
        found = [row.pk for row in rows if all(word in searched(row) for word in words)]
        return rows.filter(pk__in=found)


def searched(row: Correspondence) -> str:
    """The words by which a row is found."""
    sides = [side for side in (row.from_clause, row.to_clause) if side is not None]
    clauses = [text for side in sides for text in (side.number, side.title_vi, side.title_en)]
    return fold(" ".join([*clauses, row.note_vi, row.note_en, row.own_word]))
