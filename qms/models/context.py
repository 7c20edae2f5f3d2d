"""The context of the organisation (4.1) and its interested parties (4.2), climate change among them (Amd 1:2024)."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qms.enums import ContextKind, ContextSubject
from qms.models.brought_in import BroughtIn
from qms.models.reach import Reachable


class ContextFactor(BroughtIn, Reachable):
    """An issue outside or inside that bears on what the QMS is for (ISO 9001:2015, 4.1)."""

    SEARCH_FIELDS = ("statement", "effect", "response")
    SPAN = {"unit_id": "unit_id", "due": "review_due_on"}

    unit = models.ForeignKey("qms.Unit", models.PROTECT, related_name="context_factors", verbose_name=_("unit"))
    kind = models.CharField(_("inside or outside"), max_length=20, choices=ContextKind.choices)
    subject = models.CharField(_("subject"), max_length=20, choices=ContextSubject.choices)
    statement = models.TextField(_("what it is"))
    effect = models.TextField(_("how it bears on the QMS"), blank=True)
    response = models.TextField(_("what is done about it"), blank=True)
    climate = models.BooleanField(_("concerns climate change"), default=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("recorded by")
    )
    reviewed_on = models.DateField(_("last reviewed on"), null=True, blank=True)
    review_due_on = models.DateField(_("review due"), null=True, blank=True)

    class Meta(Reachable.Meta):
        verbose_name = _("issue of the context")
        verbose_name_plural = _("issues of the context")

    def __str__(self) -> str:
        return self.statement[:80]

    def get_absolute_url(self) -> str:
        return reverse("context_factor", args=[self.uid])


class InterestedParty(BroughtIn, Reachable):
    """Whose needs and expectations matter to the QMS (ISO 9001:2015, 4.2)."""

    SEARCH_FIELDS = ("name", "needs", "response")
    SPAN = {"unit_id": "unit_id", "due": "review_due_on"}

    unit = models.ForeignKey("qms.Unit", models.PROTECT, related_name="interested_parties", verbose_name=_("unit"))
    name = models.CharField(_("interested party"), max_length=200)
    needs = models.TextField(_("needs and expectations"))
    is_requirement = models.BooleanField(_("is taken up as a requirement of the QMS"), default=True)
    response = models.TextField(_("how it is met"), blank=True)
    climate = models.BooleanField(_("concerns climate change"), default=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("recorded by")
    )
    reviewed_on = models.DateField(_("last reviewed on"), null=True, blank=True)
    review_due_on = models.DateField(_("review due"), null=True, blank=True)

    class Meta(Reachable.Meta):
        verbose_name = _("interested party")
        verbose_name_plural = _("interested parties")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("interested_party", args=[self.uid])
