"""The audit trail over all records, the seals over it, and events beside the changes of records."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from qms.evidence_enums import EventKind, JobState, SealKind
from qms.history.tracked import TrackedModel
from qms.models.reach import Reachable


class TrailEntry(models.Model):
    """One line of the audit trail: which history row, of which record, by whom, when.

    Derived from history and written with it, rebuildable, outside the chain. `seal` is the number of the seal that
    covers the row, None while none does. The order of `id` is the order of writing, not of commits.
    """

    kind = models.CharField(max_length=60)
    record_id = models.BigIntegerField()
    history_id = models.BigIntegerField()
    by_id = models.BigIntegerField()
    operation = models.CharField(max_length=80)
    recorded_at = models.DateTimeField()
    seal = models.PositiveBigIntegerField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["kind", "record_id"], name="trail_of_record"),
            models.Index(fields=["by_id", "id"], name="trail_of_person"),
            models.Index(fields=["recorded_at"], name="trail_by_day"),
            models.Index(fields=["id"], name="trail_unsealed", condition=models.Q(seal=None)),
        ]

    def __str__(self) -> str:
        return f"{self.kind}:{self.record_id} {self.recorded_at}"


class Seal(models.Model):
    """What this database knows of an entry of the seal store: never changed, compared with the store by verifying.

    `digest` is the hash of the seal's header, `previous` that of the one before, `root` the Merkle root over
    `leaves` heads. The format stands in docs/evidence_format.md.
    """

    number = models.PositiveBigIntegerField(unique=True)
    kind = models.CharField(max_length=10, choices=SealKind.choices, default=SealKind.SEAL)
    digest = models.CharField(max_length=64)
    previous = models.CharField(max_length=64, blank=True)
    root = models.CharField(max_length=64)
    leaves = models.PositiveIntegerField()
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.number} {self.digest[:12]}"


class AuditEvent(Reachable):
    """Something that happened beside the changes of records: a sign-in, an export, a printed copy. Written once.

    `person` is who did it (None: nobody known, then `typed` holds the name as typed); `about_*` name the record or
    list; `details` are plain values for the sentence. `unit` is the person's own unit at the time, for reach.
    """

    SEARCH_FIELDS = ("typed", "about_number", "about_title")
    SPAN = {"unit_id": "unit_id", "status": "kind"}

    kind = models.CharField(_("event"), max_length=30, choices=EventKind.choices)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("person")
    )
    typed = models.CharField(_("name as typed"), max_length=150, blank=True)
    unit = models.ForeignKey("qms.Unit", models.PROTECT, null=True, related_name="+", verbose_name=_("unit"))
    at = models.DateTimeField(_("when"))
    about_kind = models.CharField(max_length=60, blank=True)
    about_uid = models.UUIDField(null=True)
    about_number = models.CharField(_("number"), max_length=80, blank=True)
    about_title = models.CharField(_("about"), max_length=300, blank=True)
    details = models.JSONField(default=dict, blank=True)

    class Meta(Reachable.Meta):
        verbose_name = _("event")
        verbose_name_plural = _("events")
        indexes = [
            models.Index(fields=["person", "at"], name="event_of_person"),
            models.Index(fields=["about_kind", "about_uid"], name="event_about"),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class SecondFactor(TrackedModel):
    """A person's second factor: a code of six digits from an application, a new one every 30 seconds (RFC 6238).

    The secret stands in no history. `last_step` is the last accepted time step, so that no code serves twice.
    """

    UNTRACKED = frozenset({"last_step"})

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="second_factors")
    totp_secret = models.CharField(max_length=64, editable=False)
    last_step = models.PositiveBigIntegerField(default=0, editable=False)
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True)
    ended_at = models.DateTimeField(_("ended at"), null=True)

    class Meta(TrackedModel.Meta):
        verbose_name = _("second factor")
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=models.Q(confirmed_at__isnull=False, ended_at=None),
                name="second_factor_once",
            )
        ]

    def __str__(self) -> str:
        return str(self.person)


class BackgroundJob(models.Model):
    """A long job that runs in the background for one person, with its progress and what came of it.

    `done` of `total` are steps (0 of 0: not known yet); `result_*` a file in the records storage until `kept_until`.
    Only who asked finds it. What it wrote is in history; the job itself is not a record.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=60)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    asked_at = models.DateTimeField(_("asked at"))
    parameters = models.JSONField(default=dict)
    language = models.CharField(max_length=5, default="vi")
    state = models.CharField(max_length=10, choices=JobState.choices, default=JobState.WAITING)
    title = models.CharField(max_length=200)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    phase = models.CharField(max_length=200, blank=True)
    started_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    stop_asked = models.BooleanField(default=False)
    summary = models.TextField(blank=True)
    fault = models.TextField(blank=True)
    result_name = models.CharField(max_length=200, blank=True)
    result_stored = models.CharField(max_length=120, blank=True)
    result_sha256 = models.CharField(max_length=64, blank=True)
    result_size = models.PositiveBigIntegerField(default=0)
    result_url = models.CharField(max_length=300, blank=True)
    kept_until = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["asked_by", "asked_at"], name="job_of_person")]

    def __str__(self) -> str:
        return self.title

    @property
    def has_warning(self) -> bool:
        """Whether it ran to its end and what it found is not good."""
        return self.state == "done" and bool(self.fault)
