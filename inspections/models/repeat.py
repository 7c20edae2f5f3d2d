"""Repeats: nonconformities that look alike, proposed by the system and decided by a person."""

from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from inspections.enums import RepeatKind, RepeatStatus
from inspections.models.nonconformity import Nonconformity
from qms.history.tracked import TrackedModel
from qms.models.reach import Reachable
from qms.models.standards import in_language


class CauseCategory(TrackedModel):
    """A kind of cause, kept by the quality officer of a QMS holder for all its units."""

    unit = models.ForeignKey("qms.Unit", models.PROTECT, related_name="cause_categories", verbose_name=_("unit"))
    name_vi = models.CharField(_("name"), max_length=150)
    name_en = models.CharField(_("name in English"), max_length=150, blank=True)
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta(TrackedModel.Meta):
        ordering = ["position", "pk"]
        verbose_name = _("cause category")
        constraints = [models.UniqueConstraint(fields=["unit", "name_vi"], name="cause_category_once")]

    def __str__(self) -> str:
        return in_language(self.name_vi, self.name_en)


class Repeat(Reachable):
    """A proposal that nonconformities repeat: same clause and cause category, in several units or again in one.

    `unit` is to whom it is proposed: the QMS holder, or the body that sends checks; `where` the one unit in which it
    happens again. Within 24 months (product rule).
    """

    SEARCH_FIELDS = ("number",)
    SPAN = {"unit_id": "unit_id", "status": "status"}

    number = models.CharField(_("number"), max_length=40, unique=True, editable=False)
    unit = models.ForeignKey("qms.Unit", models.PROTECT, related_name="repeats", verbose_name=_("proposed to"))
    kind = models.CharField(_("kind"), max_length=20, choices=RepeatKind.choices)
    clause = models.ForeignKey("qms.Clause", models.PROTECT, related_name="+", verbose_name=_("clause"))
    category = models.ForeignKey(
        CauseCategory, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("cause category")
    )
    where = models.ForeignKey(
        "qms.Unit", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("in unit")
    )
    status = models.CharField(max_length=20, choices=RepeatStatus.choices, default=RepeatStatus.PROPOSED)
    found_on = models.DateField(_("found on"), editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("decided by")
    )
    decided_on = models.DateField(_("decided on"), null=True, blank=True, editable=False)
    decision = models.TextField(_("decision"), blank=True)
    action = models.ForeignKey(
        "qms.Action", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("action")
    )

    class Meta(Reachable.Meta):
        verbose_name = _("repeat")
        verbose_name_plural = _("repeats")
        indexes = [models.Index(fields=["unit", "status"], name="repeat_of_unit")]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("repeat", args=[self.uid])

    def participants(self) -> dict[str, set[Any]]:
        return {}


class RepeatMember(TrackedModel):
    """A nonconformity that belongs to a repeat."""

    repeat = models.ForeignKey(Repeat, models.PROTECT, related_name="members")
    nonconformity = models.ForeignKey(Nonconformity, models.PROTECT, related_name="repeats")
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta(TrackedModel.Meta):
        verbose_name = _("nonconformity of a repeat")
        constraints = [models.UniqueConstraint(fields=["repeat", "nonconformity"], name="repeat_member_once")]

    def __str__(self) -> str:
        return str(self.nonconformity)
