"""Inspections: internal audits (9.2), superior's checks, external audits."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from inspections.enums import InspectionKind, InspectionMode, InspectionStatus
from qms.addresses import record_address
from qms.history.tracked import TrackedModel
from qms.models.brought_in import BroughtIn
from qms.models.files import FileLink
from qms.models.reach import Reachable, inside_subtree


class Inspection(BroughtIn, Reachable):
    """One inspection of one or more units by a team. `raised_by_unit` sends it, `unit` is the first inspected unit."""

    SEARCH_FIELDS = ("number", "title", "scope", "external_ref")
    UNIT_FIELDS = ("unit_id", "raised_by_unit_id")
    SPAN = {
        "unit_id": "unit_id",
        "raised_by_unit_id": "raised_by_unit_id",
        "status": "status",
        "owner_id": "lead_id",
        "due": "starts_on",
    }

    number = models.CharField(_("number"), max_length=40, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=20, choices=InspectionKind.choices)
    mode = models.CharField(_("where"), max_length=20, choices=InspectionMode.choices, default=InspectionMode.ON_SITE)
    title = models.CharField(_("title"), max_length=250)
    purpose = models.TextField(_("purpose"), blank=True)
    scope = models.TextField(_("scope"), blank=True)
    raised_by_unit = models.ForeignKey(
        "qms.Unit", models.PROTECT, related_name="inspections_sent", verbose_name=_("sent by")
    )
    unit = models.ForeignKey(
        "qms.Unit", models.PROTECT, related_name="inspections_received", verbose_name=_("inspected unit")
    )
    programme_line = models.ForeignKey(
        "inspections.ProgrammeLine", models.PROTECT, null=True, blank=True, related_name="inspections"
    )
    edition = models.ForeignKey(
        "qms.Edition", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("edition")
    )
    lead = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="inspections_led",
        verbose_name=_("lead"),
    )
    status = models.CharField(max_length=20, choices=InspectionStatus.choices, default=InspectionStatus.PLANNED)
    starts_on = models.DateField(_("starts on"))
    ends_on = models.DateField(_("ends on"))
    notified_on = models.DateField(null=True, blank=True, editable=False)
    started_on = models.DateField(null=True, blank=True, editable=False)
    closing_meeting_on = models.DateField(_("closing meeting"), null=True, blank=True)
    ended_early_reason = models.TextField(_("why the visit ended early"), blank=True)
    conclusion = models.TextField(_("conclusion"), blank=True)
    strengths = models.TextField(_("strengths"), blank=True)
    sent_on = models.DateField(null=True, blank=True, editable=False)
    unit_comment = models.TextField(_("the unit's comment"), blank=True)
    unit_commented_on = models.DateField(null=True, blank=True, editable=False)
    unit_silent_on = models.DateField(null=True, blank=True, editable=False)
    distribution = models.TextField(_("who receives the report"), blank=True, help_text=_("One a line."))
    report_version = models.PositiveSmallIntegerField(default=0, editable=False)
    report_hash = models.CharField(max_length=64, blank=True, editable=False)

    class Meta(Reachable.Meta):
        verbose_name = _("inspection")
        verbose_name_plural = _("inspections")
        indexes = [
            models.Index(fields=["unit", "status", "starts_on"], name="inspection_of_unit"),
            models.Index(fields=["raised_by_unit", "status"], name="inspection_sent_by"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=models.F("starts_on")), name="inspection_ends_after_start"),
            models.CheckConstraint(
                condition=Q(brought_in=True)
                | Q(lead__isnull=False)
                | Q(status=InspectionStatus.PLANNED)
                | Q(status=InspectionStatus.CANCELLED),
                name="inspection_under_way_has_lead",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    def get_absolute_url(self) -> str:
        return record_address("inspection", self.uid)

    @classmethod
    def reach_q(cls, user: Any) -> Q:
        """Own side, further inspected units of one's own side, or on the team."""
        also = Q(
            pk__in=InspectedUnit.objects.filter(
                unit_id__in=inside_subtree(user.authority.record_units), ended_at=None
            ).values("inspection_id")
        )
        return super().reach_q(user) | also

    def participants(self) -> dict[str, set[int]]:
        team = set(self.team.filter(ended_at=None).values_list("user_id", flat=True)) if self.pk else set()
        return {"lead": {self.lead_id} if self.lead_id else set(), "team": team}


class InspectedUnit(TrackedModel):
    """A further unit that the same inspection visits."""

    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="inspected_units")
    unit = models.ForeignKey("qms.Unit", models.PROTECT, related_name="+", verbose_name=_("unit"))
    comment = models.TextField(_("the unit's comment"), blank=True)
    commented_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("commented by"),
    )
    commented_on = models.DateField(_("commented on"), null=True, blank=True, editable=False)
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta(TrackedModel.Meta):
        verbose_name = _("further inspected unit")
        constraints = [models.UniqueConstraint(fields=["inspection", "unit"], name="inspected_unit_once")]

    def __str__(self) -> str:
        return str(self.unit)


class TeamMember(TrackedModel):
    """An inspector on the team, beside the lead."""

    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="team")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("inspector"))
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta(TrackedModel.Meta):
        verbose_name = _("team member")
        constraints = [models.UniqueConstraint(fields=["inspection", "user"], name="team_member_once")]

    def __str__(self) -> str:
        return str(self.user)


class IndependenceOverrule(TrackedModel):
    """That top management let an inspector go although independence or competence fails; printed in the report."""

    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="overrules")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("inspector"))
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    decided_on = models.DateField()
    reason = models.TextField(_("reason"))

    class Meta(TrackedModel.Meta):
        verbose_name = _("overruled independence")
        constraints = [models.UniqueConstraint(fields=["inspection", "user"], name="overrule_once_per_inspector")]

    def __str__(self) -> str:
        return f"{self.user}: {self.reason}"


class InspectionFile(FileLink):
    """A file of an inspection: plan, attendance, evidence."""

    record = models.ForeignKey(Inspection, models.PROTECT, related_name="file_links")

    class Meta(FileLink.Meta):
        verbose_name = _("file")

    def seen_by(self, user: Any) -> bool:
        """A file of the whole inspection is for who sees the whole, and for who added it."""
        from inspections.parts_seen import sees_unit  # noqa: PLC0415 - what is seen stands on models

        return user.authority.is_one_of(self.added_by_id) or sees_unit(self.record, user, None)
