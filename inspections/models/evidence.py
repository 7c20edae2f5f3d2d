"""Evidence asked of the unit, line by line, in an inspection on file."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from inspections.enums import EvidenceStatus
from inspections.models.checklist import ChecklistLine
from inspections.models.inspection import Inspection
from qms.history.tracked import TrackedModel
from qms.models.files import FileLink


class EvidenceRequest(TrackedModel):
    """What the team asks the unit to send for one line: asked, delivered, accepted or asked again."""

    line = models.ForeignKey(ChecklistLine, models.PROTECT, related_name="evidence_requests")
    text = models.TextField(_("what is asked for"))
    due_on = models.DateField(_("due"))
    status = models.CharField(max_length=20, choices=EvidenceStatus.choices, default=EvidenceStatus.ASKED)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("asked by"))
    asked_on = models.DateField(_("asked on"), editable=False)
    delivered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("delivered by"),
    )
    delivered_on = models.DateField(_("delivered on"), null=True, blank=True, editable=False)
    delivered_note = models.TextField(_("what is sent"), blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("decided by")
    )
    decided_on = models.DateField(_("decided on"), null=True, blank=True, editable=False)
    times_asked = models.PositiveSmallIntegerField(_("times asked"), default=1, editable=False)
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta(TrackedModel.Meta):
        ordering = ["pk"]
        verbose_name = _("request for evidence")

    def __str__(self) -> str:
        return self.text[:80]

    def reach_record(self) -> Inspection:
        """The record whose reach decides over what was sent."""
        return self.line.session.inspection

    def seen_by(self, user: Any) -> bool:
        """Whether the person sees the part of the inspection for which this was asked."""
        return self.line.seen_by(user)


class EvidenceFile(FileLink):
    """A file that the unit sent."""

    record = models.ForeignKey(EvidenceRequest, models.PROTECT, related_name="file_links")

    class Meta(FileLink.Meta):
        verbose_name = _("file")
