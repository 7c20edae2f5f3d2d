"""The lists of retention: rules, what is past its period, disposals, and the records that a disposal names."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from qms.enums import Role
from qms.folding import fold
from qms.models.organisation import Unit
from qms.models.retention import Disposal, DisposalItem, RetentionRule
from qms.registry import RetainedKind, registry
from qms.reports.declaration import Column, Create, Empty, Report
from qms.retention.due import due_rows
from qms.tables import retention as tables
from qms.tables.retention import kind_title


def keeps_records(user: Any) -> bool:
    """Whether the person is quality officer somewhere."""
    return bool(user.authority.units_as(Role.OFFICER))


def years_said(rule: RetentionRule) -> str:
    """Such as "5 years", or for good."""
    if rule.years is None:
        return gettext("for good")
    return ngettext("%(count)d year", "%(count)d years", rule.years) % {"count": rule.years}


def clause_said(rule: RetentionRule) -> str:
    """The clause with its edition, or that it is every record of the kind."""
    if rule.clause is None:
        return ""
    return f"{rule.clause.number} ({rule.clause.edition.code})"


class RetentionReport(Report):
    """Standing rules within reach."""

    name = "retention"
    title = _("How long records are kept")
    intro = _("Of several rules that fit a record the longest holds. Nothing disappears by itself.")
    model = RetentionRule
    table_class = tables.RetentionTable
    filterset_class = tables.RetentionFilter
    row_template = "qms/retention/row.html"
    related = ("unit", "clause__edition__standard")
    order = ("unit_id", "kind", "id")
    columns = (
        Column(_("Kind of record"), lambda rule: kind_title(rule.kind), width=34),
        Column(_("Clause"), clause_said, width=20),
        Column(_("Kept"), years_said, width=14),
        Column(_("Years"), "years", "integer"),
        Column(_("Counted from"), "counted_from", width=34),
        Column(_("By which document"), "basis", width=50),
        Column(_("Unit code"), "unit.code", width=12),
        Column(_("Unit"), "unit.name"),
    )
    create = Create(_("Add a rule"), lambda: reverse("retention_new"), keeps_records)
    empty = Empty(
        _("No rule says how long records are kept yet."),
        _("A quality officer sets them, or begins with the usual periods and what the procedures say."),
        icon="clock",
    )

    def search(self, rows: Any, text: str, as_of: dt.date | None) -> QuerySet:
        """By the document, and by what the kind is called in the reader's language."""
        words = fold(text).split()
        kinds = [
            label
            for label, kind in registry.retained_kinds.items()
            if all(word in fold(str(kind.title)) for word in words)
        ]
        return rows.filter(Q(id__in=self.model.objects.search(text).values("id")) | Q(kind__in=kinds))


class DueReport(Report):
    """Records of one kind of a holder that are past their period."""

    name = "past-their-period"
    title = _("Records past their period")
    intro = _("What is kept no longer by any rule. It stays until a disposal is approved and carried out.")
    table_class = tables.DueTable
    filterset_class = tables.DueFilter
    row_template = "qms/retention/due_row.html"
    order = ("ended_day", "id")
    columns: Sequence[Column] = (
        Column(_("Number"), "kept_number", width=24),
        Column(_("Title"), "kept_name", width=60),
        Column(_("Ended on"), "ended_day", "date"),
        Column(_("Recorded on"), "recorded_day", "date"),
    )
    empty = Empty(
        _("Nothing of this kind is past its period."),
        _("Records appear here once every rule that fits them is over."),
        icon="circle-check",
    )

    def __init__(self, kind: RetainedKind, rules: Sequence[RetentionRule], holder: Unit) -> None:
        self.kind, self.rules, self.holder, self.model = kind, rules, holder, kind.model

    def queryset(self, user: Any, as_of: dt.date | None = None) -> QuerySet:
        """Past their period and not decided about yet."""
        return due_rows(self.kind, self.rules, self.holder)

    def search(self, rows: Any, text: str, as_of: dt.date | None) -> QuerySet:
        """By number and title."""
        if hasattr(self.model.objects.none(), "search"):
            return rows.search(text)
        return rows.filter(Q(kept_number__icontains=text) | Q(kept_name__icontains=text))


class DisposalReport(Report):
    """Disposals within reach."""

    name = "disposals"
    title = _("Disposals of records")
    intro = _(
        "A disposal is decided: prepared by the quality officer, approved by signature, carried out by two people."
    )
    model = Disposal
    table_class = tables.DisposalTable
    filterset_class = tables.DisposalFilter
    row_template = "qms/disposals/row.html"
    related = ("unit", "prepared_by", "approved_by")
    order = ("-id",)
    columns = (
        Column(_("Number"), "number", width=20),
        Column(_("Title"), "title", width=50),
        Column(_("Unit code"), "unit.code", width=12),
        Column(_("Unit"), "unit.name"),
        Column(_("Reason"), "reason", width=50),
        Column(_("Decision"), "decision_number", width=20),
        Column(_("Prepared by"), "prepared_by"),
        Column(_("Approved by"), "approved_by"),
        Column(_("Approved on"), "approved_on", "date"),
        Column(_("Carried out at"), "carried_out_at", "datetime"),
        Column(_("Witness"), "witness"),
        Column(_("Status"), "status", width=14),
    )
    create = Create(_("Prepare a disposal"), lambda: reverse("disposal_new"), keeps_records)
    empty = Empty(
        _("No disposals yet."),
        _("Records past their period stay until it is decided. Begin with the list of what is past its period."),
        icon="file-text",
    )


class DisposalItemReport(Report):
    """The records that a disposal names, with what is decided of each."""

    name = "disposal"
    model = DisposalItem
    table_class = tables.DisposalItemTable
    filterset_class = tables.DisposalItemFilter
    row_template = "qms/disposals/item_row.html"
    order = ("id",)
    columns = (
        Column(_("Number"), "number", width=24),
        Column(_("Title"), "title", width=60),
        Column(_("Kind of record"), lambda item: kind_title(item.kind), width=30),
        Column(_("Ended on"), "ended_on", "date"),
        Column(_("To be kept until"), "kept_until", "date"),
        Column(_("By which document"), lambda item: item.rule.basis if item.rule else "", width=40),
        Column(_("Decided"), "verdict", width=16),
        Column(_("Reason"), "reason", width=40),
        Column(_("Files"), lambda item: len(item.files), "integer"),
        Column("SHA-256", lambda item: " ".join(one["sha256"] for one in item.files), width=68),
    )
    empty = Empty(
        _("No records chosen yet."), _("Choose them from the list of what is past its period."), icon="file-text"
    )

    def __init__(self, disposal: Disposal) -> None:
        self.disposal = disposal
        self.title = gettext("Records of %(number)s") % {"number": disposal.number}

    def queryset(self, user: Any, as_of: dt.date | None = None) -> QuerySet:
        """All that it names."""
        return DisposalItem.objects.filter(disposal=self.disposal).select_related("rule")

    def search(self, rows: Any, text: str, as_of: dt.date | None) -> QuerySet:
        """By number and title."""
        for word in text.split()[:8]:
            rows = rows.filter(Q(number__icontains=word) | Q(title__icontains=word))
        return rows
