"""What the frozen content of an issue lists, as rows: derived from the content, rebuildable."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from qms.models.documents import Issue


class KeptRecord(models.Model):
    """A record that a procedure leaves behind (danh mục hồ sơ)."""

    issue = models.ForeignKey(Issue, models.PROTECT, related_name="kept_records")
    position = models.PositiveSmallIntegerField()
    code = models.CharField(_("code"), max_length=60, blank=True)
    name = models.CharField(_("record kept"), max_length=300)
    keeper = models.CharField(_("kept by"), max_length=200, blank=True)
    retention = models.CharField(_("retention"), max_length=120, blank=True)
    place = models.CharField(_("kept at"), max_length=200, blank=True)
    disposal = models.CharField(_("disposal"), max_length=200, blank=True)
    search_text = models.TextField(blank=True, default="")

    class Meta:
        verbose_name = _("record kept")
        constraints = [models.UniqueConstraint(fields=["issue", "position"], name="kept_record_once")]

    def __str__(self) -> str:
        return self.name


class Citation(models.Model):
    """A document, form, legal text or edition that the content of an issue names."""

    issue = models.ForeignKey(Issue, models.PROTECT, related_name="citations")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=20)
    code = models.CharField(_("code"), max_length=80, blank=True)
    title = models.CharField(_("title"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("citation")
        constraints = [models.UniqueConstraint(fields=["issue", "position"], name="citation_once")]
        indexes = [models.Index(fields=["code"], name="citation_code")]

    def __str__(self) -> str:
        return f"{self.code} {self.title}".strip()
