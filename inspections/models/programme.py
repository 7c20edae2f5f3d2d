"""The yearly programme of inspections (9.2.2 a)."""

from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from inspections.enums import InspectionKind, ProgrammeStatus
from qms.history.tracked import TrackedModel
from qms.models.reach import Reachable
from qms.models.references import ClauseReference, reference_constraints


class Programme(Reachable):
    """What one QMS holder (or a superior) means to inspect in a year."""

    SEARCH_FIELDS = ("number", "title")
    SPAN = {"unit_id": "unit_id", "status": "status"}

    number = models.CharField(_("number"), max_length=40, unique=True, editable=False)
    unit = models.ForeignKey("qms.Unit", models.PROTECT, related_name="programmes", verbose_name=_("unit"))
    year = models.PositiveSmallIntegerField(_("year"), validators=[MinValueValidator(2000), MaxValueValidator(2100)])
    kind = models.CharField(_("kind"), max_length=20, choices=InspectionKind.choices, default=InspectionKind.INTERNAL)
    title = models.CharField(_("title"), max_length=250)
    edition = models.ForeignKey("qms.Edition", models.PROTECT, related_name="+", verbose_name=_("edition"))
    basis = models.TextField(_("basis and purpose"), blank=True)
    status = models.CharField(max_length=20, choices=ProgrammeStatus.choices, default=ProgrammeStatus.DRAFT)
    issue = models.PositiveSmallIntegerField(_("version"), default=1, editable=False)
    cycle_years = models.PositiveSmallIntegerField(
        _("years of the cycle"),
        default=3,
        validators=[MinValueValidator(1), MaxValueValidator(6)],
        help_text=_("Within so many years every clause is covered."),
    )
    amendment_reason = models.TextField(_("why it is amended"), blank=True, editable=False)
    prepared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("prepared by")
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("approved by")
    )
    approved_on = models.DateField(_("approved on"), null=True, blank=True, editable=False)

    class Meta(Reachable.Meta):
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")
        constraints = [
            models.UniqueConstraint(fields=["unit", "year", "kind"], name="programme_once_per_unit_year_kind")
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("programme", args=[self.uid])

    def signed_facts(self) -> dict[str, Any]:
        """What a signature covers beside the programme itself: the head and all its visits as they are frozen."""
        from inspections.programme_versions import content_hash, content_of  # noqa: PLC0415 - it reads these models

        return {"content": content_hash(content_of(self))}


class ProgrammeLine(TrackedModel):
    """One visit that the programme means to make: a unit in a month."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="lines")
    unit = models.ForeignKey("qms.Unit", models.PROTECT, related_name="+", verbose_name=_("unit to inspect"))
    month = models.PositiveSmallIntegerField(_("month"), validators=[MinValueValidator(1), MaxValueValidator(12)])
    scope = models.CharField(_("processes or clauses"), max_length=250, blank=True)
    lead = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("lead")
    )
    note = models.CharField(_("note"), max_length=250, blank=True)
    proposed_because = models.TextField(_("why proposed"), blank=True)
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta(TrackedModel.Meta):
        verbose_name = _("visit")
        ordering = ["month", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(month__gte=1) & Q(month__lte=12), name="programme_line_in_a_month")
        ]

    def __str__(self) -> str:
        return f"{self.programme.year}-{self.month:02d} {self.unit}"


class ProgrammeClause(ClauseReference):
    """A clause that a visit means to cover, itself and everything below it."""

    record = models.ForeignKey(ProgrammeLine, models.PROTECT, related_name="clause_references")

    class Meta(ClauseReference.Meta):
        verbose_name = _("clause of a visit")
        constraints = reference_constraints("programme")


class ProgrammeVersion(TrackedModel):
    """A programme as it was approved: head and visits as plain values, with their SHA-256."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("version"), editable=False)
    reason = models.TextField(_("why it was amended"), blank=True, editable=False)
    content = models.JSONField(editable=False)
    content_hash = models.CharField(max_length=64, editable=False)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("approved by")
    )
    approved_on = models.DateField(_("approved on"), editable=False)

    class Meta(TrackedModel.Meta):
        ordering = ["programme", "-number"]
        verbose_name = _("version of a programme")
        constraints = [models.UniqueConstraint(fields=["programme", "number"], name="programme_version_once")]

    def __str__(self) -> str:
        return f"{self.programme.number} v{self.number}"
