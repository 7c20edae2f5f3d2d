"""Nonconformities (10.2): from record to proven effect."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from inspections.enums import EffectVerdict, Grade, NonconformityStatus, SimilarCases, Source
from inspections.models.finding import Finding
from inspections.models.inspection import Inspection
from qms.addresses import record_address
from qms.history.tracked import TrackedModel
from qms.models.brought_in import BroughtIn
from qms.models.files import FileLink
from qms.models.reach import Reachable, ReachQuerySet, named_q
from qms.models.references import ClauseReference, reference_constraints

GRADES = [(Grade.MINOR.value, Grade.MINOR.label), (Grade.MAJOR.value, Grade.MAJOR.label)]


class NonconformityQuerySet(ReachQuerySet):
    """Chainable reads of nonconformities."""

    def open(self) -> "NonconformityQuerySet":
        """Neither closed nor withdrawn."""
        return self.filter(status__in=NonconformityStatus.open_states())

    def overdue_on(self, day: dt.date) -> "NonconformityQuerySet":
        """Open and due before the day."""
        return self.open().filter(due_on__lt=day)


class Nonconformity(BroughtIn, Reachable):
    """One nonconformity of a unit, whoever raised it."""

    SEARCH_FIELDS = ("number", "fact", "requirement", "external_ref")
    UNIT_FIELDS = ("unit_id", "raised_by_unit_id")
    SPAN = {
        "unit_id": "unit_id",
        "raised_by_unit_id": "raised_by_unit_id",
        "status": "status",
        "owner_id": "handler_id",
        "due": "due_on",
        "through_id": "inspection_id",
    }

    number = models.CharField(_("number"), max_length=40, unique=True, editable=False)
    source = models.CharField(_("source"), max_length=30, choices=Source.choices)
    finding = models.OneToOneField(
        Finding, models.PROTECT, null=True, blank=True, related_name="nonconformity", verbose_name=_("finding")
    )
    source_kind = models.CharField(max_length=60, blank=True, editable=False)
    source_uid = models.UUIDField(null=True, blank=True, editable=False)
    inspection = models.ForeignKey(
        Inspection, models.PROTECT, null=True, blank=True, related_name="nonconformities", verbose_name=_("inspection")
    )
    unit = models.ForeignKey("qms.Unit", models.PROTECT, related_name="nonconformities", verbose_name=_("unit"))
    raised_by_unit = models.ForeignKey(
        "qms.Unit", models.PROTECT, related_name="+", verbose_name=_("raised by the side of")
    )
    raised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("raised by")
    )
    raised_on = models.DateField(_("raised on"))
    lead = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("lead")
    )
    handler = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="nonconformities_handled",
        verbose_name=_("handled by"),
        help_text=_("Whom the unit manager names to deal with it."),
    )
    grade = models.CharField(_("grade"), max_length=20, choices=GRADES)
    original_grade = models.CharField(_("first grade"), max_length=20, choices=GRADES, editable=False)
    requirement = models.TextField(_("requirement"))
    fact = models.TextField(_("what was found"))
    evidence = models.TextField(_("evidence"))
    status = models.CharField(max_length=30, choices=NonconformityStatus.choices, default=NonconformityStatus.RECORDED)
    answer_due_on = models.DateField(_("answer due"), null=True, blank=True, editable=False)
    due_on = models.DateField(_("due"), null=True, blank=True)
    accepted_on = models.DateField(null=True, blank=True, editable=False)
    accepted_by_silence = models.BooleanField(default=False, editable=False)
    dispute = models.TextField(_("why the unit disputes it"), blank=True)
    settlement = models.TextField(_("how the dispute was settled"), blank=True)
    correction = models.TextField(_("correction"), blank=True)
    correction_on = models.DateField(_("corrected on"), null=True, blank=True)
    no_correction_reason = models.TextField(_("why no correction is possible"), blank=True)
    similar_cases = models.CharField(
        _("similar cases elsewhere"), max_length=20, choices=SimilarCases.choices, blank=True
    )
    similar_note = models.TextField(_("where, and what was done"), blank=True)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    criterion = models.TextField(_("effectiveness criterion"), blank=True)
    check_on = models.DateField(_("day of the effectiveness check"), null=True, blank=True)
    verifier = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="nonconformities_to_verify",
        verbose_name=_("verifier"),
    )
    effect_evidence = models.TextField(_("evidence of effect"), blank=True)
    loop = models.PositiveSmallIntegerField(_("round"), default=1, editable=False)
    withdrawal_asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    closed_on = models.DateField(_("closed on"), null=True, blank=True, editable=False)

    objects = models.Manager.from_queryset(NonconformityQuerySet)()  # type: ignore[misc]  # the plugin's class variable

    class Meta(Reachable.Meta):
        verbose_name = _("nonconformity")
        verbose_name_plural = _("nonconformities")
        indexes = [
            models.Index(fields=["unit", "status", "due_on"], name="nc_of_unit"),
            models.Index(fields=["raised_by_unit", "status"], name="nc_raised_by"),
            models.Index(fields=["inspection", "status"], name="nc_of_inspection"),
            models.Index(fields=["unit", "external_ref"], name="nc_external_ref"),
            models.Index(fields=["source_kind", "source_uid"], name="nc_of_source"),
            models.Index(fields=["status", "check_on"], name="nc_by_check_day"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(due_on=None) | Q(brought_in=True) | Q(due_on__gte=models.F("raised_on")),
                name="nc_due_not_before_raised",
            ),
            models.CheckConstraint(
                condition=Q(brought_in=True) | ~Q(status=NonconformityStatus.CLOSED) | ~Q(effect_evidence=""),
                name="closed_nc_has_evidence_of_effect",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return record_address("nonconformity", self.uid)

    @property
    def awaits_plan(self) -> bool:
        """Whether a further round has no plan of its own yet: what a plan says is still the last round's."""
        return self.loop > 1 and self.proposed_by_id is None

    @classmethod
    def reach_q(cls, user: Any) -> Q:
        """Own side, named on it, or on the team of its inspection."""
        return super().reach_q(user) | named_q(user, Inspection, "inspection_id")

    def participants(self) -> dict[str, set[int]]:
        named = {
            "raiser": self.raised_by_id,
            "lead": self.lead_id,
            "handler": self.handler_id,
            "verifier": self.verifier_id,
            "approver": self.approved_by_id,
        }
        return {capacity: {user_id} for capacity, user_id in named.items() if user_id}


