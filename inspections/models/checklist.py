"""The checklist of a session: lines from clauses, documents, earlier results and templates, and their answers."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from inspections.enums import AnswerResult, ConflictStatus, LineOrigin
from inspections.models.inspection import Inspection
from inspections.models.question import Question
from inspections.models.session import Session
from qms.history.tracked import TrackedModel
from qms.models.files import FileLink

UNEXAMINED = [str(result) for result in AnswerResult.unexamined()]


class ChecklistLine(Question):
    """One question of a session, with its answer.

    `result` is the judgement; `value` what was answered where the question asks for more: {"answer": "yes" | "no"},
    {"number": "3.5"}, {"choice": 0}, {"date": "2020-07-15"}, {"text": "..."} or {"examined": 5, "of": 20, "failed": 1}.
    """

    session = models.ForeignKey(Session, models.PROTECT, related_name="lines")
    origin = models.CharField(_("from"), max_length=20, choices=LineOrigin.choices, default=LineOrigin.CLAUSE)
    template_question = models.ForeignKey(
        "inspections.TemplateQuestion", models.PROTECT, null=True, blank=True, related_name="lines"
    )
    issue = models.ForeignKey("qms.Issue", models.PROTECT, null=True, blank=True, related_name="+")
    nonconformity = models.ForeignKey(
        "inspections.Nonconformity", models.PROTECT, null=True, blank=True, related_name="asked_again"
    )
    earlier_line = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    result = models.CharField(_("result"), max_length=20, choices=AnswerResult.choices, blank=True)
    value = models.JSONField(_("answer"), default=dict, blank=True)
    score = models.DecimalField(_("score"), max_digits=7, decimal_places=2, null=True, blank=True)
    note = models.TextField(_("what was seen"), blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("answered by")
    )
    answered_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta(Question.Meta):
        ordering = ["session", "position"]
        verbose_name = _("checklist line")
        constraints = [
            models.CheckConstraint(condition=~Q(result__in=UNEXAMINED) | ~Q(note=""), name="unexamined_line_says_why")
        ]

    def reach_record(self) -> Inspection:
        """The record whose reach decides over this line's files."""
        return self.session.inspection

    def seen_by(self, user: Any) -> bool:
        """Whether the person sees the part of the inspection in which this line lies."""
        from inspections.parts_seen import sees_unit  # noqa: PLC0415 - what is seen stands on models

        return sees_unit(self.session.inspection, user, self.session.unit_id)


class ChecklistFile(FileLink):
    """A photograph or file that an answer rests on."""

    record = models.ForeignKey(ChecklistLine, models.PROTECT, related_name="file_links")

    class Meta(FileLink.Meta):
        verbose_name = _("file")


class AnswerConflict(TrackedModel):
    """An answer that was sent from a phone or a workbook while another one came to stand: neither is lost."""

    line = models.ForeignKey(ChecklistLine, models.PROTECT, related_name="conflicts")
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("sent by"))
    made_at = models.DateTimeField(_("answered at"))
    base_version = models.PositiveIntegerField(editable=False)
    standing_version = models.PositiveIntegerField(editable=False)
    result = models.CharField(_("result"), max_length=20, choices=AnswerResult.choices, blank=True)
    value = models.JSONField(_("answer"), default=dict, blank=True)
    score = models.DecimalField(_("score"), max_digits=7, decimal_places=2, null=True, blank=True)
    note = models.TextField(_("what was seen"), blank=True)
    status = models.CharField(max_length=20, choices=ConflictStatus.choices, default=ConflictStatus.OPEN)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("decided by")
    )
    decided_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta(TrackedModel.Meta):
        ordering = ["pk"]
        verbose_name = _("answer sent at the same time")

    def __str__(self) -> str:
        return str(self.line)


class SyncReceipt(models.Model):
    """That a change made on a phone was received: again with the same uid changes nothing. Derived, not a record."""

    uid = models.UUIDField(unique=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=20)
    record_uid = models.UUIDField()
    version = models.PositiveIntegerField(default=0)
    received_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.uid} {self.outcome}"
