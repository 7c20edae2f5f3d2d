"""Feedback of citizens and organisations (ISO 9001:2015, 8.2.1 and 9.1.2)."""

from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qms.history.tracked import TrackedModel
from qms.models.brought_in import BroughtIn
from qms.models.files import FileLink
from qms.models.reach import Reachable
from qms.performance_enums import FeedbackChannel, FeedbackKind, FeedbackStatus


class Feedback(BroughtIn, Reachable):
    """What somebody outside wrote about a service, and what became of it. Who wrote stands apart: FeedbackSender.

    `code` lets the sender follow it without an account. `public_note` is what they are shown beside the state.
    """

    SEARCH_FIELDS = ("number", "subject", "body", "external_ref")
    SPAN = {"unit_id": "unit_id", "status": "status", "owner_id": "handler_id", "due": "due_on"}

    number = models.CharField(_("number"), max_length=40, unique=True, editable=False)
    code = models.CharField(max_length=20, unique=True, editable=False)
    unit = models.ForeignKey("qms.Unit", models.PROTECT, related_name="feedback", verbose_name=_("unit"))
    document = models.ForeignKey(
        "qms.Document", models.PROTECT, null=True, blank=True, related_name="feedback", verbose_name=_("procedure")
    )
    kind = models.CharField(_("kind"), max_length=20, choices=FeedbackKind.choices)
    channel = models.CharField(_("came"), max_length=10, choices=FeedbackChannel.choices, default=FeedbackChannel.WEB)
    subject = models.CharField(_("subject"), max_length=200)
    body = models.TextField(_("what it says"))
    dossier = models.CharField(_("code of the dossier"), max_length=80, blank=True)
    satisfaction = models.PositiveSmallIntegerField(_("satisfaction, 1 to 5"), null=True, blank=True)
    received_at = models.DateTimeField(_("received at"))
    due_on = models.DateField(_("to be answered by"), null=True, blank=True)
    status = models.CharField(max_length=20, choices=FeedbackStatus.choices, default=FeedbackStatus.RECEIVED)
    handler = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("handled by")
    )
    answer = models.TextField(_("answer"), blank=True)
    answer_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("answer written by"),
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("approved by")
    )
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    forwarded_to = models.CharField(_("forwarded to"), max_length=200, blank=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    public_note = models.CharField(_("what the sender is told"), max_length=300, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("recorded by")
    )

    class Meta(Reachable.Meta):
        verbose_name = _("feedback")
        verbose_name_plural = _("feedback")
        indexes = [models.Index(fields=["unit", "status"], name="feedback_of_unit")]

    def __str__(self) -> str:
        return f"{self.number} {self.subject[:80]}"

    def get_absolute_url(self) -> str:
        return reverse("feedback", args=[self.uid])

    def participants(self) -> dict[str, set[int]]:
        return {"handler": {self.handler_id} if self.handler_id else set()}


class FeedbackSender(TrackedModel):
    """Who wrote: seen by the handler and the quality officer only."""

    feedback = models.OneToOneField(Feedback, models.PROTECT, related_name="sender")
    name = models.CharField(_("name"), max_length=150, blank=True)
    organisation = models.CharField(_("organisation"), max_length=200, blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    email = models.EmailField(_("mail address"), blank=True)
    address = models.CharField(_("address"), max_length=300, blank=True)

    class Meta(TrackedModel.Meta):
        verbose_name = _("sender of feedback")

    def __str__(self) -> str:
        return self.name


class FeedbackFile(FileLink):
    """What the sender attached, or the signed answer."""

    record = models.ForeignKey(Feedback, models.PROTECT, related_name="file_links")

    class Meta(FileLink.Meta):
        verbose_name = _("file of feedback")

    def seen_by(self, user: Any) -> bool:
        """What the sender attached is as closed as their name."""
        from qms.feedback_senders import SENT, sees_sender  # noqa: PLC0415 - rules stand on models

        return self.purpose != SENT or sees_sender(user, self.record)
