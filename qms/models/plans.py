"""Yearly plans of the reform and of the QMS, and meetings of steering committees with their conclusions."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qms.history.tracked import TrackedModel
from qms.models.files import FileLink
from qms.models.reach import Reachable
from qms.reporting_enums import MeetingStatus, PlanKind, PlanStatus, TaskGroup


class WorkPlan(Reachable):
    """A unit's plan for a year (Directive 02/CT-LĐTBXH, 1 and 7): tasks with who, when and what comes out."""

    SEARCH_FIELDS = ("number", "title", "decision_number", "note")
    SPAN = {"unit_id": "unit_id", "status": "status"}

    number = models.CharField(_("number"), max_length=40, unique=True, editable=False)
    unit = models.ForeignKey("qms.Unit", models.PROTECT, related_name="work_plans", verbose_name=_("unit"))
    year = models.PositiveSmallIntegerField(_("year"))
    kind = models.CharField(_("kind"), max_length=10, choices=PlanKind.choices)
    title = models.CharField(_("title"), max_length=300)
    note = models.TextField(_("aims and basis"), blank=True)
    status = models.CharField(max_length=20, choices=PlanStatus.choices, default=PlanStatus.DRAFT)
    decision_number = models.CharField(_("number of the Decision"), max_length=60, blank=True)
    prepared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("prepared by")
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("approved by")
    )
    approved_on = models.DateField(_("approved on"), null=True, blank=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    conclusion = models.TextField(_("what the year came to"), blank=True)

    class Meta(Reachable.Meta):
        verbose_name = _("yearly plan")
        verbose_name_plural = _("yearly plans")
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "year", "kind"], condition=~Q(status=PlanStatus.ABANDONED), name="work_plan_once_a_year"
            )
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title[:80]}"

    def get_absolute_url(self) -> str:
        return reverse("work_plan", args=[self.uid])

    def participants(self) -> dict[str, set[int]]:
        owners = set(self.tasks.filter(ended_at=None).values_list("owner_id", flat=True)) if self.pk else set()
        return {"preparer": {self.prepared_by_id}, "owner": owners}

    def signed_facts(self) -> dict[str, Any]:
        """What a signature covers beside the plan itself: its tasks."""
        rows = self.tasks.filter(ended_at=None).order_by("position", "pk").values_list("title", "due_on", "uid")
        return {"tasks": [f"{uid} {due} {title}" for title, due, uid in rows]}


class PlanTask(TrackedModel):
    """A task of a yearly plan; it becomes an action when the plan is approved, or when it is added afterwards."""

    plan = models.ForeignKey(WorkPlan, models.PROTECT, related_name="tasks")
    position = models.PositiveSmallIntegerField(default=0)
    group = models.CharField(_("field"), max_length=20, choices=TaskGroup.choices)
    title = models.CharField(_("task"), max_length=300)
    result = models.CharField(_("what comes out"), max_length=300, blank=True)
    unit = models.ForeignKey("qms.Unit", models.PROTECT, related_name="+", verbose_name=_("led by"))
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("owner"))
    starts_on = models.DateField(_("from"), null=True, blank=True)
    due_on = models.DateField(_("due"))
    resources = models.CharField(_("with what"), max_length=300, blank=True)
    action = models.OneToOneField(
        "qms.Action", models.PROTECT, null=True, blank=True, related_name="plan_task", editable=False
    )
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta(TrackedModel.Meta):
        ordering = ["position", "pk"]
        verbose_name = _("task of a yearly plan")
        verbose_name_plural = _("tasks of a yearly plan")

    def __str__(self) -> str:
        return self.title


class WorkPlanFile(FileLink):
    """The signed plan, and what belongs to it."""

    record = models.ForeignKey(WorkPlan, models.PROTECT, related_name="file_links")

    class Meta(FileLink.Meta):
        verbose_name = _("file of a yearly plan")


class CommitteeMeeting(Reachable):
    """A meeting of a steering committee (ban chỉ đạo): what was before it, and what it concluded."""

    SEARCH_FIELDS = ("number", "title", "committee", "agenda", "minutes", "notice_number")
    SPAN = {"unit_id": "unit_id", "status": "status", "due": "held_on"}

    number = models.CharField(_("number"), max_length=40, unique=True, editable=False)
    unit = models.ForeignKey("qms.Unit", models.PROTECT, related_name="committee_meetings", verbose_name=_("unit"))
    committee = models.CharField(_("committee"), max_length=250)
    title = models.CharField(_("subject"), max_length=300)
    held_on = models.DateField(_("day of the meeting"))
    place = models.CharField(_("place"), max_length=200, blank=True)
    chair = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("chaired by"))
    present = models.TextField(_("who was present"), blank=True)
    absent = models.TextField(_("who was absent"), blank=True)
    agenda = models.TextField(_("agenda"), blank=True)
    minutes = models.TextField(_("minutes"), blank=True)
    status = models.CharField(max_length=20, choices=MeetingStatus.choices, default=MeetingStatus.PLANNED)
    notice_number = models.CharField(_("number of the notice of conclusions"), max_length=60, blank=True)
    prepared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("prepared by")
    )
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("signed by")
    )
    signed_on = models.DateField(_("signed on"), null=True, blank=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)

    class Meta(Reachable.Meta):
        verbose_name = _("meeting of a steering committee")
        verbose_name_plural = _("meetings of steering committees")
        indexes = [models.Index(fields=["unit", "held_on"], name="committee_meeting_of_unit")]

    def __str__(self) -> str:
        return f"{self.number} {self.title[:80]}"

    def get_absolute_url(self) -> str:
        return reverse("committee_meeting", args=[self.uid])

    def participants(self) -> dict[str, set[int]]:
        rows = self.conclusions.filter(ended_at=None, owner__isnull=False) if self.pk else None
        owners = set(rows.values_list("owner_id", flat=True)) if rows is not None else set()
        return {"chair": {self.chair_id}, "preparer": {self.prepared_by_id}, "owner": owners}

    def signed_facts(self) -> dict[str, Any]:
        """What a signature covers beside the minutes themselves: the conclusions."""
        rows = self.conclusions.filter(ended_at=None).order_by("position", "pk").values_list("text", "due_on", "uid")
        return {"conclusions": [f"{uid} {due} {text}" for text, due, uid in rows]}


class MeetingConclusion(TrackedModel):
    """One conclusion of a meeting; with an owner and a day it becomes an action when the conclusions are signed."""

    meeting = models.ForeignKey(CommitteeMeeting, models.PROTECT, related_name="conclusions")
    position = models.PositiveSmallIntegerField(default=0)
    text = models.TextField(_("conclusion"))
    unit = models.ForeignKey(
        "qms.Unit", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("unit")
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("owner")
    )
    due_on = models.DateField(_("due"), null=True, blank=True)
    action = models.OneToOneField(
        "qms.Action", models.PROTECT, null=True, blank=True, related_name="meeting_conclusion", editable=False
    )
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta(TrackedModel.Meta):
        ordering = ["position", "pk"]
        verbose_name = _("conclusion of a meeting")
        verbose_name_plural = _("conclusions of a meeting")

    def __str__(self) -> str:
        return self.text[:120]


class CommitteeMeetingFile(FileLink):
    """The invitation, the papers, the signed notice."""

    record = models.ForeignKey(CommitteeMeeting, models.PROTECT, related_name="file_links")

    class Meta(FileLink.Meta):
        verbose_name = _("file of a meeting")
