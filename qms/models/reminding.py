"""What reaches people and when: choices of notices, what was reminded of, mail that waits, days decided otherwise."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from qms.enums import DayKind
from qms.history.tracked import TrackedModel


class NoticeChoice(models.Model):
    """How a person wants one kind of notice. Without a row: in the product and in the daily mail."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="notice_choices")
    kind = models.CharField(max_length=60)
    in_product = models.BooleanField(_("in the product"), default=True)
    by_mail = models.BooleanField(_("in the daily mail"), default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "kind"], name="notice_choice_once")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.kind}"


class Reminder(models.Model):
    """That somebody was reminded: once for each record, occasion and person, though the job runs twice or is killed.

    `occasion` says which: "before-7", "before-3", "before-1", "due", "late-owner", "late-manager", "late-head", with
    the due day that it was about, so that a moved due day reminds anew.
    """

    record_kind = models.CharField(max_length=60)
    record_uid = models.UUIDField()
    occasion = models.CharField(max_length=40)
    about_day = models.DateField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    sent_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["record_kind", "record_uid", "occasion", "about_day", "user"], name="reminded_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.record_kind} {self.record_uid} {self.occasion} {self.user_id}"


class Mail(models.Model):
    """A mail that waits to be sent, or was; `key` names what it is, so that it is written once."""

    key = models.CharField(max_length=120, unique=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    address = models.EmailField()
    subject = models.CharField(max_length=250)
    body = models.TextField()
    created_at = models.DateTimeField()
    tried_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    fault = models.CharField(max_length=250, blank=True)

    class Meta:
        indexes = [models.Index(fields=["sent_at", "attempts"], name="mail_waiting")]

    def __str__(self) -> str:
        return f"{self.address}: {self.subject}"


class DecidedDay(TrackedModel):
    """A day off, or worked, that a government or an office decided beyond the public calendar."""

    day = models.DateField(_("day"), unique=True)
    kind = models.CharField(_("kind"), max_length=20, choices=DayKind.choices)
    decision = models.CharField(_("decided by"), max_length=250)
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta(TrackedModel.Meta):
        ordering = ["day"]
        verbose_name = _("decided day")

    def __str__(self) -> str:
        return f"{self.day:%d/%m/%Y}"


class Submission(models.Model):
    """That a form was sent: the same key again leads to the record that the first one made."""

    key = models.UUIDField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    url = models.CharField(max_length=250)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "user"], name="submission_once")]

    def __str__(self) -> str:
        return f"{self.key} {self.url}"
