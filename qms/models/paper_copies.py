"""Numbered paper copies of controlled documents: handed out, signed for, recalled when superseded."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qms.enums import PaperCopyStatus
from qms.models.documents import Issue
from qms.models.reach import Reachable


class PaperCopy(Reachable):
    """One paper copy of one issue; its number is counted within the document."""

    SEARCH_FIELDS = ("held_by", "note")
    UNIT_FIELDS = ("issue__document__unit_id", "unit_id")

    issue = models.ForeignKey(Issue, models.PROTECT, related_name="paper_copies", verbose_name=_("issue"))
    number = models.PositiveSmallIntegerField(_("copy number"))
    unit = models.ForeignKey("qms.Unit", models.PROTECT, related_name="paper_copies", verbose_name=_("held at"))
    holder = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("holder")
    )
    held_by = models.CharField(_("where it is kept"), max_length=200, blank=True)
    status = models.CharField(max_length=20, choices=PaperCopyStatus.choices, default=PaperCopyStatus.ISSUED)
    issued_on = models.DateField(_("handed out on"))
    received_on = models.DateField(_("signed for on"), null=True, blank=True)
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("signed for by"),
    )
    recalled_on = models.DateField(_("recalled on"), null=True, blank=True)
    recalled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("recalled by")
    )
    note = models.TextField(_("note"), blank=True)

    class Meta(Reachable.Meta):
        verbose_name = _("paper copy")
        verbose_name_plural = _("paper copies")
        constraints = [models.UniqueConstraint(fields=["issue", "number"], name="paper_copy_number_once")]

    def __str__(self) -> str:
        return f"{self.issue} / {self.number:02d}"

    def get_absolute_url(self) -> str:
        return reverse("paper_copy", args=[self.uid])

    def participants(self) -> dict[str, set[int]]:
        return {"holder": {self.holder_id} if self.holder_id else set()}
