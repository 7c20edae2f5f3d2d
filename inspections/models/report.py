"""The report of an inspection as it was concluded: each version frozen with its hash."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from inspections.models.inspection import Inspection
from qms.history.tracked import TrackedModel


class ReportVersion(TrackedModel):
    """One concluded version: all that it prints, as plain values, and their SHA-256. A later one supersedes it."""

    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="report_versions")
    number = models.PositiveSmallIntegerField(_("version"), editable=False)
    facts = models.JSONField(editable=False)
    content_hash = models.CharField(max_length=64, editable=False)
    concluded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("concluded by")
    )
    concluded_on = models.DateField(_("concluded on"), editable=False)
    superseded_on = models.DateField(_("superseded on"), null=True, blank=True, editable=False)

    class Meta(TrackedModel.Meta):
        ordering = ["inspection", "-number"]
        verbose_name = _("version of the report")
        constraints = [models.UniqueConstraint(fields=["inspection", "number"], name="report_version_once")]

    def __str__(self) -> str:
        return f"{self.inspection.number} v{self.number}"
