"""Causes of a nonconformity, and the actions against them (10.2.1 b, c)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from inspections.enums import CauseMethod
from inspections.models.nonconformity import Nonconformity
from qms.history.tracked import TrackedModel


class Cause(TrackedModel):
    """One cause, confirmed with evidence by someone other than its author. `loop` is the round it belongs to."""

    nonconformity = models.ForeignKey(Nonconformity, models.PROTECT, related_name="causes")
    loop = models.PositiveSmallIntegerField(default=1, editable=False)
    method = models.CharField(_("method"), max_length=20, choices=CauseMethod.choices)
    text = models.TextField(_("cause"))
    category = models.ForeignKey(
        "inspections.CauseCategory",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="causes",
        verbose_name=_("cause category"),
    )
    chain = models.JSONField(_("whys or branches"), default=list, blank=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("author"))
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("confirmed by"),
    )
    confirmed_on = models.DateField(null=True, blank=True, editable=False)
    evidence = models.TextField(_("evidence for the cause"), blank=True)
    no_action_reason = models.TextField(_("why no action is needed"), blank=True)
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta(TrackedModel.Meta):
        ordering = ["pk"]
        verbose_name = _("cause")
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=models.F("author")), name="cause_confirmed_by_another"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | ~Q(evidence=""), name="confirmed_cause_has_evidence"
            ),
        ]

    def __str__(self) -> str:
        return self.text[:80]


class CorrectiveAction(TrackedModel):
    """Ties an action to the nonconformity, and to the cause that it removes."""

    nonconformity = models.ForeignKey(Nonconformity, models.PROTECT, related_name="corrective_actions")
    cause = models.ForeignKey(Cause, models.PROTECT, null=True, blank=True, related_name="corrective_actions")
    action = models.OneToOneField("qms.Action", models.PROTECT, related_name="corrective_action")
    loop = models.PositiveSmallIntegerField(default=1, editable=False)

    class Meta(TrackedModel.Meta):
        ordering = ["pk"]
        verbose_name = _("corrective action")

    def __str__(self) -> str:
        return str(self.action)
