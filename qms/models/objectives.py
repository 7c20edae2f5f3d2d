"""Quality objectives and how they are measured (ISO 9001:2015, 6.2 and 9.1)."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qms.history.tracked import TrackedModel
from qms.models.brought_in import BroughtIn
from qms.models.files import FileLink
from qms.models.reach import Reachable
from qms.models.references import ClauseReference, reference_constraints
from qms.performance_enums import Achievement, Direction, MeasuredBy, ObjectiveStatus, Rhythm


class Objective(BroughtIn, Reachable):
    """An objective of a unit, with what is measured and how; `parent` is the objective above that it serves.

    `query`: the declared query that measures it from the records ("" = by hand or import). The value of a measure with
    numerator and denominator is their ratio in `measure_unit` ("%": times 100).
    """

    SEARCH_FIELDS = ("number", "title", "definition", "external_ref")
    SPAN = {"unit_id": "unit_id", "status": "status", "owner_id": "owner_id", "due": "ends_on"}

    number = models.CharField(_("number"), max_length=40, unique=True, editable=False)
    unit = models.ForeignKey("qms.Unit", models.PROTECT, related_name="objectives", verbose_name=_("unit"))
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("serves the objective")
    )
    key = models.CharField(max_length=40, blank=True, editable=False)
    title = models.CharField(_("objective"), max_length=300)
    definition = models.TextField(_("what is measured"))
    numerator = models.CharField(_("numerator"), max_length=300, blank=True)
    denominator = models.CharField(_("denominator"), max_length=300, blank=True)
    source = models.CharField(_("where the figures come from"), max_length=300, blank=True)
    query = models.CharField(_("measured from the records by"), max_length=60, blank=True)
    measure_unit = models.CharField(_("unit of measure"), max_length=30)
    direction = models.CharField(_("to be reached"), max_length=10, choices=Direction.choices, default=Direction.UP)
    baseline = models.DecimalField(_("baseline"), max_digits=14, decimal_places=4, null=True, blank=True)
    baseline_on = models.DateField(_("baseline of"), null=True, blank=True)
    rhythm = models.CharField(_("measured"), max_length=10, choices=Rhythm.choices, default=Rhythm.QUARTER)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("owner"))
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to be reached by"))
    plan = models.TextField(_("what is done"), blank=True)
    resources = models.TextField(_("with what"), blank=True)
    judged_how = models.TextField(_("how the result is judged"), blank=True)
    basis = models.CharField(_("by which document"), max_length=300, blank=True)
    status = models.CharField(max_length=20, choices=ObjectiveStatus.choices, default=ObjectiveStatus.PROPOSED)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("proposed by")
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("approved by")
    )
    approved_on = models.DateField(_("approved on"), null=True, blank=True)
    achievement = models.CharField(_("result"), max_length=10, choices=Achievement.choices, blank=True)
    conclusion = models.TextField(_("conclusion"), blank=True)
    judged_on = models.DateField(_("judged on"), null=True, blank=True)

    class Meta(Reachable.Meta):
        verbose_name = _("objective")
        verbose_name_plural = _("objectives")
        indexes = [models.Index(fields=["unit", "status"], name="objective_of_unit")]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=models.F("starts_on")), name="objective_ends_after_start")
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title[:80]}"

    def get_absolute_url(self) -> str:
        return reverse("objective", args=[self.uid])

    def participants(self) -> dict[str, set[int]]:
        return {"owner": {self.owner_id}, "proposer": {self.proposed_by_id}}

    def signed_facts(self) -> dict[str, Any]:
        """What a signature covers beside the objective itself: its targets."""
        rows = self.targets.filter(ended_at=None).order_by("year").values_list("year", "value")
        return {"targets": [f"{year}: {value.normalize():f}" for year, value in rows]}


class ObjectiveTarget(TrackedModel):
    """What an objective is to reach in a year."""

    objective = models.ForeignKey(Objective, models.PROTECT, related_name="targets")
    year = models.PositiveSmallIntegerField(_("year"))
    value = models.DecimalField(_("target"), max_digits=14, decimal_places=4)
    note = models.CharField(_("note"), max_length=300, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta(TrackedModel.Meta):
        ordering = ["year"]
        verbose_name = _("target")
        constraints = [
            models.UniqueConstraint(fields=["objective", "year"], condition=Q(ended_at=None), name="target_once_a_year")
        ]

    def __str__(self) -> str:
        return f"{self.year}: {self.value}"


class Measurement(TrackedModel):
    """One measured value of a period, as of a day; a correction is a new one that `replaces` it, with its reason."""

    objective = models.ForeignKey(Objective, models.PROTECT, related_name="measurements")
    period_from = models.DateField(_("period from"))
    period_to = models.DateField(_("to"))
    numerator = models.DecimalField(_("numerator"), max_digits=16, decimal_places=4, null=True, blank=True)
    denominator = models.DecimalField(_("denominator"), max_digits=16, decimal_places=4, null=True, blank=True)
    value = models.DecimalField(_("value"), max_digits=14, decimal_places=4)
    as_of = models.DateField(_("as of"))
    source = models.CharField(_("source"), max_length=10, choices=MeasuredBy.choices, default=MeasuredBy.HAND)
    query = models.CharField(_("measured by"), max_length=60, blank=True)
    note = models.TextField(_("note"), blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("recorded by")
    )
    replaces = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="replaced_with")
    external_ref = models.CharField(_("source's own number"), max_length=120, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta(TrackedModel.Meta):
        ordering = ["period_from", "pk"]
        verbose_name = _("measurement")
        verbose_name_plural = _("measurements")
        constraints = [
            models.UniqueConstraint(
                fields=["objective", "period_from", "period_to"],
                condition=Q(ended_at=None),
                name="measurement_once_a_period",
            ),
            models.CheckConstraint(
                condition=Q(period_to__gte=models.F("period_from")), name="measured_period_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.period_from}: {self.value}"


class ObjectiveAction(TrackedModel):
    """An action of the plan by which an objective is reached."""

    objective = models.ForeignKey(Objective, models.PROTECT, related_name="plan_actions")
    action = models.OneToOneField("qms.Action", models.PROTECT, related_name="served_objective")

    class Meta(TrackedModel.Meta):
        verbose_name = _("action for an objective")

    def __str__(self) -> str:
        return str(self.action)


class ObjectiveClause(ClauseReference):
    """A clause that an objective serves."""

    record = models.ForeignKey(Objective, models.PROTECT, related_name="clause_references")

    class Meta(ClauseReference.Meta):
        verbose_name = _("clause of an objective")
        constraints = reference_constraints("objective")


class ObjectiveFile(FileLink):
    """What belongs to an objective or shows a measurement."""

    record = models.ForeignKey(Objective, models.PROTECT, related_name="file_links")

    class Meta(FileLink.Meta):
        verbose_name = _("file of an objective")
