"""Registers that come in: a file on its way, its rows as they were read, and what it became."""

import uuid

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qms.import_enums import RunState, StagingState
from qms.models.reach import Reachable


class ImportStaging(models.Model):
    """A chosen file with what was asked of it. Only the person who chose it finds it; the bytes are kept until decided.

    `said`: what the person said of columns, words, years. `mends`: address of a cell >
    what stands there instead. `decisions`: key of a row > what is to become of it. `reading`: how each sheet was
    understood. `counts`: rows by verdict. `digest`: over the whole plan, so that what is brought in is what was seen.
    """

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
    state = models.CharField(max_length=10, choices=StagingState.choices, default=StagingState.READY)
    job = models.ForeignKey("qms.BackgroundJob", models.PROTECT, null=True, related_name="+")
    said = models.JSONField(default=dict)
    mends = models.JSONField(default=dict)
    decisions = models.JSONField(default=dict)
    reading = models.JSONField(default=dict)
    counts = models.JSONField(default=dict)
    warnings = models.JSONField(default=list)
    digest = models.CharField(max_length=64, blank=True)
    refusal = models.TextField(blank=True)
    rows_total = models.PositiveIntegerField(default=0)
    run = models.ForeignKey("qms.ImportRun", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["user", "created_at"], name="staging_of_user")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("import_preview", args=[self.uid])


class StagedRow(models.Model):
    """One row of a file as it was read and what would become of it; gone once the file is decided on."""

    staging = models.ForeignKey(ImportStaging, models.CASCADE, related_name="rows")
    position = models.PositiveIntegerField()
    sheet = models.CharField(max_length=100)
    number = models.PositiveIntegerField()
    verdict = models.CharField(max_length=12)
    noted = models.BooleanField(default=False)
    key = models.CharField(max_length=200, blank=True)
    cells = models.JSONField(default=dict)
    sentence = models.TextField(blank=True)

    class Meta:
        ordering = ["position"]
        indexes = [
            models.Index(fields=["staging", "position"], name="staged_row_order"),
            models.Index(fields=["staging", "verdict", "position"], name="staged_row_verdict"),
        ]

    def __str__(self) -> str:
        return f"{self.sheet}!{self.number}"


class ImportRun(Reachable):
    """A register that was brought in as one step, and may be undone as one."""

    SEARCH_FIELDS = ("name", "reason")
    SPAN = {"unit_id": "unit_id", "status": "status"}

    kind = models.CharField(_("kind"), max_length=40)
    unit = models.ForeignKey("qms.Unit", models.PROTECT, null=True, related_name="+", verbose_name=_("unit"))
    name = models.CharField(_("file"), max_length=200)
    sha256 = models.CharField(_("hash of the file"), max_length=64)
    file = models.ForeignKey("qms.StoredFile", models.PROTECT, null=True, related_name="+", verbose_name=_("file"))
    brought_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("brought in by")
    )
    brought_at = models.DateTimeField(_("brought in at"))
    reason = models.TextField(_("reason"), blank=True)
    rows = models.PositiveIntegerField(_("rows"), default=0)
    created = models.PositiveIntegerField(_("created"), default=0)
    updated = models.PositiveIntegerField(_("updated"), default=0)
    unchanged = models.PositiveIntegerField(_("unchanged"), default=0)
    status = models.CharField(max_length=10, choices=RunState.choices, default=RunState.DONE)
    undone_at = models.DateTimeField(_("undone at"), null=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("undone by")
    )

    class Meta(Reachable.Meta):
        verbose_name = _("import")
        verbose_name_plural = _("imports")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("import_run", args=[self.uid])

    def participants(self) -> dict[str, set[int]]:
        """Who brought it in finds it again."""
        return {"brought_by": {self.brought_by_id}}


class ImportedRow(models.Model):
    """Which record a row became, and between which of its versions the import stands; only ever added to."""

    run = models.ForeignKey(ImportRun, models.PROTECT, related_name="lines")
    label = models.CharField(max_length=60)
    record_id = models.BigIntegerField()
    verdict = models.CharField(max_length=12)
    version_before = models.PositiveIntegerField()
    version_after = models.PositiveIntegerField()
    sheet = models.CharField(max_length=100, blank=True)
    number = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["label", "record_id"], name="imported_row_of_record")]

    def __str__(self) -> str:
        return f"{self.label}:{self.record_id}"
