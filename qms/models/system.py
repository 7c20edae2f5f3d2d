"""Tables of the machinery: numbers, spans, signatures, notices."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from qms.history.tracked import TrackedModel


class Counter(models.Model):
    """The last number given for a kind, unit and year; locked while the next is taken."""

    kind = models.CharField(max_length=20)
    unit = models.ForeignKey("qms.Unit", models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    value = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "unit", "year"], name="counter_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.unit_id} {self.year}: {self.value}"


class RecordSpan(models.Model):
    """From when to when one recorded state of a listed record stood; derived from history, rebuildable.

    `through_id` is the record whose people reach this one too: the inspection of a finding.
    """

    kind = models.CharField(max_length=60)
    record_id = models.BigIntegerField()
    history_id = models.BigIntegerField()
    unit_id = models.BigIntegerField(null=True)
    raised_by_unit_id = models.BigIntegerField(null=True)
    status = models.CharField(max_length=30, blank=True)
    owner_id = models.BigIntegerField(null=True)
    due = models.DateField(null=True)
    through_id = models.BigIntegerField(null=True)
    valid_from = models.DateTimeField()
    valid_to = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["kind", "record_id", "valid_to"], name="span_of_record"),
            models.Index(  # holds all that a unit's count as of a day asks for
                fields=["kind", "unit_id", "-valid_from", "valid_to", "record_id", "raised_by_unit_id", "through_id"],
                name="span_of_unit",
            ),
            models.Index(fields=["through_id"], name="span_through", condition=models.Q(through_id__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.kind}:{self.record_id} {self.valid_from}"


class Signature(TrackedModel):
    """Who signed what, as whom, meaning what, when, over which content. Written once, never changed."""

    kind = models.CharField(max_length=60)
    record_uid = models.UUIDField(db_index=True)
    step = models.CharField(max_length=60)
    signer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    on_behalf_of = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    acting_form = models.CharField(max_length=5, blank=True)
    name = models.CharField(_("name"), max_length=150)
    title_vi = models.CharField(max_length=150, blank=True)
    title_en = models.CharField(max_length=150, blank=True)
    meaning = models.CharField(_("meaning"), max_length=200)
    method = models.CharField(max_length=20, default="password")
    signed_at = models.DateTimeField(_("signed at"))
    content_hash = models.CharField(_("hash of what was shown"), max_length=64)
    batch = models.UUIDField(default=uuid.uuid4)

    class Meta(TrackedModel.Meta):
        ordering = ["signed_at"]
        verbose_name = _("signature")

    def __str__(self) -> str:
        return f"{self.name}: {self.meaning}"

    @property
    def meaning_shown(self) -> str:
        """What it means in the reader's language; the row keeps the English words, whoever signed."""
        return gettext(self.meaning) if self.meaning else ""


class Notice(models.Model):
    """Something a person should know, told in their language when they read it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="notices")
    kind = models.CharField(max_length=60)
    record_kind = models.CharField(max_length=60)
    record_uid = models.UUIDField()
    number = models.CharField(max_length=60, blank=True)
    url = models.CharField(max_length=200)
    details = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["user", "read_at"], name="notice_unread")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.number}"
