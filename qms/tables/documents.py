"""Columns and filters of the lists of documents."""

from typing import Any

import django_filters as filters
import django_tables2 as tables
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from qms import clock
from qms.enums import DecisionStatus, DocumentKind, ExternalStatus, IssueStatus, OnlineLevel, ProcedureLevel
from qms.models.decisions import DecisionFile, DecisionItem
from qms.models.documents import DocumentClause, Issue
from qms.tables.filters import RegisterFilter, UnitFilter

STANDINGS = [
    ("in_force", _("In force")),
    ("coming", _("Not yet in force")),
    ("draft", _("Draft")),
    ("in_review", _("In review")),
    ("reviewed", _("Reviewed, to be approved")),
    ("none", _("Nothing in force")),
    ("review_overdue", _("Periodic review overdue")),
]


ORIGINALS = [("missing", _("Missing")), ("there", _("Attached"))]


NAMED = [("yes", _("yes")), ("no", _("no"))]


class DocumentTable(tables.Table):
    """What the library shows and can be sorted by."""

    number = tables.Column(verbose_name=_("Number"), order_by=("number_order",))
    title_vi = tables.Column(verbose_name=_("Title"), order_by=("title_order",))
    kind = tables.Column(verbose_name=_("Kind"))
    unit = tables.Column(verbose_name=_("Unit"), order_by=("unit__sort_key",))
    issue = tables.Column(verbose_name=_("Issue"), orderable=False)
    effective_on = tables.Column(verbose_name=_("In force from"))


class RegisterTable(DocumentTable):
    """The register also says when a document is to be reviewed."""

    review_due_on = tables.Column(verbose_name=_("Review due"))


class ExternalTable(tables.Table):
    """What the list of documents from outside shows."""

    number = tables.Column(verbose_name=_("Number"), order_by=("number_order",))
    title_vi = tables.Column(verbose_name=_("Title"), order_by=("title_order",))
    issued_by = tables.Column(verbose_name=_("Issued by"))
    issued_on = tables.Column(verbose_name=_("Issued on"))
    external_status = tables.Column(verbose_name=_("Status outside"))
    status_checked_on = tables.Column(verbose_name=_("Status checked on"))
    unit = tables.Column(verbose_name=_("Unit"), order_by=("unit__sort_key",))


class DocumentFilter(RegisterFilter):
    """By kind, unit, clause, field and level; a clause stands for everything below it."""

    kind = filters.ChoiceFilter(label=_("Kind"), choices=DocumentKind.choices)
    unit = UnitFilter(field_name="unit_id")
    clause = filters.CharFilter(
        label=_("Clause"), method="on_clause", max_length=20, help_text=_("Its number, such as 8.5; with all below it.")
    )
    field = filters.CharFilter(label=_("Field"), method="on_field", max_length=100)
    level = filters.ChoiceFilter(label=_("Level"), choices=ProcedureLevel.choices, method="on_profile")
    online_level = filters.ChoiceFilter(label=_("Online level"), choices=OnlineLevel.choices, method="on_profile")

    def on_clause(self, rows: Any, name: str, value: str) -> Any:
        """Documents that answer to the clause or one below it, of any edition."""
        number = value.strip().rstrip(".")
        cited = DocumentClause.objects.filter(record_id=OuterRef("id"), ended_at=None)
        cited = cited.filter(
            Q(clause__number=number) | Q(clause__number__startswith=f"{number}.") | Q(written_as=number)
        )
        return rows.filter(Exists(cited))

    def on_field(self, rows: Any, name: str, value: str) -> Any:
        """Administrative procedures whose field holds the words."""
        return rows.filter(Exists(self.issues().filter(field__icontains=value.strip())))

    def on_profile(self, rows: Any, name: str, value: str) -> Any:
        """Administrative procedures of the level, as their issue in force says."""
        return rows.filter(Exists(self.issues().filter(**{name: value})))

    def issues(self) -> Any:
        """The issue in force of each row."""
        return Issue.objects.effective_on(clock.today()).filter(document=OuterRef("id"))


class RegisterOfDocumentsFilter(DocumentFilter):
    """The register also by how documents stand."""

    standing = filters.ChoiceFilter(label=_("Standing"), choices=STANDINGS, method="on_standing")
    original = filters.ChoiceFilter(label=_("Signed original of the decision"), choices=ORIGINALS, method="on_original")

    def on_standing(self, rows: Any, name: str, value: str) -> Any:
        """In force, coming, with a draft or review under way, without anything in force, overdue for review."""
        today = clock.today()
        issues = Issue.objects.filter(document=OuterRef("id"))
        if value == "in_force":
            return rows.filter(Exists(self.issues()))
        if value == "none":
            return rows.filter(~Exists(self.issues()))
        if value == "review_overdue":
            return rows.filter(review_due_on__lt=today)
        if value == "coming":
            return rows.filter(Exists(issues.filter(status=IssueStatus.APPROVED, effective_on__gt=today)))
        return rows.filter(Exists(issues.filter(status=value)))

    def on_original(self, rows: Any, name: str, value: str) -> Any:
        """Documents with a signed decision whose original is not attached, or with one whose original is."""
        return rows.filter(Exists(decided_items(value).filter(issue__document=OuterRef("id"))))


def decided_items(original: str) -> Any:
    """Documents of signed decisions whose original is "missing" or "there"."""
    originals = DecisionFile.objects.filter(purpose="original", ended_at=None, record=OuterRef("decision"))
    wanted = ~Exists(originals) if original == "missing" else Exists(originals)
    return DecisionItem.objects.filter(wanted, ended_at=None, decision__status=DecisionStatus.SIGNED)


class ExternalFilter(RegisterFilter):
    """Documents from outside by whether they still hold, who issued them, who follows them."""

    external_status = filters.ChoiceFilter(label=_("Status outside"), choices=ExternalStatus.choices)
    issued_by = filters.CharFilter(label=_("Issued by"), lookup_expr="icontains", max_length=100)
    unit = UnitFilter(field_name="unit_id")
    cited = filters.ChoiceFilter(label=_("Named by a document in force"), choices=NAMED, method="on_cited")

    def on_cited(self, rows: Any, name: str, value: str) -> Any:
        """Those that the text of an issue in force names by their number, or those that none does."""
        naming = Issue.objects.effective_on(clock.today()).filter(citations__code=OuterRef("number"))
        return rows.filter(Exists(naming)) if value == "yes" else rows.filter(~Exists(naming))
