"""The list of decisions over documents."""

import datetime as dt
from typing import Any

from django.db.models import Count, Exists, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from qms.enums import DecisionStatus, IssueStatus, Role
from qms.models.decisions import Decision, DecisionFile, DecisionItem
from qms.models.documents import Issue
from qms.operations.decisions import ORIGINAL
from qms.reports.declaration import Column, Create, Empty, Report
from qms.tables.decisions import DecisionFilter, DecisionTable


def prepares_decisions(user: Any) -> bool:
    """Whether the person may prepare a decision somewhere."""
    return bool(user.authority.units_as(Role.OFFICER))


def standing_then(model: Any, as_of: dt.date | None) -> QuerySet:
    """Rows of a list that can end, as they stood at the end of the day, or stand now."""
    return model.objects.filter(ended_at=None)


def with_counts(rows: QuerySet, as_of: dt.date | None) -> QuerySet:
    """Add how many documents each decision has, and whether its signed original is attached."""
    items = standing_then(DecisionItem, as_of).filter(decision_id=OuterRef("id")).order_by()
    counted = items.values("decision_id").annotate(number=Count("pk")).values("number")
    originals = standing_then(DecisionFile, as_of).filter(record_id=OuterRef("id"), purpose=ORIGINAL)
    return rows.annotate(
        document_count=Coalesce(Subquery(counted, output_field=IntegerField()), 0), has_original=Exists(originals)
    )


def original_said(record: Any) -> str:
    """Whether the signed original is there, in words; nothing for what is not signed."""
    if record.status != DecisionStatus.SIGNED:
        return ""
    return gettext("attached") if record.has_original else gettext("missing")


class DecisionReport(Report):
    """Decisions within reach."""

    name = "decisions"
    title = _("Decisions")
    intro = _("Decisions approve, withdraw or declare documents: one signature for all documents that they list.")
    model = Decision
    table_class = DecisionTable
    filterset_class = DecisionFilter
    row_template = "qms/decisions/row.html"
    related = ("unit", "signatory")
    columns = (
        Column(_("Number and sign"), "number", width=20),
        Column(_("On what"), "subject", width=60),
        Column(_("Unit code"), "unit.code", width=12),
        Column(_("Unit"), "unit.name"),
        Column(_("Signatory"), "signatory"),
        Column(_("Signed on"), "decided_on", "date"),
        Column(_("In force from"), "effective_on", "date"),
        Column(_("Documents"), "document_count", "integer"),
        Column(_("Status"), "status", width=14),
        Column(_("Signed original"), original_said, width=14),
    )
    create = Create(_("Prepare a decision"), lambda: reverse("decision_new"), prepares_decisions)
    empty = Empty(
        _("No decisions yet."),
        _("A quality officer prepares a decision over the documents that have been reviewed."),
        icon="signature",
    )

    def queryset(self, user: Any, as_of: dt.date | None = None) -> QuerySet:
        return with_counts(super().queryset(user, as_of), as_of)


def may_be_decided_on(record: Any, user: Any) -> bool:
    """Whether the button on an issue's page is shown: it is reviewed and the person prepares decisions over it."""
    if not isinstance(record, Issue) or record.status != IssueStatus.REVIEWED:
        return False
    return bool(user.authority.has_role(record.document.unit_id, Role.OFFICER))


def prepare_url(record: Any) -> str:
    """The form of a new decision with this issue chosen."""
    return f"{reverse('decision_new')}?issue={record.uid}"
