"""A question as templates and checklists hold it: what is asked, how it is judged, when it is shown."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from inspections.enums import QuestionType
from qms.history.tracked import TrackedModel
from qms.models.standards import in_language


class Question(TrackedModel):
    """What a question of a template and a line of a checklist have in common. Questions are ours; clause text is not.

    `key` names the question inside its template or session; `shown_after` is the key of an earlier question, and the
    question is asked only when that one was answered with one of `shown_when` (results such as "not_conforming", or
    answers such as "yes" or a choice). `evidence_when` lists the answers that demand a photograph or a file.
    `choices` holds {"label_vi", "label_en", "conforms": true, false or null} for each choice. Limits are inclusive.
    """

    section = models.CharField(_("section"), max_length=150, blank=True)
    key = models.CharField(max_length=40, blank=True, editable=False)
    position = models.PositiveIntegerField()
    clause = models.ForeignKey(
        "qms.Clause", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("clause")
    )
    written_as = models.CharField(_("clause as written"), max_length=80, blank=True)
    question_vi = models.TextField(_("question"))
    question_en = models.TextField(_("question in English"), blank=True)
    guidance = models.TextField(_("what to look for"), blank=True)
    question_type = models.CharField(
        _("kind of answer"), max_length=20, choices=QuestionType.choices, default=QuestionType.CONFORMITY
    )
    choices = models.JSONField(_("choices"), default=list, blank=True)
    conforms_when_no = models.BooleanField(_("“No” is the conforming answer"), default=False)
    least = models.DecimalField(_("at least"), max_digits=12, decimal_places=3, null=True, blank=True)
    most = models.DecimalField(_("at most"), max_digits=12, decimal_places=3, null=True, blank=True)
    measure = models.CharField(_("unit of measure"), max_length=40, blank=True)
    shown_after = models.CharField(_("asked only after"), max_length=40, blank=True)
    shown_when = models.JSONField(_("when it was answered"), default=list, blank=True)
    evidence_when = models.JSONField(_("answers that demand evidence"), default=list, blank=True)
    max_score = models.DecimalField(_("maximum score"), max_digits=7, decimal_places=2, null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta(TrackedModel.Meta):
        abstract = True

    def __str__(self) -> str:
        return self.question

    @property
    def question(self) -> str:
        """The question in the reader's language."""
        return in_language(self.question_vi, self.question_en)


QUESTION_FIELDS = (
    "section", "key", "clause", "written_as", "question_vi", "question_en", "guidance", "question_type", "choices",
    "conforms_when_no", "least", "most", "measure", "shown_after", "shown_when", "evidence_when", "max_score",
)  # fmt: skip
"""What a line takes over from the question of a template; position and ending are its own."""
