"""Read and understood: who must read a document, what changed for them, who confirmed it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from qms.enums import Role
from qms.history.tracked import TrackedModel
from qms.models.documents import Document, Issue


class Audience(TrackedModel):
    """Who must read a document: everybody, or those with a role, at or below a unit, from a day on.

    `days`: within so many calendar days of the issue's effective day, or of joining the audience. `yearly`: again
    every year after.
    """

    document = models.ForeignKey(Document, models.PROTECT, related_name="audiences")
    unit = models.ForeignKey("qms.Unit", models.PROTECT, related_name="audiences", verbose_name=_("unit"))
    role = models.CharField(_("role"), max_length=20, choices=Role.choices, blank=True)
    days = models.PositiveSmallIntegerField(_("days to read"), default=7)
    yearly = models.BooleanField(_("again every year"), default=False)
    since = models.DateField(_("since"))
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta(TrackedModel.Meta):
        verbose_name = _("who must read")
        constraints = [
            models.UniqueConstraint(
                fields=["document", "unit", "role"], condition=Q(ended_at=None), name="audience_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit}: {self.get_role_display() if self.role else _('everybody')}"


class ChangeNote(TrackedModel):
    """What an issue changes for one audience, in a sentence or two."""

    issue = models.ForeignKey(Issue, models.PROTECT, related_name="change_notes")
    audience = models.ForeignKey(Audience, models.PROTECT, related_name="+", verbose_name=_("for whom"))
    text = models.TextField(_("what changed for them"))

    class Meta(TrackedModel.Meta):
        verbose_name = _("what changed")
        constraints = [models.UniqueConstraint(fields=["issue", "audience"], name="change_note_once")]

    def __str__(self) -> str:
        return self.text[:60]


class Acknowledgement(TrackedModel):
    """That a person confirmed having read and understood an issue. `round`: 0 the first time, then once a year."""

    issue = models.ForeignKey(Issue, models.PROTECT, related_name="acknowledgements")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="acknowledgements")
    round = models.PositiveSmallIntegerField(default=0)
    due_on = models.DateField(_("due"), null=True, blank=True)
    acknowledged_on = models.DateField(_("confirmed on"))
    content_hash = models.CharField(_("hash of what was read"), max_length=64)

    class Meta(TrackedModel.Meta):
        verbose_name = _("read and understood")
        constraints = [models.UniqueConstraint(fields=["issue", "user", "round"], name="acknowledged_once")]

    def __str__(self) -> str:
        return f"{self.user}: {self.issue}"
