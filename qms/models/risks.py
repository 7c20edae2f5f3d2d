"""Risks and opportunities (ISO 9001:2015, 6.1; 9001:2026, 6.1.2 and 6.1.3)."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qms.enums import RiskKind, RiskStatus, RiskTreatment
from qms.history.tracked import TrackedModel
from qms.models.brought_in import BroughtIn
from qms.models.files import FileLink
from qms.models.reach import Reachable
from qms.models.references import ClauseReference, reference_constraints

SCALE = [MinValueValidator(1), MaxValueValidator(5)]


class Risk(BroughtIn, Reachable):
    """A risk or an opportunity of a unit's process; likelihood and consequence from 1 to 5."""

    SEARCH_FIELDS = ("number", "statement", "cause", "effect", "external_ref")
    SPAN = {"unit_id": "unit_id", "status": "status", "owner_id": "owner_id", "due": "review_due_on"}

    number = models.CharField(_("number"), max_length=40, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=20, choices=RiskKind.choices)
    unit = models.ForeignKey("qms.Unit", models.PROTECT, related_name="risks", verbose_name=_("unit"))
    document = models.ForeignKey(
        "qms.Document", models.PROTECT, null=True, blank=True, related_name="risks", verbose_name=_("process")
    )
    statement = models.TextField(_("what may happen"))
    cause = models.TextField(_("cause"), blank=True)
    effect = models.TextField(_("effect"), blank=True)
    likelihood = models.PositiveSmallIntegerField(_("likelihood"), validators=SCALE)
    consequence = models.PositiveSmallIntegerField(_("consequence"), validators=SCALE)
    treatment = models.CharField(_("treatment"), max_length=20, choices=RiskTreatment.choices, blank=True)
    treatment_note = models.TextField(_("what is done"), blank=True)
    residual_likelihood = models.PositiveSmallIntegerField(
        _("likelihood afterwards"), validators=SCALE, null=True, blank=True
    )
    residual_consequence = models.PositiveSmallIntegerField(
        _("consequence afterwards"), validators=SCALE, null=True, blank=True
    )
    status = models.CharField(max_length=20, choices=RiskStatus.choices, default=RiskStatus.OPEN)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("owner"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("recorded by")
    )
    recorded_on = models.DateField(_("recorded on"))
    review_due_on = models.DateField(_("review due"), null=True, blank=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True, editable=False)

    class Meta(Reachable.Meta):
        verbose_name = _("risk or opportunity")
        verbose_name_plural = _("risks and opportunities")
        indexes = [models.Index(fields=["unit", "status"], name="risk_of_unit")]
        constraints = [
            models.CheckConstraint(
                condition=Q(likelihood__range=(1, 5), consequence__range=(1, 5)), name="risk_on_the_scale"
            )
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.statement[:80]}"

    def get_absolute_url(self) -> str:
        return reverse("risk", args=[self.uid])

    def participants(self) -> dict[str, set[int]]:
        return {"owner": {self.owner_id}, "recorder": {self.recorded_by_id}}


class RiskClause(ClauseReference):
    """A clause that a risk concerns."""

    record = models.ForeignKey(Risk, models.PROTECT, related_name="clause_references")

    class Meta(ClauseReference.Meta):
        verbose_name = _("clause of a risk")
        constraints = reference_constraints("risk")


class RiskReview(TrackedModel):
    """One review of a risk: how it stood then, and when it is looked at again."""

    risk = models.ForeignKey(Risk, models.PROTECT, related_name="reviews")
    likelihood = models.PositiveSmallIntegerField(_("likelihood"), validators=SCALE)
    consequence = models.PositiveSmallIntegerField(_("consequence"), validators=SCALE)
    note = models.TextField(_("what was looked at"))
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("reviewed by")
    )
    reviewed_on = models.DateField(_("reviewed on"))
    next_due_on = models.DateField(_("next due on"), null=True, blank=True)

    class Meta(TrackedModel.Meta):
        ordering = ["pk"]
        verbose_name = _("review of a risk")

    def __str__(self) -> str:
        return f"{self.risk.number}: {self.reviewed_on}"


class RiskAction(TrackedModel):
    """An action that treats a risk or takes up an opportunity."""

    risk = models.ForeignKey(Risk, models.PROTECT, related_name="treatments")
    action = models.OneToOneField("qms.Action", models.PROTECT, related_name="treated_risk")

    class Meta(TrackedModel.Meta):
        verbose_name = _("action on a risk")

    def __str__(self) -> str:
        return str(self.action)


class RiskFile(FileLink):
    """What belongs to a risk."""

    record = models.ForeignKey(Risk, models.PROTECT, related_name="file_links")

    class Meta(FileLink.Meta):
        verbose_name = _("file of a risk")
