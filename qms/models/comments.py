"""Comments on any record, with mentions and files. A mention tells somebody; it gives no access."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from qms.history.tracked import TrackedModel
from qms.models.files import FileLink
from qms.registry import registry


class Comment(TrackedModel):
    """What somebody said about a record: `record_kind` is the model's label, `record_uid` its uid."""

    record_kind = models.CharField(max_length=60, editable=False)
    record_uid = models.UUIDField(editable=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    made_at = models.DateTimeField(editable=False)
    text = models.TextField(_("comment"))
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta(TrackedModel.Meta):
        ordering = ["pk"]
        verbose_name = _("comment")
        indexes = [models.Index(fields=["record_kind", "record_uid"], name="comment_of_record")]

    def __str__(self) -> str:
        return self.text[:80]

    def reach_record(self) -> Any:
        """The record commented on, whose reach decides over comment and files."""
        return registry.record_kinds[self.record_kind].model.objects.get(uid=self.record_uid)


class CommentMention(TrackedModel):
    """Somebody named in a comment."""

    comment = models.ForeignKey(Comment, models.PROTECT, related_name="mentions")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("person"))

    class Meta(TrackedModel.Meta):
        verbose_name = _("mention")
        constraints = [models.UniqueConstraint(fields=["comment", "user"], name="mention_once")]

    def __str__(self) -> str:
        return str(self.user)


class CommentFile(FileLink):
    """A file of a comment."""

    record = models.ForeignKey(Comment, models.PROTECT, related_name="file_links")

    class Meta(FileLink.Meta):
        verbose_name = _("file")
