"""What becomes of a unit: merged, split, moved or ended on a day, and who takes over."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from qms.enums import SuccessionKind
from qms.history.tracked import TrackedModel
from qms.models.organisation import Unit


class UnitSuccession(TrackedModel):
    """From the day on, the successor answers for what was the unit's; without one, nobody does (63 provinces > 34)."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="successions", verbose_name=_("unit"))
    successor = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="succeeds", verbose_name=_("succeeded by")
    )
    kind = models.CharField(_("what happened"), max_length=20, choices=SuccessionKind.choices)
    on_day = models.DateField(_("from"))
    basis = models.CharField(_("basis"), max_length=250, help_text=_("The law or decision that ordered it."))
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta(TrackedModel.Meta):
        ordering = ["on_day", "pk"]
        verbose_name = _("succession of a unit")
        constraints = [
            models.UniqueConstraint(fields=["unit", "successor"], condition=Q(ended_at=None), name="succession_once"),
            models.CheckConstraint(
                condition=Q(successor=None) | ~Q(unit=models.F("successor")), name="nobody_succeeds_themselves"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} > {self.successor or '-'}"
