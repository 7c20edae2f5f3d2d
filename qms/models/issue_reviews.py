"""Who reviews an issue, in which order, and what reviewers suggest."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from qms.enums import SuggestionStatus
from qms.history.tracked import TrackedModel
from qms.models.documents import Issue


class IssueReviewer(TrackedModel):
    """A place in the order of an issue's reviewers; `done_at` is emptied when the issue goes back to its author."""

    issue = models.ForeignKey(Issue, models.PROTECT, related_name="reviewers")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("reviewer"))
    position = models.PositiveSmallIntegerField(_("order"))
    taken_up_at = models.DateTimeField(_("on it since"), null=True, blank=True)
    done_at = models.DateTimeField(_("reviewed at"), null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta(TrackedModel.Meta):
        verbose_name = _("reviewer of an issue")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["issue", "person"], condition=models.Q(ended_at=None), name="issue_reviewer_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.person}"


class Suggestion(TrackedModel):
    """What a reviewer suggests for a part of an issue; its author applies it or says why not."""

    issue = models.ForeignKey(Issue, models.PROTECT, related_name="suggestions")
    part = models.CharField(_("part"), max_length=200, blank=True)
    text = models.TextField(_("suggestion"))
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    status = models.CharField(max_length=20, choices=SuggestionStatus.choices, default=SuggestionStatus.OPEN)
    answer = models.TextField(_("answer"), blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("answered by")
    )

    class Meta(TrackedModel.Meta):
        verbose_name = _("suggestion")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.part}: {self.text[:60]}" if self.part else self.text[:60]
