"""Decisions (quyết định): one signature over the hashes of many documents."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qms.enums import DecisionAct, DecisionStatus
from qms.history.tracked import TrackedModel
from qms.models.documents import Document, Issue
from qms.models.files import FileLink
from qms.models.reach import Reachable


class Decision(Reachable):
    """A numbered decision that approves, withdraws or declares documents of one QMS holder."""

    SEARCH_FIELDS = ("number", "subject")
    SPAN = {"unit_id": "unit_id", "status": "status"}

    number = models.CharField(_("number and sign"), max_length=60)
    subject = models.CharField(_("on what"), max_length=300)
    grounds = models.TextField(_("grounds"), blank=True)
    unit = models.ForeignKey("qms.Unit", models.PROTECT, related_name="decisions", verbose_name=_("unit"))
    status = models.CharField(max_length=20, choices=DecisionStatus.choices, default=DecisionStatus.DRAFT)
    prepared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("prepared by")
    )
    signatory = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("signatory")
    )
    decided_on = models.DateField(_("signed on"), null=True, blank=True)
    effective_on = models.DateField(_("in force from"), null=True, blank=True)

    class Meta(Reachable.Meta):
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "number"], condition=~Q(status=DecisionStatus.CANCELLED), name="decision_number_once"
            ),
            models.CheckConstraint(
                condition=~Q(status=DecisionStatus.SIGNED)
                | Q(decided_on__isnull=False, effective_on__isnull=False, signatory__isnull=False),
                name="signed_decision_has_days_and_signatory",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.subject}"

    def get_absolute_url(self) -> str:
        return reverse("decision", args=[self.uid])

    def participants(self) -> dict[str, set[int]]:
        """Who prepared it, who signs it, and the authors of its documents."""
        authors = self.items.filter(ended_at=None).values_list("issue__author_id", flat=True) if self.pk else ()
        return {
            "preparer": {self.prepared_by_id},
            "signatory": {self.signatory_id} if self.signatory_id else set(),
            "author": set(authors),
        }

    def signed_facts(self) -> dict[str, Any]:
        """What a signature covers beside the decision itself: each document by its hash, and what replaces it."""
        items = self.items.filter(ended_at=None).order_by("pk")
        covered = items.values_list("act", "issue__uid", "issue__content_hash", "issue__head_hash", "replacement__uid")
        return {"items": [" ".join(str(part) for part in item if part) for item in covered]}


class DecisionItem(TrackedModel):
    """One document in a decision: which issue, what is done with it, and its hash when signed."""

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="items")
    issue = models.ForeignKey(Issue, models.PROTECT, related_name="decision_items", verbose_name=_("issue"))
    act = models.CharField(_("act"), max_length=20, choices=DecisionAct.choices, default=DecisionAct.APPROVE)
    replacement = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("replaced by")
    )
    content_hash = models.CharField(_("hash when signed"), max_length=64, blank=True, editable=False)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta(TrackedModel.Meta):
        verbose_name = _("document of a decision")
        constraints = [
            models.UniqueConstraint(
                fields=["decision", "issue"], condition=Q(ended_at=None), name="issue_once_per_decision"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_act_display()}: {self.issue}"


class DecisionFile(FileLink):
    """The signed original of a decision (purpose "original") and what belongs to it."""

    record = models.ForeignKey(Decision, models.PROTECT, related_name="file_links")

    class Meta(FileLink.Meta):
        verbose_name = _("signed original")
