"""Criteria and tables between editions as they leave and come back unchanged."""

from typing import Any

from django.db.models import QuerySet
from django.utils.functional import lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from qms.importing.kinds_of_register import CRITERIA
from qms.importing.problems import ImportRefused
from qms.imports.criteria import split
from qms.models.standards import Clause, Correspondence
from qms.reports.correspondences import CorrespondenceReport
from qms.reports.declaration import Column, Report


def title_of(name: str) -> str:
    """The first name by which the importer knows the column, in the reader's language."""
    column = CRITERIA.column(name)
    text: str = column.synonyms_en[0] if get_language() == "en" else column.synonyms_vi[0]
    return text[0].upper() + text[1:]


lazy_title = lazy(title_of, str)


class CriteriaExport(Report):
    """The clauses of editions in their order; a file that is to come back holds one edition (`of_edition`)."""

    name = "criteria"
    title = _("Criteria")
    model = Clause
    related = ("edition__standard",)
    order = ("edition__standard__code", "edition__year", "position", "id")
    columns = (
        Column(lazy_title("standard"), lambda row: row.edition.code, width=16),
        Column(lazy_title("number"), "number", width=14),
        Column(lazy_title("title"), "title_vi", width=60),
        Column(lazy_title("question"), lambda row: row.question_vi or None, width=60),
        Column(lazy_title("maximum"), "max_score", "number"),
    )

    def visible(self, user: Any) -> QuerySet:
        """Standards are everybody's."""
        return Clause.objects.all()

    def of_edition(self, rows: QuerySet, text: str) -> QuerySet:
        """The clauses of one edition. Raises ImportRefused where there is none."""
        code, year = split(text)
        found = rows.filter(edition__standard__code=code, edition__year=year)
        if not found.exists():
            raise ImportRefused(_("There is no edition “%(name)s”; write it as 9001:2015.") % {"name": text})
        return found


class CorrespondencesExport(CorrespondenceReport):
    """Every standing table between two editions."""

    name = "correspondences"
    title = _("Correspondences of editions")
    order = ("from_edition_id", "to_edition_id", *CorrespondenceReport.order)  # type: ignore[assignment]

    def __init__(self) -> None:
        """Of no pair alone."""

    def visible(self, user: Any) -> QuerySet:
        rows = Correspondence.objects.filter(ended_at=None)
        return rows.select_related("from_clause", "to_clause", "from_edition__standard", "to_edition__standard")

    def of_edition(self, rows: QuerySet, text: str) -> QuerySet:
        """The tables that start from that edition."""
        code, year = split(text)
        return rows.filter(from_edition__standard__code=code, from_edition__year=year)
