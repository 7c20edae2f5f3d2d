"""Files by content: stored once, never changed, reached only through a record that one may see."""

from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qms.history.tracked import TrackedModel


class StoredFile(TrackedModel):
    """Bytes by their SHA-256. `size` in bytes; `media_type` by content, never by name."""

    sha256 = models.CharField(max_length=64, unique=True, editable=False)
    size = models.PositiveBigIntegerField(editable=False)
    media_type = models.CharField(max_length=100, editable=False)
    stored_name = models.CharField(max_length=120, editable=False)
    gone_at = models.DateTimeField(_("disposed of at"), null=True, editable=False)
    gone_by = models.ForeignKey(
        "qms.Disposal", models.PROTECT, null=True, related_name="+", verbose_name=_("disposal"), editable=False
    )

    class Meta(TrackedModel.Meta):
        verbose_name = _("stored file")

    def __str__(self) -> str:
        return self.sha256[:12]


class FileLink(TrackedModel):
    """That a record carries a file. Subclasses add `record` (PROTECT, related_name="file_links")."""

    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", verbose_name=_("file"))
    name = models.CharField(_("name"), max_length=200)
    purpose = models.CharField(_("shows"), max_length=40, blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta(TrackedModel.Meta):
        abstract = True

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("file", args=[self._meta.label_lower, self.uid])

    @property
    def is_image(self) -> bool:
        """Whether a page may show it inline."""
        return self.file.media_type in {"image/jpeg", "image/png", "image/webp"}

    def shown(self) -> dict[str, Any]:
        """What a list of files shows of it."""
        return {"url": self.get_absolute_url(), "name": self.name, "size": self.file.size, "type": self.file.media_type}
