"""How references follow an edition: decisions for clauses, runs that apply them, and a ledger of every move."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from qms.enums import RunKind, RunStatus
from qms.history.tracked import TrackedModel
from qms.models.reach import Reachable
from qms.models.transition import TransitionProgramme


class ClauseDecision(Reachable):
    """What becomes of references to one old clause: which clauses of the new edition they cite too, or none.

    It holds for every holder at or below `unit`, for one kind of record (label of its model; empty: all kinds), one
    part of the kind (such as a kind of document; empty: all), or one record alone. Where several fit, the most
    particular one decides: a record before a part, a part before a kind, a kind before all; and among equals the
    nearest unit. `correspondence_version` is the version of the table that was seen when it was decided.
    """

    SEARCH_FIELDS = ("reason",)
    SPAN = {"unit_id": "unit_id"}

    programme = models.ForeignKey(TransitionProgramme, models.PROTECT, related_name="decisions")
    unit = models.ForeignKey("qms.Unit", models.PROTECT, related_name="+", verbose_name=_("for the unit"))
    kind = models.CharField(_("kind of record"), max_length=60, blank=True)
    part = models.CharField(_("part of the kind"), max_length=30, blank=True)
    record_id = models.BigIntegerField(null=True, blank=True, editable=False)
    record_number = models.CharField(_("record"), max_length=60, blank=True, editable=False)
    from_clause = models.ForeignKey("qms.Clause", models.PROTECT, related_name="+", verbose_name=_("old clause"))
    reason = models.TextField(_("reason"), blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("decided by")
    )
    decided_at = models.DateTimeField(_("decided at"))
    correspondence_version = models.PositiveIntegerField(default=1, editable=False)
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta(Reachable.Meta):
        verbose_name = _("decision on a clause")
        verbose_name_plural = _("decisions on clauses")
        indexes = [models.Index(fields=["programme", "from_clause"], name="clause_decision_of")]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "unit", "kind", "part", "from_clause"],
                condition=Q(ended_at=None, record_id=None),
                name="clause_decision_once",
            ),
            models.UniqueConstraint(
                fields=["programme", "kind", "record_id", "from_clause"],
                condition=Q(ended_at=None, record_id__isnull=False),
                name="clause_decision_of_record_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_clause.number} ({self.unit})"

    def get_absolute_url(self) -> str:
        return reverse("clause_decision", args=[self.uid])

    def participants(self) -> dict[str, set[int]]:
        return {"decider": {self.decided_by_id}}


class DecisionTarget(TrackedModel):
    """A clause of the new edition that references are to cite. A decision without any says: none."""

    decision = models.ForeignKey(ClauseDecision, models.PROTECT, related_name="targets")
    clause = models.ForeignKey("qms.Clause", models.PROTECT, related_name="+", verbose_name=_("new clause"))

    class Meta(TrackedModel.Meta):
        verbose_name = _("new clause of a decision")
        constraints = [models.UniqueConstraint(fields=["decision", "clause"], name="decision_target_once")]

    def __str__(self) -> str:
        return str(self.clause)


class TransitionRun(Reachable):
    """One application of what is automatic and decided, or one undoing, for one unit's part of a programme.

    `digest` is the SHA-256 over the run's moves in their order, so that the ledger stands as evidence with the run.
    """

    SPAN = {"unit_id": "unit_id", "status": "status"}

    programme = models.ForeignKey(TransitionProgramme, models.PROTECT, related_name="runs")
    unit = models.ForeignKey("qms.Unit", models.PROTECT, related_name="+", verbose_name=_("for the unit"))
    kind = models.CharField(max_length=20, choices=RunKind.choices)
    status = models.CharField(max_length=20, choices=RunStatus.choices, default=RunStatus.RUNNING, editable=False)
    undoes = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+", editable=False)
    undoes_decision = models.ForeignKey(
        ClauseDecision, models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    reason = models.TextField(_("reason"), blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    began_at = models.DateTimeField(_("began"))
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True, editable=False)
    counts = models.JSONField(default=dict, blank=True, editable=False)
    digest = models.CharField(max_length=64, blank=True, editable=False)

    class Meta(Reachable.Meta):
        verbose_name = _("run of a transition")
        verbose_name_plural = _("runs of a transition")

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {date_format(localtime(self.began_at), 'SHORT_DATETIME_FORMAT')}"

    def get_absolute_url(self) -> str:
        return reverse("transition_run", args=[self.uid])

    def participants(self) -> dict[str, set[int]]:
        return {"maker": {self.made_by_id}}


class ClauseMove(models.Model):
    """One line of the ledger, only ever added to: a reference moved (+1), or its move undone (-1).

    The latest line of (kind, old reference, new clause) says what stands. Without a new clause: decided to cite none.
    `made` tells whether the new reference was made by the move, or stood already. Triggers refuse changes.
    """

    run = models.ForeignKey(TransitionRun, models.PROTECT, related_name="moves")
    act = models.SmallIntegerField()
    kind = models.CharField(max_length=60)
    holder = models.ForeignKey("qms.Unit", models.PROTECT, related_name="+")
    record_id = models.BigIntegerField()
    old_id = models.BigIntegerField()
    new_id = models.BigIntegerField(null=True)
    made = models.BooleanField(default=True)
    from_clause = models.ForeignKey("qms.Clause", models.PROTECT, related_name="+", db_index=False)
    to_clause = models.ForeignKey("qms.Clause", models.PROTECT, null=True, related_name="+", db_index=False)
    correspondence = models.ForeignKey(
        "qms.Correspondence", models.PROTECT, null=True, related_name="+", db_index=False
    )
    decision = models.ForeignKey(ClauseDecision, models.PROTECT, null=True, related_name="moves")

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["kind", "old_id"], name="clause_move_of_old"),
            models.Index(fields=["kind", "new_id"], name="clause_move_of_new"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}:{self.old_id} {self.act:+d} {self.to_clause_id}"

    def hashed_facts(self) -> dict[str, Any]:
        """What the run's digest covers of this line."""
        return {
            "act": self.act, "kind": self.kind, "record": self.record_id, "old": self.old_id, "new": self.new_id,
            "made": self.made, "from": self.from_clause_id, "to": self.to_clause_id, "row": self.correspondence_id,
            "decision": self.decision_id,
        }  # fmt: skip
