"""Which report is owed by whom for which period, and what it asks: data, not code."""

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from qms.enums import Rhythm
from qms.history.tracked import TrackedModel
from qms.reporting_enums import LineKind


class ReportForm(TrackedModel):
    """What a periodic report asks: sections with their lines. A changed form is a new one; old reports keep theirs."""

    code = models.CharField(_("code"), max_length=40, unique=True)
    title_vi = models.CharField(_("title in Vietnamese"), max_length=300)
    title_en = models.CharField(_("title in English"), max_length=300)
    basis = models.CharField(_("by which document"), max_length=300, blank=True)

    class Meta(TrackedModel.Meta):
        ordering = ["code"]
        verbose_name = _("form of a periodic report")
        verbose_name_plural = _("forms of periodic reports")

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """The title in the reader's language."""
        return self.title_en if get_language() == "en" else self.title_vi


class ReportSection(TrackedModel):
    """A section of a form: a number, a title, a text, and lines with figures."""

    form = models.ForeignKey(ReportForm, models.PROTECT, related_name="sections")
    position = models.PositiveSmallIntegerField()
    number = models.CharField(_("number"), max_length=10)
    title_vi = models.CharField(_("title in Vietnamese"), max_length=300)
    title_en = models.CharField(_("title in English"), max_length=300)
    help_vi = models.TextField(blank=True)
    help_en = models.TextField(blank=True)

    class Meta(TrackedModel.Meta):
        ordering = ["position"]
        verbose_name = _("section of a report's form")
        constraints = [models.UniqueConstraint(fields=["form", "position"], name="report_section_once")]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def title(self) -> str:
        """The title in the reader's language."""
        return self.title_en if get_language() == "en" else self.title_vi

    @property
    def help_text(self) -> str:
        """What to write, in the reader's language."""
        return self.help_en if get_language() == "en" else self.help_vi


class ReportLine(TrackedModel):
    """A line with a figure. `query`: the declared query that fills it from the records ("" = typed by the unit).

    A share is kept as numerator and denominator, never as a rate; a number has its value in the numerator.
    """

    form = models.ForeignKey(ReportForm, models.PROTECT, related_name="lines")
    section = models.ForeignKey(ReportSection, models.PROTECT, related_name="lines")
    position = models.PositiveSmallIntegerField()
    key = models.CharField(_("key"), max_length=60)
    title_vi = models.CharField(_("title in Vietnamese"), max_length=300)
    title_en = models.CharField(_("title in English"), max_length=300)
    kind = models.CharField(_("kind"), max_length=10, choices=LineKind.choices)
    query = models.CharField(_("filled from the records by"), max_length=60, blank=True)
    measure_unit = models.CharField(_("unit of measure"), max_length=30, blank=True)
    decimals = models.PositiveSmallIntegerField(default=0)

    class Meta(TrackedModel.Meta):
        ordering = ["position"]
        verbose_name = _("line of a report's form")
        constraints = [models.UniqueConstraint(fields=["form", "key"], name="report_line_once")]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """The title in the reader's language."""
        return self.title_en if get_language() == "en" else self.title_vi


class PeriodScheme(TrackedModel):
    """A duty to report: which holders below `superior`, by the rhythm of their holding, in which form."""

    code = models.CharField(_("code"), max_length=40, unique=True)
    title_vi = models.CharField(_("title in Vietnamese"), max_length=300)
    title_en = models.CharField(_("title in English"), max_length=300)
    superior = models.ForeignKey(
        "qms.Unit", models.PROTECT, related_name="period_schemes", verbose_name=_("reported to")
    )
    rhythm = models.CharField(_("reports"), max_length=20, choices=Rhythm.choices)
    form = models.ForeignKey(ReportForm, models.PROTECT, related_name="schemes", verbose_name=_("form"))
    basis = models.CharField(_("by which document"), max_length=300, blank=True)

    class Meta(TrackedModel.Meta):
        ordering = ["code"]
        verbose_name = _("period scheme")
        verbose_name_plural = _("period schemes")

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """The title in the reader's language."""
        return self.title_en if get_language() == "en" else self.title_vi


class ReportPeriod(TrackedModel):
    """A period of a scheme: figures from and to, when it opens and when it is due. Codes: 2019-Q1, 2019-H1."""

    scheme = models.ForeignKey(PeriodScheme, models.PROTECT, related_name="periods")
    code = models.CharField(_("code"), max_length=20)
    figures_from = models.DateField(_("figures from"))
    figures_to = models.DateField(_("to"))
    opens_on = models.DateField(_("opens on"))
    due_on = models.DateField(_("due"))

    class Meta(TrackedModel.Meta):
        ordering = ["figures_to", "code"]
        verbose_name = _("period of reports")
        verbose_name_plural = _("periods of reports")
        constraints = [
            models.UniqueConstraint(fields=["scheme", "code"], name="report_period_once"),
            models.CheckConstraint(
                condition=Q(figures_to__gte=models.F("figures_from"), due_on__gte=models.F("opens_on")),
                name="report_period_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.code
