"""The gap assessment of one holder against the new edition, clause by clause."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qms.enums import ClauseJudgement
from qms.history.tracked import TrackedModel
from qms.models.files import FileLink
from qms.models.reach import Reachable
from qms.models.transition import TransitionHolder


class ClauseWork(Reachable):
    """How a holder stands to one clause of the new edition, judged by its people. What only carried over is derived.

    "Not applicable" needs its reason, which goes into the scope statement (4.3).
    """

    SEARCH_FIELDS = ("statement", "reason")
    UNIT_FIELDS = ("unit_id",)
    SPAN = {"unit_id": "unit_id", "status": "judgement"}

    holder = models.ForeignKey(TransitionHolder, models.PROTECT, related_name="clause_works")
    unit = models.ForeignKey("qms.Unit", models.PROTECT, related_name="+", verbose_name=_("unit"))
    clause = models.ForeignKey("qms.Clause", models.PROTECT, related_name="+", verbose_name=_("clause"))
    judgement = models.CharField(_("judgement"), max_length=20, choices=ClauseJudgement.choices)
    statement = models.TextField(_("how it is met, or what is missing"), blank=True)
    reason = models.TextField(_("why it does not apply"), blank=True)
    judged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("judged by")
    )
    judged_on = models.DateField(_("judged on"))

    class Meta(Reachable.Meta):
        verbose_name = _("judgement of a clause")
        verbose_name_plural = _("judgements of clauses")
        constraints = [
            models.UniqueConstraint(fields=["holder", "clause"], name="clause_work_once"),
            models.CheckConstraint(
                condition=~Q(judgement=ClauseJudgement.NOT_APPLICABLE) | ~Q(reason=""),
                name="clause_not_applicable_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.clause.number}: {self.get_judgement_display()}"

    def get_absolute_url(self) -> str:
        return reverse("clause_work", args=[self.holder.uid, self.clause.uid])

    def participants(self) -> dict[str, set[int]]:
        return {"judge": {self.judged_by_id}}


class ClauseWorkFile(FileLink):
    """Evidence for the judgement of a clause."""

    record = models.ForeignKey(ClauseWork, models.PROTECT, related_name="file_links")

    class Meta(FileLink.Meta):
        verbose_name = _("evidence for a clause")


class ClauseWorkAction(TrackedModel):
    """An action that closes a gap."""

    work = models.ForeignKey(ClauseWork, models.PROTECT, related_name="gap_actions")
    action = models.OneToOneField("qms.Action", models.PROTECT, related_name="clause_gap")

    class Meta(TrackedModel.Meta):
        verbose_name = _("action of a gap")

    def __str__(self) -> str:
        return str(self.action)
