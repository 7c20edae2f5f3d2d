"""Management reviews (ISO 9001:2015, 9.3): inputs gathered and frozen, minutes, decisions."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qms.history.tracked import TrackedModel
from qms.models.files import FileLink
from qms.models.reach import Reachable
from qms.reporting_enums import ReviewOutput, ReviewStatus


class ManagementReview(Reachable):
    """One review of a holder's QMS by its top management, over a period, by the clauses of an edition."""

    SEARCH_FIELDS = ("number", "title", "discussion", "conclusion", "minutes_number")
    SPAN = {"unit_id": "unit_id", "status": "status", "due": "meeting_on"}

    number = models.CharField(_("number"), max_length=40, unique=True, editable=False)
    unit = models.ForeignKey("qms.Unit", models.PROTECT, related_name="management_reviews", verbose_name=_("unit"))
    edition = models.ForeignKey("qms.Edition", models.PROTECT, related_name="+", verbose_name=_("edition"))
    title = models.CharField(_("title"), max_length=300)
    period_from = models.DateField(_("period from"))
    period_to = models.DateField(_("to"))
    meeting_on = models.DateField(_("day of the meeting"))
    place = models.CharField(_("place"), max_length=200, blank=True)
    chair = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("chaired by"))
    secretary = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("secretary")
    )
    present = models.TextField(_("who was present"), blank=True)
    absent = models.TextField(_("who was absent"), blank=True)
    discussion = models.TextField(_("what was said"), blank=True)
    conclusion = models.TextField(_("conclusion"), blank=True)
    status = models.CharField(max_length=20, choices=ReviewStatus.choices, default=ReviewStatus.PLANNED)
    frozen_on = models.DateField(_("figures as of"), null=True, blank=True)
    minutes_number = models.CharField(_("number of the minutes"), max_length=60, blank=True)
    prepared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("prepared by")
    )
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("signed by")
    )
    signed_on = models.DateField(_("signed on"), null=True, blank=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)

    class Meta(Reachable.Meta):
        verbose_name = _("management review")
        verbose_name_plural = _("management reviews")
        indexes = [models.Index(fields=["unit", "meeting_on"], name="management_review_of_unit")]
        constraints = [
            models.CheckConstraint(
                condition=Q(period_to__gte=models.F("period_from")), name="reviewed_period_in_order"
            ),
            models.CheckConstraint(
                condition=~Q(status__in=[ReviewStatus.SIGNED, ReviewStatus.CLOSED])
                | Q(signed_on__isnull=False, signed_by__isnull=False),
                name="signed_review_has_day_and_signatory",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title[:80]}"

    def get_absolute_url(self) -> str:
        return reverse("review", args=[self.uid])

    def participants(self) -> dict[str, set[int]]:
        return {"chair": {self.chair_id}, "secretary": {self.secretary_id}, "preparer": {self.prepared_by_id}}

    def signed_facts(self) -> dict[str, Any]:
        """What a signature covers beside the minutes themselves: the frozen inputs and the decisions."""
        inputs = self.inputs.filter(ended_at=None).order_by("position", "pk").values_list("key", "head_hash")
        decisions = self.decisions.filter(ended_at=None).order_by("position", "pk")
        return {
            "inputs": [f"{key} {head}" for key, head in inputs],
            "decisions": [f"{uid} {due} {text}" for uid, due, text in decisions.values_list("uid", "due_on", "text")],
        }


class ReviewInput(TrackedModel):
    """One item of the agenda that the edition asks for, with what the records said when it was frozen.

    `figures`: [{"label", "value", "definition", "link", "as_of"}], in the order shown; written once, at freezing.
    """

    review = models.ForeignKey(ManagementReview, models.PROTECT, related_name="inputs")
    position = models.PositiveSmallIntegerField(default=0)
    key = models.CharField(max_length=40)
    clause = models.ForeignKey(
        "qms.Clause", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("clause")
    )
    title = models.CharField(_("item"), max_length=300)
    figures = models.JSONField(_("figures"), default=list, blank=True, editable=False)
    text = models.TextField(_("report"), blank=True)
    opinion = models.TextField(_("opinion of the meeting"), blank=True)
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta(TrackedModel.Meta):
        ordering = ["position", "pk"]
        verbose_name = _("input of a management review")
        verbose_name_plural = _("inputs of a management review")
        constraints = [
            models.UniqueConstraint(fields=["review", "key"], condition=Q(ended_at=None), name="review_input_once")
        ]

    def __str__(self) -> str:
        return self.title


class ReviewDecision(TrackedModel):
    """One decision of a review (9.3.3); it becomes an action when the minutes are signed."""

    review = models.ForeignKey(ManagementReview, models.PROTECT, related_name="decisions")
    position = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(_("about"), max_length=20, choices=ReviewOutput.choices)
    text = models.CharField(_("decision"), max_length=300)
    details = models.TextField(_("details"), blank=True)
    unit = models.ForeignKey("qms.Unit", models.PROTECT, related_name="+", verbose_name=_("unit"))
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("owner"))
    due_on = models.DateField(_("due"))
    action = models.OneToOneField(
        "qms.Action", models.PROTECT, null=True, blank=True, related_name="review_decision", editable=False
    )
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta(TrackedModel.Meta):
        ordering = ["position", "pk"]
        verbose_name = _("decision of a management review")
        verbose_name_plural = _("decisions of a management review")

    def __str__(self) -> str:
        return self.text


class ManagementReviewFile(FileLink):
    """The signed minutes, and what belongs to them."""

    record = models.ForeignKey(ManagementReview, models.PROTECT, related_name="file_links")

    class Meta(FileLink.Meta):
        verbose_name = _("file of a management review")
