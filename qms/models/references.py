"""References from records to clauses: one concrete table for each kind of record."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from qms.enums import ReferenceOrigin
from qms.history.tracked import TrackedModel


class ClauseReference(TrackedModel):
    """That a record cites a clause; the edition follows from the clause.

    Subclasses add `record` (a PROTECT key with related_name="clause_references") and UNIQUE(record, clause).
    `run` is the run of a transition that added it; the ledger of moves says from which reference and by which decision.
    `written_as` keeps a clause of an edition that nobody has loaded; it is linked when the edition is loaded.
    """

    clause = models.ForeignKey(
        "qms.Clause", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("clause")
    )
    written_as = models.CharField(_("written as"), max_length=80, blank=True)
    origin = models.CharField(max_length=20, choices=ReferenceOrigin.choices, default=ReferenceOrigin.HAND)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    run = models.ForeignKey(
        "qms.TransitionRun", models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )

    class Meta(TrackedModel.Meta):
        abstract = True

    def __str__(self) -> str:
        return str(self.clause) if self.clause_id else self.written_as


def reference_constraints(prefix: str) -> list[models.BaseConstraint]:
    """What holds for each concrete table: a clause once per record, and something is cited."""
    return [
        models.UniqueConstraint(fields=["record", "clause"], name=f"{prefix}_clause_once"),
        models.CheckConstraint(
            condition=models.Q(clause__isnull=False) | ~models.Q(written_as=""), name=f"{prefix}_cites_something"
        ),
    ]
