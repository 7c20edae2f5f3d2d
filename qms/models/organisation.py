"""Units of the administration: one dated tree by reporting line, and who holds a QMS."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from qms import clock
from qms.enums import Obligation, Rhythm, UnitKind
from qms.folding import fold, sort_key
from qms.history.tracked import TrackedModel, TrackedQuerySet
from qms.models.reach import UnitPath


class UnitQuerySet(TrackedQuerySet):
    """Chainable reads of units."""

    def valid_on(self, day: Any) -> "UnitQuerySet":
        """Units that exist on the day."""
        return self.filter(Q(valid_to=None) | Q(valid_to__gte=day), valid_from__lte=day)

    def below(self, *unit_ids: int, inside: bool = True) -> "UnitQuerySet":
        """Units at or below these; with `inside` only those of the same QMS."""
        paths = UnitPath.objects.filter(ancestor_id__in=unit_ids)
        return self.filter(pk__in=(paths.filter(inside=True) if inside else paths).values("unit_id"))

    def visible_to(self, user: Any) -> "UnitQuerySet":
        """Units that the person may name: their own QMS, and everything below their units."""
        if user.is_system or user.authority.is_admin:
            return self.all()
        ids = user.authority.all_units | user.authority.holders
        return self.filter(pk__in=UnitPath.objects.filter(ancestor_id__in=ids).values("unit_id"))


class Unit(TrackedModel):
    """A body of the administration, from a day to a day; it never vanishes, it ends."""

    code = models.CharField(_("code"), max_length=40, unique=True)
    name_vi = models.CharField(_("name in Vietnamese"), max_length=250)
    name_en = models.CharField(_("name in English"), max_length=250, blank=True)
    kind = models.CharField(_("kind"), max_length=30, choices=UnitKind.choices)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("reports to")
    )
    superior_text = models.CharField(_("administrative superior"), max_length=250, blank=True)
    place = models.CharField(_("place printed before the date"), max_length=80, blank=True, default="Hà Nội")
    valid_from = models.DateField(_("from"))
    valid_to = models.DateField(_("to"), null=True, blank=True)
    successor = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="predecessors", verbose_name=_("succeeded by")
    )
    sort_key = models.CharField(max_length=200, editable=False, db_index=True)
    search_text = models.TextField(editable=False, default="", blank=True)

    objects = models.Manager.from_queryset(UnitQuerySet)()  # type: ignore[misc]  # the plugin's class variable

    class Meta(TrackedModel.Meta):
        ordering = ["sort_key"]
        verbose_name = _("unit")
        verbose_name_plural = _("units")
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=models.F("valid_from")), name="unit_ends_after_it_begins"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return self.name_en if get_language() == "en" and self.name_en else self.name_vi

    def prepare_save(self) -> None:
        """Fold name and code for search and order."""
        self.sort_key = sort_key(self.name_vi)
        self.search_text = fold(f"{self.code} {self.name_vi} {self.name_en}")

    def get_absolute_url(self) -> str:
        return reverse("unit", args=[self.uid])


class QMSHolding(TrackedModel):
    """That a unit holds a quality management system from a day to a day."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="holdings", verbose_name=_("unit"))
    obligation = models.CharField(_("obligation"), max_length=20, choices=Obligation.choices)
    rhythm = models.CharField(_("reports"), max_length=20, choices=Rhythm.choices)
    valid_from = models.DateField(_("from"))
    valid_to = models.DateField(_("to"), null=True, blank=True)
    basis = models.CharField(_("basis"), max_length=250, blank=True)

    class Meta(TrackedModel.Meta):
        verbose_name = _("QMS holding")
        constraints = [
            models.UniqueConstraint(fields=["unit"], condition=Q(valid_to=None), name="one_open_holding_per_unit")
        ]

    def __str__(self) -> str:
        return f"{self.unit} ({self.get_obligation_display()})"


def nearest_holder(unit_id: int) -> "Unit | None":
    """The unit whose QMS `unit_id` belongs to, or None outside any."""
    today = clock.today()
    holding = Q(holdings__valid_to=None) | Q(holdings__valid_to__gte=today)
    return (
        Unit.objects.filter(holding, holdings__valid_from__lte=today)
        .filter(pk__in=UnitPath.objects.filter(unit_id=unit_id, inside=True).values("ancestor_id"))
        .first()
    )
