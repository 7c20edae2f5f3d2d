"""Training: planned, held, judged; what it gave each person (ISO 9001:2015, 7.2)."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qms.history.tracked import TrackedModel
from qms.models.files import FileLink
from qms.models.reach import Reachable
from qms.reporting_enums import TrainingReason, TrainingResult, TrainingStatus


class Training(Reachable):
    """One course, briefing or workshop of a unit. With a standard, who passes holds a competence until `valid_to`."""

    SEARCH_FIELDS = ("number", "title", "trainer", "content", "decision_number")
    SPAN = {"unit_id": "unit_id", "status": "status", "due": "planned_on"}

    number = models.CharField(_("number"), max_length=40, unique=True, editable=False)
    unit = models.ForeignKey("qms.Unit", models.PROTECT, related_name="trainings", verbose_name=_("unit"))
    title = models.CharField(_("subject"), max_length=300)
    reason = models.CharField(_("why"), max_length=20, choices=TrainingReason.choices)
    document = models.ForeignKey(
        "qms.Document", models.PROTECT, null=True, blank=True, related_name="trainings", verbose_name=_("document")
    )
    standard = models.ForeignKey(
        "qms.Standard", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("standard")
    )
    edition = models.ForeignKey(
        "qms.Edition", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("edition")
    )
    valid_to = models.DateField(_("competence valid to"), null=True, blank=True)
    planned_on = models.DateField(_("planned for"))
    held_on = models.DateField(_("held on"), null=True, blank=True)
    hours = models.DecimalField(_("hours"), max_digits=5, decimal_places=1, null=True, blank=True)
    place = models.CharField(_("place"), max_length=200, blank=True)
    trainer = models.CharField(_("trainer"), max_length=200, blank=True)
    content = models.TextField(_("content"), blank=True)
    cost = models.DecimalField(_("cost in VND"), max_digits=14, decimal_places=0, null=True, blank=True)
    decision_number = models.CharField(_("number of the Decision"), max_length=60, blank=True)
    status = models.CharField(max_length=20, choices=TrainingStatus.choices, default=TrainingStatus.PLANNED)
    prepared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("prepared by")
    )
    effect = models.TextField(_("how effective it was, and how that was judged"), blank=True)
    judged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("judged by")
    )
    judged_on = models.DateField(_("judged on"), null=True, blank=True)

    class Meta(Reachable.Meta):
        verbose_name = _("training")
        verbose_name_plural = _("trainings")
        indexes = [models.Index(fields=["unit", "planned_on"], name="training_of_unit")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(status__in=[TrainingStatus.HELD, TrainingStatus.JUDGED]) | Q(held_on__isnull=False),
                name="held_training_has_a_day",
            )
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title[:80]}"

    def get_absolute_url(self) -> str:
        return reverse("training", args=[self.uid])

    def participants(self) -> dict[str, set[int]]:
        people: Any = self.people.filter(ended_at=None).values_list("user_id", flat=True) if self.pk else ()
        return {"preparer": {self.prepared_by_id}, "trained": set(people)}


class TrainingPerson(TrackedModel):
    """One person of a training: whether they came, what they took from it, and the competence it gave."""

    training = models.ForeignKey(Training, models.PROTECT, related_name="people")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("person"))
    result = models.CharField(_("result"), max_length=10, choices=TrainingResult.choices, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)
    competence = models.OneToOneField(
        "qms.Competence", models.PROTECT, null=True, blank=True, related_name="given_by", editable=False
    )
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta(TrackedModel.Meta):
        ordering = ["pk"]
        verbose_name = _("person of a training")
        verbose_name_plural = _("people of a training")
        constraints = [
            models.UniqueConstraint(fields=["training", "user"], condition=Q(ended_at=None), name="trained_once")
        ]

    def __str__(self) -> str:
        return str(self.user)


class TrainingFile(FileLink):
    """The list of those present, the material, certificates."""

    record = models.ForeignKey(Training, models.PROTECT, related_name="file_links")

    class Meta(FileLink.Meta):
        verbose_name = _("file of a training")
