"""Periodic reports and their consolidation (Directive 02/CT-LĐTBXH, 7)."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qms.history.tracked import TrackedModel
from qms.models.files import FileLink
from qms.models.period_schemes import ReportForm, ReportLine, ReportPeriod, ReportSection
from qms.models.reach import Reachable, side_q
from qms.reporting_enums import ConsolidationStatus, ReportStatus


class PeriodicReport(Reachable):
    """What one unit reports for one period. A correction after acceptance is a new one that `replaces` it.

    `due_on`, `figures_to` and the rest of the period are copied when it opens, so that a changed scheme changes no
    report. Late is derived: submitted after `due_on`, or not yet and the day has passed.
    """

    SEARCH_FIELDS = ("number", "period_code", "document_number")
    SPAN = {"unit_id": "unit_id", "raised_by_unit_id": "superior_id", "status": "status", "due": "due_on"}

    number = models.CharField(_("number"), max_length=40, unique=True, editable=False)
    unit = models.ForeignKey("qms.Unit", models.PROTECT, related_name="periodic_reports", verbose_name=_("unit"))
    superior = models.ForeignKey("qms.Unit", models.PROTECT, related_name="+", verbose_name=_("reported to"))
    period = models.ForeignKey(ReportPeriod, models.PROTECT, related_name="reports", verbose_name=_("period"))
    form = models.ForeignKey(ReportForm, models.PROTECT, related_name="+", verbose_name=_("form"))
    period_code = models.CharField(_("period"), max_length=20)
    figures_from = models.DateField(_("figures from"))
    figures_to = models.DateField(_("to"))
    due_on = models.DateField(_("due"))
    edition_number = models.PositiveSmallIntegerField(_("version of the report"), default=1)
    status = models.CharField(max_length=20, choices=ReportStatus.choices, default=ReportStatus.OPEN)
    opened_on = models.DateField(_("opened on"))
    filled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("filled in by"),
    )
    document_number = models.CharField(_("number and sign"), max_length=60, blank=True)
    recipients = models.TextField(_("recipients"), blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("signed by")
    )
    submitted_on = models.DateField(_("submitted on"), null=True, blank=True)
    looked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("looked at by"),
    )
    looked_on = models.DateField(_("looked at on"), null=True, blank=True)
    returned_why = models.TextField(_("why it was returned"), blank=True)
    returned_on = models.DateField(_("returned on"), null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("accepted by")
    )
    accepted_on = models.DateField(_("accepted on"), null=True, blank=True)
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_with", verbose_name=_("corrects")
    )
    why = models.TextField(_("why it is corrected"), blank=True)
    content_hash = models.CharField(max_length=64, blank=True, editable=False)

    class Meta(Reachable.Meta):
        verbose_name = _("periodic report")
        verbose_name_plural = _("periodic reports")
        indexes = [
            models.Index(fields=["unit", "figures_to"], name="periodic_report_of_unit"),
            models.Index(fields=["superior", "figures_to"], name="periodic_report_to"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["unit", "period", "edition_number"], name="periodic_report_once"),
            models.CheckConstraint(
                condition=~Q(status__in=[ReportStatus.SUBMITTED, ReportStatus.ACCEPTED])
                | Q(submitted_on__isnull=False, submitted_by__isnull=False),
                name="submitted_report_has_day_and_signatory",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.period_code}"

    def get_absolute_url(self) -> str:
        return reverse("periodic_report", args=[self.uid])

    def participants(self) -> dict[str, set[int]]:
        return {"filler": {self.filled_by_id} if self.filled_by_id else set()}

    @classmethod
    def reach_q(cls, user: Any) -> Q:
        """Its own side; and the side it reports to, once it has been submitted."""
        return super().reach_q(user) | side_q(user, "superior_id") & Q(status__in=ReportStatus.sent())

    def signed_facts(self) -> dict[str, Any]:
        """What a signature covers beside the report itself: every figure and every text."""
        figures = self.figures.order_by("line__position", "pk").values_list("line__key", "numerator", "denominator")
        texts = self.texts.order_by("section__position", "pk").values_list("section__number", "text")
        return {
            "figures": [f"{key}: {numerator} / {denominator}" for key, numerator, denominator in figures],
            "texts": [f"{number}: {text}" for number, text in texts],
        }


class ReportFigure(TrackedModel):
    """One figure of a report: what the records said at the cut-off, and what the unit reports with its reason."""

    report = models.ForeignKey(PeriodicReport, models.PROTECT, related_name="figures")
    line = models.ForeignKey(ReportLine, models.PROTECT, related_name="+", verbose_name=_("line"))
    numerator = models.DecimalField(_("value"), max_digits=16, decimal_places=4, null=True, blank=True)
    denominator = models.DecimalField(_("of"), max_digits=16, decimal_places=4, null=True, blank=True)
    counted_numerator = models.DecimalField(
        _("counted from the records"), max_digits=16, decimal_places=4, null=True, blank=True
    )
    counted_denominator = models.DecimalField(_("counted of"), max_digits=16, decimal_places=4, null=True, blank=True)
    counted_as_of = models.DateField(_("counted as of"), null=True, blank=True)
    why = models.TextField(_("why it differs from the records"), blank=True)
    comment = models.TextField(_("comment of the superior"), blank=True)

    class Meta(TrackedModel.Meta):
        verbose_name = _("figure of a report")
        verbose_name_plural = _("figures of a report")
        constraints = [models.UniqueConstraint(fields=["report", "line"], name="report_figure_once")]

    def __str__(self) -> str:
        return f"{self.line}: {self.numerator}"


class ReportText(TrackedModel):
    """What a unit writes in a section."""

    report = models.ForeignKey(PeriodicReport, models.PROTECT, related_name="texts")
    section = models.ForeignKey(ReportSection, models.PROTECT, related_name="+", verbose_name=_("section"))
    text = models.TextField(_("text"), blank=True)
    comment = models.TextField(_("comment of the superior"), blank=True)

    class Meta(TrackedModel.Meta):
        verbose_name = _("text of a report")
        verbose_name_plural = _("texts of a report")
        constraints = [models.UniqueConstraint(fields=["report", "section"], name="report_text_once")]

    def __str__(self) -> str:
        return f"{self.section}"


class PeriodicReportFile(FileLink):
    """An annex, or the signed original."""

    record = models.ForeignKey(PeriodicReport, models.PROTECT, related_name="file_links")

    class Meta(FileLink.Meta):
        verbose_name = _("file of a periodic report")


class Consolidation(Reachable):
    """What the superior adds up for a period from the reports that were in: numerators and denominators, never rates.

    `code` is a quarter (2019-Q2): half-year reports join the second and the fourth. `states` is frozen when it is
    drawn up: [{"unit", "code", "period", "state", "late", "report"}], one for each unit that owes.
    """

    SEARCH_FIELDS = ("number", "code", "document_number", "note")
    SPAN = {"unit_id": "unit_id", "status": "status"}

    number = models.CharField(_("number"), max_length=40, unique=True, editable=False)
    unit = models.ForeignKey("qms.Unit", models.PROTECT, related_name="consolidations", verbose_name=_("unit"))
    form = models.ForeignKey(ReportForm, models.PROTECT, related_name="+", verbose_name=_("form"))
    code = models.CharField(_("period"), max_length=20)
    figures_from = models.DateField(_("figures from"))
    figures_to = models.DateField(_("to"))
    as_of = models.DateField(_("reports as of"))
    status = models.CharField(max_length=20, choices=ConsolidationStatus.choices, default=ConsolidationStatus.DRAWN)
    note = models.TextField(_("assessment"), blank=True)
    document_number = models.CharField(_("number and sign"), max_length=60, blank=True)
    recipients = models.TextField(_("recipients"), blank=True)
    prepared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("prepared by")
    )
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("signed by")
    )
    signed_on = models.DateField(_("signed on"), null=True, blank=True)
    states = models.JSONField(_("whose reports are in"), default=list, blank=True, editable=False)
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_with", verbose_name=_("replaces")
    )
    why = models.TextField(_("why it was drawn up again"), blank=True)

    class Meta(Reachable.Meta):
        verbose_name = _("consolidated report")
        verbose_name_plural = _("consolidated reports")
        indexes = [models.Index(fields=["unit", "code"], name="consolidation_of_unit")]

    def __str__(self) -> str:
        return f"{self.number} {self.code}"

    def get_absolute_url(self) -> str:
        return reverse("consolidation", args=[self.uid])

    def participants(self) -> dict[str, set[int]]:
        return {"preparer": {self.prepared_by_id}}

    def signed_facts(self) -> dict[str, Any]:
        """What a signature covers beside the consolidated report itself: its sums and whose reports are in them."""
        sums = self.figures.order_by("line__position", "pk").values_list("line__key", "numerator", "denominator")
        members = self.members.order_by("pk").values_list("report__number", flat=True)
        return {
            "figures": [f"{key}: {numerator} / {denominator}" for key, numerator, denominator in sums],
            "reports": list(members),
            "states": [f"{one['code']} {one['period']}: {one['state']}" for one in self.states],
        }


class ConsolidatedReport(TrackedModel):
    """That a report is added into a consolidation, in this version of it, with the figures that it had then.

    `figures`: {line key: [numerator, denominator]} as text; a report returned afterwards is filled in anew.
    """

    consolidation = models.ForeignKey(Consolidation, models.PROTECT, related_name="members")
    report = models.ForeignKey(PeriodicReport, models.PROTECT, related_name="consolidated_in")
    figures = models.JSONField(_("figures"), default=dict, blank=True, editable=False)

    class Meta(TrackedModel.Meta):
        verbose_name = _("report in a consolidation")
        constraints = [models.UniqueConstraint(fields=["consolidation", "report"], name="consolidated_once")]

    def __str__(self) -> str:
        return str(self.report)


class ConsolidatedFigure(TrackedModel):
    """The sum of a line over the reports that are in."""

    consolidation = models.ForeignKey(Consolidation, models.PROTECT, related_name="figures")
    line = models.ForeignKey(ReportLine, models.PROTECT, related_name="+", verbose_name=_("line"))
    numerator = models.DecimalField(_("value"), max_digits=18, decimal_places=4, null=True, blank=True)
    denominator = models.DecimalField(_("of"), max_digits=18, decimal_places=4, null=True, blank=True)
    reports = models.PositiveIntegerField(_("reports with a figure"), default=0)

    class Meta(TrackedModel.Meta):
        verbose_name = _("sum in a consolidation")
        constraints = [models.UniqueConstraint(fields=["consolidation", "line"], name="consolidated_line_once")]

    def __str__(self) -> str:
        return f"{self.line}: {self.numerator}"


class ConsolidationFile(FileLink):
    """The signed original of a consolidated report."""

    record = models.ForeignKey(Consolidation, models.PROTECT, related_name="file_links")

    class Meta(FileLink.Meta):
        verbose_name = _("file of a consolidated report")
