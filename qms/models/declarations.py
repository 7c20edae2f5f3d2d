"""Declarations that a QMS conforms to an edition (bản công bố; Decision 19/2014/QĐ-TTg)."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qms import clock
from qms.enums import DeclarationStatus
from qms.history.tracked import TrackedModel
from qms.models.files import FileLink
from qms.models.reach import Reachable, ReachQuerySet


class DeclarationQuerySet(ReachQuerySet):
    """Chainable reads of declarations."""

    def in_force(self, day: dt.date) -> "DeclarationQuerySet":
        """Signed, the day come, neither withdrawn nor replaced by one whose day has come."""
        came = self.filter(signed_on__isnull=False, effective_on__lte=day)
        stands = Q(withdrawn_on=None) | Q(withdrawn_on__gt=day)
        return came.filter(stands).filter(Q(replaced_by=None) | Q(replaced_by__effective_on__gt=day))


class Declaration(Reachable):
    """One declaration of a holder, with its scope; frozen when its Decision is signed.

    `exclusions` lists the clauses that do not apply, with reasons: [{"number", "title_vi", "title_en", "reason"}].
    In force is derived at read: signed, its day come, neither replaced nor withdrawn.
    """

    SEARCH_FIELDS = ("number", "scope", "place")
    SPAN = {"unit_id": "unit_id", "status": "status"}

    number = models.CharField(_("number"), max_length=40, unique=True, editable=False)
    unit = models.ForeignKey("qms.Unit", models.PROTECT, related_name="declarations", verbose_name=_("unit"))
    edition = models.ForeignKey("qms.Edition", models.PROTECT, related_name="+", verbose_name=_("edition"))
    scope = models.TextField(_("scope of the QMS"))
    place = models.TextField(_("where it applies"), blank=True, help_text=_("Addresses, one a line."))
    exclusions = models.JSONField(_("clauses that do not apply"), default=list, blank=True, editable=False)
    status = models.CharField(max_length=20, choices=DeclarationStatus.choices, default=DeclarationStatus.DRAFTED)
    why = models.TextField(_("why it is declared anew"), blank=True)
    decision_number = models.CharField(_("number of the Decision"), max_length=60, blank=True)
    prepared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("prepared by")
    )
    signatory = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("signatory")
    )
    signed_on = models.DateField(_("signed on"), null=True, blank=True)
    effective_on = models.DateField(_("in force from"), null=True, blank=True)
    published_on = models.DateField(_("public since"), null=True, blank=True)
    withdrawn_on = models.DateField(_("withdrawn on"), null=True, blank=True)
    replaced_by = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="replaces",
        editable=False,
        verbose_name=_("replaced by"),
    )
    content_hash = models.CharField(max_length=64, blank=True, editable=False)

    objects = models.Manager.from_queryset(DeclarationQuerySet)()  # type: ignore[misc]  # the plugin's class variable

    class Meta(Reachable.Meta):
        verbose_name = _("declaration of conformity")
        verbose_name_plural = _("declarations of conformity")
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=[DeclarationStatus.DRAFTED, DeclarationStatus.GIVEN_UP])
                | Q(signed_on__isnull=False, effective_on__isnull=False, signatory__isnull=False),
                name="signed_declaration_has_days_and_signatory",
            )
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.edition}"

    def get_absolute_url(self) -> str:
        return reverse("declaration", args=[self.uid])

    def participants(self) -> dict[str, set[int]]:
        return {
            "preparer": {self.prepared_by_id},
            "signatory": {self.signatory_id} if self.signatory_id else set(),
        }

    def signed_facts(self) -> dict[str, Any]:
        """What a signature covers beside the declaration itself: each document of the annex by its issue's hash."""
        rows = self.documents.filter(ended_at=None).order_by("position", "pk")
        covered = rows.values_list("document__number", "issue__uid", "issue__content_hash")
        return {"documents": [" ".join(str(part) for part in row) for row in covered]}

    @property
    def holds(self) -> bool:
        """Whether it is in force today."""
        return type(self).objects.in_force(clock.today()).filter(pk=self.pk).exists()


class DeclarationDocument(TrackedModel):
    """A document in the annex of a declaration: which issue the QMS rested on when it was signed."""

    declaration = models.ForeignKey(Declaration, models.PROTECT, related_name="documents")
    document = models.ForeignKey("qms.Document", models.PROTECT, related_name="+", verbose_name=_("document"))
    issue = models.ForeignKey("qms.Issue", models.PROTECT, null=True, blank=True, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta(TrackedModel.Meta):
        ordering = ["declaration", "position", "pk"]
        verbose_name = _("document of a declaration")
        constraints = [
            models.UniqueConstraint(fields=["declaration", "document"], name="document_once_per_declaration")
        ]

    def __str__(self) -> str:
        return str(self.document)


class DeclarationFile(FileLink):
    """The signed original, and what belongs to it."""

    record = models.ForeignKey(Declaration, models.PROTECT, related_name="file_links")

    class Meta(FileLink.Meta):
        verbose_name = _("file of a declaration")