class NonconformityClause(ClauseReference):
    """A clause that a nonconformity cites."""

    record = models.ForeignKey(Nonconformity, models.PROTECT, related_name="clause_references")

    class Meta(ClauseReference.Meta):
        verbose_name = _("clause of a nonconformity")
        constraints = reference_constraints("nc")


class NonconformityFile(FileLink):
    """Evidence of a nonconformity, its correction or its effect."""

    record = models.ForeignKey(Nonconformity, models.PROTECT, related_name="file_links")

    class Meta(FileLink.Meta):
        verbose_name = _("file")


class EffectCheck(TrackedModel):
    """One judgement of effect, in one round: what was examined of how many against the criterion, and the verdict."""

    nonconformity = models.ForeignKey(Nonconformity, models.PROTECT, related_name="effect_checks")
    loop = models.PositiveSmallIntegerField(_("round"), editable=False)
    judged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("judged by")
    )
    judged_on = models.DateField(_("judged on"), editable=False)
    criterion = models.TextField(_("effectiveness criterion"))
    examined = models.PositiveIntegerField(_("examined"), null=True, blank=True)
    of = models.PositiveIntegerField(_("of how many"), null=True, blank=True)
    failed = models.PositiveIntegerField(_("failed"), null=True, blank=True)
    evidence = models.TextField(_("evidence of effect"), blank=True)
    verdict = models.CharField(_("verdict"), max_length=20, choices=EffectVerdict.choices)

    class Meta(TrackedModel.Meta):
        ordering = ["pk"]
        verbose_name = _("effectiveness check")
        constraints = [
            models.CheckConstraint(
                condition=Q(examined=None) | Q(of__gte=models.F("examined")), name="effect_sample_within_all"
            ),
            models.CheckConstraint(
                condition=Q(failed=None) | Q(examined__gte=models.F("failed")), name="effect_failed_within_sample"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.nonconformity.number} {self.judged_on:%d/%m/%Y}"
