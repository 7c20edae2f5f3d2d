"""Figures of administrative procedures by month, and outputs that do not conform (ISO 9001:2015, 8.7)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qms.history.tracked import TrackedModel
from qms.models.brought_in import BroughtIn
from qms.models.files import FileLink
from qms.models.reach import Reachable
from qms.performance_enums import MeasuredBy, OutputKind, OutputStatus


class ProcedureFigure(BroughtIn, Reachable):
    """How many dossiers of one procedure one unit had in one month; `month` is the month's first day."""

    SEARCH_FIELDS = ("external_ref",)
    SPAN = {"unit_id": "unit_id", "due": "month"}

    document = models.ForeignKey(
        "qms.Document", models.PROTECT, related_name="procedure_figures", verbose_name=_("procedure")
    )
    unit = models.ForeignKey("qms.Unit", models.PROTECT, related_name="procedure_figures", verbose_name=_("unit"))
    month = models.DateField(_("month"))
    received = models.PositiveIntegerField(_("received"))
    early = models.PositiveIntegerField(_("done early"), default=0)
    on_time = models.PositiveIntegerField(_("done on time"), default=0)
    late = models.PositiveIntegerField(_("done late"), default=0)
    online_3 = models.PositiveIntegerField(_("online at level 3"), default=0)
    online_4 = models.PositiveIntegerField(_("online at level 4"), default=0)
    by_post = models.PositiveIntegerField(_("by post"), default=0)
    complaints = models.PositiveIntegerField(_("complaints"), default=0)
    source = models.CharField(_("source"), max_length=10, choices=MeasuredBy.choices, default=MeasuredBy.HAND)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("recorded by")
    )

    class Meta(Reachable.Meta):
        verbose_name = _("figures of a procedure")
        verbose_name_plural = _("figures of procedures")
        constraints = [
            models.UniqueConstraint(
                fields=["document", "unit", "month"], condition=Q(ended_at=None), name="procedure_figure_once"
            ),
        ]
        indexes = [models.Index(fields=["unit", "month"], name="procedure_figure_of_unit")]

    def __str__(self) -> str:
        return f"{self.document} {self.month:%m/%Y}"

    def get_absolute_url(self) -> str:
        return reverse("procedure_figure", args=[self.uid])


class NonconformingOutput(BroughtIn, Reachable):
    """A dossier returned late or wrong: what was done about it, and who decided."""

    SEARCH_FIELDS = ("number", "dossier", "description", "external_ref")
    SPAN = {"unit_id": "unit_id", "status": "status", "due": "new_due_on"}

    number = models.CharField(_("number"), max_length=40, unique=True, editable=False)
    unit = models.ForeignKey("qms.Unit", models.PROTECT, related_name="outputs", verbose_name=_("unit"))
    document = models.ForeignKey(
        "qms.Document", models.PROTECT, null=True, blank=True, related_name="outputs", verbose_name=_("procedure")
    )
    dossier = models.CharField(_("code of the dossier"), max_length=80)
    kind = models.CharField(_("kind"), max_length=20, choices=OutputKind.choices)
    description = models.TextField(_("what does not conform"))
    due_on = models.DateField(_("was due on"), null=True, blank=True)
    found_on = models.DateField(_("found on"))
    status = models.CharField(max_length=20, choices=OutputStatus.choices, default=OutputStatus.RECORDED)
    decision = models.TextField(_("what is done about it"), blank=True)
    apology_number = models.CharField(_("number of the apology slip"), max_length=60, blank=True)
    apology_on = models.DateField(_("apology of"), null=True, blank=True)
    new_due_on = models.DateField(_("new date"), null=True, blank=True)
    returned_on = models.DateField(_("returned on"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("decided by")
    )
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("recorded by")
    )

    class Meta(Reachable.Meta):
        verbose_name = _("nonconforming output")
        verbose_name_plural = _("nonconforming outputs")
        indexes = [models.Index(fields=["unit", "found_on"], name="output_of_unit")]

    def __str__(self) -> str:
        return f"{self.number} {self.dossier}"

    def get_absolute_url(self) -> str:
        return reverse("output", args=[self.uid])

    def participants(self) -> dict[str, set[int]]:
        return {"recorder": {self.recorded_by_id}}


class OutputFile(FileLink):
    """The apology slip, the corrected result."""

    record = models.ForeignKey(NonconformingOutput, models.PROTECT, related_name="file_links")

    class Meta(FileLink.Meta):
        verbose_name = _("file of a nonconforming output")


class PublishedProcedure(TrackedModel):
    """When a procedure was decided and published: the days between are a figure of their own."""

    document = models.OneToOneField("qms.Document", models.PROTECT, related_name="publication_dates")
    decided_on = models.DateField(_("decided on"))
    published_on = models.DateField(_("published on"), null=True, blank=True)
    decision_number = models.CharField(_("number of the Decision"), max_length=60, blank=True)
    address = models.URLField(_("published at"), blank=True)

    class Meta(TrackedModel.Meta):
        verbose_name = _("publication of a procedure")

    def __str__(self) -> str:
        return str(self.document)
