"""Sessions of an inspection: which unit, which clauses and documents, when, by whom."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from inspections.models.inspection import Inspection
from qms.history.tracked import TrackedModel
from qms.models.references import ClauseReference, reference_constraints


class Session(TrackedModel):
    """One meeting of the plan. Independence and competence are judged per session."""

    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="sessions")
    unit = models.ForeignKey("qms.Unit", models.PROTECT, related_name="+", verbose_name=_("unit"))
    topic = models.CharField(_("topic"), max_length=250, blank=True)
    day = models.DateField(_("day"))
    from_time = models.TimeField(_("from"), null=True, blank=True)
    to_time = models.TimeField(_("to"), null=True, blank=True)
    place = models.CharField(_("place"), max_length=150, blank=True)
    representative = models.CharField(_("the unit is represented by"), max_length=150, blank=True)
    asks_nonconformities = models.BooleanField(_("Ask again about the unit's nonconformities"), default=False)
    asks_last_inspection = models.BooleanField(_("Ask again what did not conform last time"), default=False)
    asks_document_steps = models.BooleanField(_("Ask each step of the documents"), default=False)
    held_at = models.DateTimeField(null=True, blank=True, editable=False)
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta(TrackedModel.Meta):
        ordering = ["day", "from_time", "pk"]
        verbose_name = _("session")
        constraints = [
            models.CheckConstraint(
                condition=Q(to_time=None) | Q(from_time=None) | Q(to_time__gt=models.F("from_time")),
                name="session_ends_after_it_begins",
            )
        ]

    def __str__(self) -> str:
        return f"{self.day:%d/%m/%Y} {self.unit}"


class SessionInspector(TrackedModel):
    """Who asks in a session."""

    session = models.ForeignKey(Session, models.PROTECT, related_name="inspectors")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("inspector"))
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta(TrackedModel.Meta):
        verbose_name = _("inspector of a session")
        constraints = [models.UniqueConstraint(fields=["session", "user"], name="session_inspector_once")]

    def __str__(self) -> str:
        return str(self.user)


class SessionDocument(TrackedModel):
    """A controlled document that a session checks against."""

    session = models.ForeignKey(Session, models.PROTECT, related_name="documents")
    document = models.ForeignKey("qms.Document", models.PROTECT, related_name="+", verbose_name=_("document"))
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta(TrackedModel.Meta):
        verbose_name = _("document of a session")
        constraints = [models.UniqueConstraint(fields=["session", "document"], name="session_document_once")]

    def __str__(self) -> str:
        return str(self.document)


class SessionClause(ClauseReference):
    """A clause that a session covers."""

    record = models.ForeignKey(Session, models.PROTECT, related_name="clause_references")

    class Meta(ClauseReference.Meta):
        verbose_name = _("clause of a session")
        constraints = reference_constraints("session")
