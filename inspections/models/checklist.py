"""The checklist of a session: lines made from clauses, and their answers."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from inspections.enums import AnswerResult
from inspections.models.inspection import Inspection
from inspections.models.session import Session
from qms.history.tracked import TrackedModel
from qms.models.files import FileLink
from qms.models.standards import in_language


class ChecklistLine(TrackedModel):
    """One question of a session, with its answer. Questions are ours; the clause's text stays with the standard."""

    session = models.ForeignKey(Session, models.PROTECT, related_name="lines")
    clause = models.ForeignKey(
        "qms.Clause", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("clause")
    )
    written_as = models.CharField(_("clause as written"), max_length=80, blank=True)
    position = models.PositiveIntegerField()
    question_vi = models.TextField(_("question"))
    question_en = models.TextField(_("question in English"), blank=True)
    result = models.CharField(_("result"), max_length=20, choices=AnswerResult.choices, blank=True)
    note = models.TextField(_("what was seen"), blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("answered by")
    )
    answered_at = models.DateTimeField(null=True, blank=True, editable=False)
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta(TrackedModel.Meta):
        ordering = ["session", "position"]
        verbose_name = _("checklist line")
        constraints = [
            models.CheckConstraint(
                condition=~Q(result__in=[AnswerResult.NOT_EXAMINED, AnswerResult.NOT_APPLICABLE]) | ~Q(note=""),
                name="unexamined_line_says_why",
            )
        ]

    def __str__(self) -> str:
        return self.question

    def reach_record(self) -> Inspection:
        """The record whose reach decides over this line's files."""
        return self.session.inspection

    @property
    def question(self) -> str:
        """The question in the reader's language."""
        return in_language(self.question_vi, self.question_en)


class ChecklistFile(FileLink):
    """A photograph or file that an answer rests on."""

    record = models.ForeignKey(ChecklistLine, models.PROTECT, related_name="file_links")

    class Meta(FileLink.Meta):
        verbose_name = _("file")
