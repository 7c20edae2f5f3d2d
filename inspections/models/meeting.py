"""The opening and the closing meeting of a visit, with who attended."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from inspections.enums import MeetingKind
from inspections.models.inspection import Inspection
from qms.history.tracked import TrackedModel


class Meeting(TrackedModel):
    """One of the two meetings of a visit."""

    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="meetings")
    kind = models.CharField(_("meeting"), max_length=20, choices=MeetingKind.choices)
    held_on = models.DateField(_("day"))
    from_time = models.TimeField(_("from"), null=True, blank=True)
    to_time = models.TimeField(_("to"), null=True, blank=True)
    place = models.CharField(_("place"), max_length=150, blank=True)
    chaired_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("chaired by")
    )
    minutes = models.TextField(_("what was said"), blank=True)

    class Meta(TrackedModel.Meta):
        ordering = ["held_on", "pk"]
        verbose_name = _("meeting")
        constraints = [
            models.UniqueConstraint(fields=["inspection", "kind"], name="meeting_once"),
            models.CheckConstraint(
                condition=Q(to_time=None) | Q(from_time=None) | Q(to_time__gt=models.F("from_time")),
                name="meeting_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class Attendance(TrackedModel):
    """One person at a meeting: somebody with an account, or a name with a position."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="attendance")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("person")
    )
    name = models.CharField(_("name"), max_length=150)
    position = models.CharField(_("position"), max_length=150, blank=True)
    unit = models.ForeignKey(
        "qms.Unit", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("unit")
    )
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta(TrackedModel.Meta):
        ordering = ["pk"]
        verbose_name = _("attendance")

    def __str__(self) -> str:
        return self.name
