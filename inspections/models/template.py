"""Checklist templates: versions of sections and questions that sessions take their lines from."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from inspections.enums import TemplateStatus
from inspections.models.question import Question
from inspections.models.session import Session
from qms.history.tracked import TrackedModel
from qms.models.reach import Reachable
from qms.models.references import ClauseReference, reference_constraints
from qms.models.standards import in_language


class ChecklistTemplate(Reachable):
    """A checklist to be used again, kept by a unit for itself and all below it. Its questions lie in versions."""

    SEARCH_FIELDS = ("number", "title_vi", "title_en", "purpose")
    SPAN = {"unit_id": "unit_id", "status": "status"}

    number = models.CharField(_("number"), max_length=40, unique=True, editable=False)
    unit = models.ForeignKey("qms.Unit", models.PROTECT, related_name="checklist_templates", verbose_name=_("unit"))
    title_vi = models.CharField(_("title"), max_length=250)
    title_en = models.CharField(_("title in English"), max_length=250, blank=True)
    purpose = models.TextField(_("purpose"), blank=True)
    edition = models.ForeignKey(
        "qms.Edition", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("edition")
    )
    status = models.CharField(max_length=20, choices=TemplateStatus.choices, default=TemplateStatus.DRAFT)
    prepared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("prepared by")
    )

    class Meta(Reachable.Meta):
        verbose_name = _("checklist template")
        verbose_name_plural = _("checklist templates")

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def title(self) -> str:
        """The title in the reader's language."""
        return in_language(self.title_vi, self.title_en)

    def get_absolute_url(self) -> str:
        return reverse("checklist_template", args=[self.uid])

    @classmethod
    def reach_q(cls, user: Any) -> Q:
        """Own side; and what a unit above has in force for all below it, in the same QMS or not."""
        above = user.authority.units_above
        return super().reach_q(user) | Q(unit_id__in=above, status=TemplateStatus.IN_FORCE)


class TemplateVersion(TrackedModel):
    """One version of a template. A published version never changes; a change is a new version."""

    template = models.ForeignKey(ChecklistTemplate, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("version"), editable=False)
    status = models.CharField(max_length=20, choices=TemplateStatus.choices, default=TemplateStatus.DRAFT)
    summary = models.TextField(_("summary of change"), blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("published by"),
    )
    published_on = models.DateField(_("published on"), null=True, blank=True, editable=False)

    class Meta(TrackedModel.Meta):
        ordering = ["template", "-number"]
        verbose_name = _("version of a template")
        constraints = [models.UniqueConstraint(fields=["template", "number"], name="template_version_once")]

    def __str__(self) -> str:
        return f"{self.template.number} v{self.number}"


class TemplateQuestion(Question):
    """One question of a version of a template."""

    template_version = models.ForeignKey(TemplateVersion, models.PROTECT, related_name="questions")

    class Meta(Question.Meta):
        ordering = ["template_version", "position"]
        verbose_name = _("question of a template")


class TemplateQuestionClause(ClauseReference):
    """A clause of another edition that a question of a published version answers too: beside it, never in it."""

    record = models.ForeignKey(TemplateQuestion, models.PROTECT, related_name="clause_references")

    class Meta(ClauseReference.Meta):
        verbose_name = _("clause of a question")
        constraints = reference_constraints("template_question")


class SessionTemplate(TrackedModel):
    """A version of a template whose questions a session asks."""

    session = models.ForeignKey(Session, models.PROTECT, related_name="templates")
    template_version = models.ForeignKey(TemplateVersion, models.PROTECT, related_name="+", verbose_name=_("template"))
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta(TrackedModel.Meta):
        verbose_name = _("template of a session")
        constraints = [models.UniqueConstraint(fields=["session", "template_version"], name="session_template_once")]

    def __str__(self) -> str:
        return str(self.template_version)
