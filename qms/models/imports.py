"""A register that waits between its preview and the decision of the person who chose it."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class ImportStaging(models.Model):
    """A chosen file with what was asked of it. Only the person who chose it finds it; the rows stay in the file."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    kind = models.CharField(_("kind"), max_length=40)
    unit = models.ForeignKey("qms.Unit", models.PROTECT, null=True, related_name="+", verbose_name=_("unit"))
    name = models.CharField(_("file"), max_length=200)
    sheet = models.CharField(_("sheet"), max_length=100, blank=True)
    edition = models.CharField(_("edition"), max_length=60, blank=True)
    sha256 = models.CharField(max_length=64)
    stored_name = models.CharField(max_length=120)
    created_at = models.DateTimeField(_("chosen at"))
    committed_at = models.DateTimeField(_("brought in at"), null=True)
    cancelled_at = models.DateTimeField(null=True)
    summary = models.CharField(_("result"), max_length=200, blank=True)

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["user", "created_at"], name="staging_of_user")]

    def __str__(self) -> str:
        return self.name
