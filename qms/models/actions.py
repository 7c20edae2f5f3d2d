"""Actions: one list of everything that somebody owes by a day."""

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from qms import clock
from qms.addresses import record_address
from qms.enums import ActionKind, ActionStatus, ExtensionStatus
from qms.history.tracked import TrackedModel
from qms.models.brought_in import BroughtIn
from qms.models.files import FileLink
from qms.models.reach import Reachable, ReachQuerySet


class ActionQuerySet(ReachQuerySet):
    """Chainable reads of actions."""

    def open(self) -> "ActionQuerySet":
        """Actions that somebody still owes."""
        return self.filter(status__in=ActionStatus.open_states())

    def overdue_on(self, day: dt.date) -> "ActionQuerySet":
        """Open, not yet done, and due before the day."""
        return self.filter(
            status__in=[ActionStatus.PROPOSED, ActionStatus.ASSIGNED, ActionStatus.IN_PROGRESS], due_on__lt=day
        )


class Action(BroughtIn, Reachable):
    """What one person owes by a day, whoever asked for it."""

    SEARCH_FIELDS = (
        "number", "title", "details", "owner_text", "external_ref", "document_number", "document_signatory",
    )  # fmt: skip
    UNIT_FIELDS = ("unit_id", "raised_by_unit_id")
    SPAN = {
        "unit_id": "unit_id",
        "raised_by_unit_id": "raised_by_unit_id",
        "status": "status",
        "owner_id": "owner_id",
        "due": "due_on",
    }

    number = models.CharField(_("number"), max_length=40, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=20, choices=ActionKind.choices)
    title = models.CharField(_("what is to be done"), max_length=300)
    details = models.TextField(_("details"), blank=True)
    unit = models.ForeignKey("qms.Unit", models.PROTECT, related_name="actions", verbose_name=_("unit"))
    raised_by_unit = models.ForeignKey("qms.Unit", models.PROTECT, related_name="+", verbose_name=_("asked for by"))
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="actions_owned",
        verbose_name=_("owner"),
    )
    owner_text = models.CharField(_("owner as written"), max_length=150, blank=True)
    document_number = models.CharField(_("number of the document"), max_length=60, blank=True)
    document_day = models.DateField(_("date of the document"), null=True, blank=True)
    document_signatory = models.CharField(_("signatory of the document"), max_length=150, blank=True)
    waits_for_kind = models.CharField(max_length=60, blank=True, editable=False)
    waits_for_uid = models.UUIDField(null=True, blank=True, editable=False)
    series = models.ForeignKey(
        "qms.ActionSeries", models.PROTECT, null=True, blank=True, related_name="actions", editable=False
    )
    period = models.CharField(_("period"), max_length=10, blank=True, editable=False)
    assigned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("proposed or assigned by")
    )
    approver = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("approved by")
    )
    status = models.CharField(max_length=20, choices=ActionStatus.choices, default=ActionStatus.PROPOSED)
    due_on = models.DateField(_("due"), null=True, blank=True)
    original_due_on = models.DateField(_("original due day"), null=True, blank=True, editable=False)
    evidence = models.TextField(_("evidence"), blank=True)
    done_on = models.DateField(_("done on"), null=True, blank=True)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("verified by")
    )
    verified_on = models.DateField(_("verified on"), null=True, blank=True)
    verification_note = models.TextField(_("what was checked"), blank=True)

    objects = models.Manager.from_queryset(ActionQuerySet)()  # type: ignore[misc]  # the plugin's class variable

    class Meta(Reachable.Meta):
        verbose_name = _("action")
        verbose_name_plural = _("actions")
        indexes = [
            models.Index(fields=["unit", "status", "due_on"], name="action_of_unit"),
            models.Index(fields=["owner", "status"], name="action_of_owner"),
            models.Index(fields=["waits_for_kind", "waits_for_uid"], name="action_waits_for"),
            models.Index(fields=["status", "due_on"], name="action_by_due_day"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(brought_in=True)
                | ~Q(status__in=[ActionStatus.DONE, ActionStatus.VERIFIED])
                | ~Q(evidence=""),
                name="done_action_has_evidence",
            ),
            models.UniqueConstraint(
                fields=["series", "period"], condition=Q(series__isnull=False), name="series_action_once_a_period"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    def get_absolute_url(self) -> str:
        return record_address("action", self.uid)

    def participants(self) -> dict[str, set[int]]:
        return {
            "owner": {self.owner_id} if self.owner_id else set(),
            "helper": set(self.helpers.filter(ended_at=None).values_list("user_id", flat=True)) if self.pk else set(),
            "assigner": {self.assigned_by_id},
            "approver": {self.approver_id} if self.approver_id else set(),
        }

    @property
    def is_overdue(self) -> bool:
        """Whether it should have been done before today."""
        waiting = self.status in (ActionStatus.PROPOSED, ActionStatus.ASSIGNED, ActionStatus.IN_PROGRESS)
        return bool(self.due_on and waiting and self.due_on < clock.today())


class ActionHelper(TrackedModel):
    """Somebody who helps with an action; never its verifier."""

    action = models.ForeignKey(Action, models.PROTECT, related_name="helpers")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("helper"))
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta(TrackedModel.Meta):
        verbose_name = _("helper")
        constraints = [models.UniqueConstraint(fields=["action", "user"], name="action_helper_once")]

    def __str__(self) -> str:
        return str(self.user)


class ActionExtension(TrackedModel):
    """One request for more time: asked, endorsed, granted or refused; the original date stays visible."""

    action = models.ForeignKey(Action, models.PROTECT, related_name="extensions")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_on = models.DateField()
    from_day = models.DateField(_("from"))
    to_day = models.DateField(_("new day"))
    why = models.TextField(_("reason"))
    status = models.CharField(max_length=20, choices=ExtensionStatus.choices, default=ExtensionStatus.ASKED)
    endorsed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    decided_on = models.DateField(null=True, blank=True)
    decision_note = models.TextField(blank=True)

    class Meta(TrackedModel.Meta):
        verbose_name = _("request for more time")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["action"],
                condition=Q(status__in=[ExtensionStatus.ASKED, ExtensionStatus.ENDORSED]),
                name="one_open_extension_per_action",
            ),
            models.CheckConstraint(condition=Q(to_day__gt=models.F("from_day")), name="extension_moves_forward"),
        ]

    def __str__(self) -> str:
        return f"{self.action.number}: {self.from_day} > {self.to_day}"

    @property
    def is_given(self) -> bool:
        """Whether who decides gave the time without a request: a request is never granted by who asked."""
        return self.status == ExtensionStatus.GRANTED and self.asked_by_id in (None, self.decided_by_id)


class ActionFile(FileLink):
    """Evidence of an action."""

    record = models.ForeignKey(Action, models.PROTECT, related_name="file_links")

    class Meta(FileLink.Meta):
        verbose_name = _("file")
