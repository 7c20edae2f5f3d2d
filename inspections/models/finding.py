"""Findings: what an inspection found, confirmed by the lead, answered by the unit."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from inspections.enums import FindingAnswer, FindingStatus, Grade
from inspections.models.checklist import ChecklistLine
from inspections.models.inspection import Inspection
from qms.addresses import record_address
from qms.models.brought_in import BroughtIn
from qms.models.files import FileLink
from qms.models.reach import Reachable, named_q
from qms.models.references import ClauseReference, reference_constraints


class Finding(BroughtIn, Reachable):
    """One finding of an inspection in a unit. Both grades stay when the lead regrades it."""

    SEARCH_FIELDS = ("number", "statement", "evidence", "external_ref")
    UNIT_FIELDS = ("unit_id", "raised_by_unit_id")
    SPAN = {
        "unit_id": "unit_id",
        "raised_by_unit_id": "raised_by_unit_id",
        "status": "status",
        "owner_id": "recorded_by_id",
        "due": "answer_due_on",
        "through_id": "inspection_id",
    }

    number = models.CharField(_("number"), max_length=40, unique=True, editable=False)
    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="findings", verbose_name=_("inspection"))
    line = models.ForeignKey(
        ChecklistLine, models.PROTECT, null=True, blank=True, related_name="findings", verbose_name=_("checklist line")
    )
    joined_to = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="joined",
        verbose_name=_("answered together with"),
        help_text=_("One nonconformity then answers both."),
    )
    unit = models.ForeignKey("qms.Unit", models.PROTECT, related_name="findings", verbose_name=_("unit"))
    raised_by_unit = models.ForeignKey("qms.Unit", models.PROTECT, related_name="+")
    grade = models.CharField(_("grade"), max_length=20, choices=Grade.choices)
    original_grade = models.CharField(_("first grade"), max_length=20, choices=Grade.choices, editable=False)
    requirement = models.TextField(_("requirement"), blank=True)
    statement = models.TextField(_("statement"))
    evidence = models.TextField(_("evidence"), blank=True)
    status = models.CharField(max_length=20, choices=FindingStatus.choices, default=FindingStatus.DRAFT)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("recorded by")
    )
    recorded_on = models.DateField(_("found on"))
    confirmed_on = models.DateField(_("confirmed on"), null=True, blank=True, editable=False)
    answer_due_on = models.DateField(_("answer due"), null=True, blank=True, editable=False)
    answer_kind = models.CharField(_("answer"), max_length=20, choices=FindingAnswer.choices, blank=True)
    answer_text = models.TextField(_("the unit's answer"), blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    answered_on = models.DateField(_("answered on"), null=True, blank=True, editable=False)
    action = models.ForeignKey(
        "qms.Action", models.PROTECT, null=True, blank=True, related_name="findings", verbose_name=_("action")
    )
    closed_on = models.DateField(_("closed on"), null=True, blank=True, editable=False)

    class Meta(Reachable.Meta):
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        indexes = [
            models.Index(fields=["unit", "status"], name="finding_of_unit"),
            models.Index(fields=["inspection", "grade"], name="finding_of_inspection"),
            models.Index(fields=["unit", "external_ref"], name="finding_external_ref"),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return record_address("finding", self.uid)

    @classmethod
    def reach_q(cls, user: Any) -> Q:
        """Own side, named on it, or on the team of its inspection."""
        return super().reach_q(user) | named_q(user, Inspection, "inspection_id")

    def participants(self) -> dict[str, set[int]]:
        return {"recorder": {self.recorded_by_id}}


class FindingClause(ClauseReference):
    """A clause that a finding cites."""

    record = models.ForeignKey(Finding, models.PROTECT, related_name="clause_references")

    class Meta(ClauseReference.Meta):
        verbose_name = _("clause of a finding")
        constraints = reference_constraints("finding")


class FindingFile(FileLink):
    """Evidence of a finding."""

    record = models.ForeignKey(Finding, models.PROTECT, related_name="file_links")

    class Meta(FileLink.Meta):
        verbose_name = _("file")
