"""How an action is worked on: its steps, notes of progress, templates, series of recurring duties, links by mail."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qms.enums import SeriesRhythm
from qms.history.tracked import TrackedModel, TrackedQuerySet
from qms.models.actions import Action
from qms.models.files import FileLink
from qms.models.reach import inside_subtree
from qms.models.standards import in_language


class ActionStep(TrackedModel):
    """One line of an action's own checklist; ticked by owner or helper."""

    action = models.ForeignKey(Action, models.PROTECT, related_name="steps")
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    text = models.CharField(_("step"), max_length=300)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("done by")
    )
    done_on = models.DateField(_("done on"), null=True, blank=True, editable=False)
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta(TrackedModel.Meta):
        ordering = ["action", "position", "pk"]
        verbose_name = _("step of an action")

    def __str__(self) -> str:
        return self.text


class ActionNote(TrackedModel):
    """What was done so far, by owner, helper, or the person outside who was asked by a link (`written_by`)."""

    action = models.ForeignKey(Action, models.PROTECT, related_name="notes")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    written_by = models.CharField(_("written by"), max_length=150, blank=True)
    text = models.TextField(_("progress"))
    made_at = models.DateTimeField(editable=False)

    class Meta(TrackedModel.Meta):
        ordering = ["pk"]
        verbose_name = _("note of progress")

    def __str__(self) -> str:
        return self.text[:80]

    def reach_record(self) -> Action:
        """The record whose reach decides over this note's files."""
        return self.action


class ActionNoteFile(FileLink):
    """A file of a note of progress."""

    record = models.ForeignKey(ActionNote, models.PROTECT, related_name="file_links")

    class Meta(FileLink.Meta):
        verbose_name = _("file")


class ActionTemplate(TrackedModel):
    """An action that is planned again and again: title, details, steps (one a line), days until it is due."""

    unit = models.ForeignKey("qms.Unit", models.PROTECT, related_name="action_templates", verbose_name=_("unit"))
    title_vi = models.CharField(_("title"), max_length=300)
    title_en = models.CharField(_("title in English"), max_length=300, blank=True)
    details = models.TextField(_("details"), blank=True)
    steps = models.TextField(_("steps"), blank=True, help_text=_("One a line."))
    days = models.PositiveSmallIntegerField(_("days until it is due"), default=30)
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta(TrackedModel.Meta):
        ordering = ["title_vi", "pk"]
        verbose_name = _("action template")
        constraints = [models.UniqueConstraint(fields=["unit", "title_vi"], name="action_template_once")]

    def __str__(self) -> str:
        return in_language(self.title_vi, self.title_en)


class SeriesQuerySet(TrackedQuerySet):
    """Chainable reads of recurring duties."""

    def visible_to(self, user: Any) -> "SeriesQuerySet":
        """Duties of the units whose records the person reaches, and those in which they are named."""
        people = user.authority.person_ids
        own = Q(owner_id__in=people) | Q(assigned_by_id__in=people)
        return self.filter(own | Q(unit_id__in=inside_subtree(user.authority.record_units)))


class ActionSeries(TrackedModel):
    """A recurring duty: one task a period, assigned by itself `lead_days` working days before it is due."""

    unit = models.ForeignKey("qms.Unit", models.PROTECT, related_name="action_series", verbose_name=_("unit"))
    title = models.CharField(_("what is to be done"), max_length=300)
    details = models.TextField(_("details"), blank=True)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("owner"))
    assigned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("assigned by")
    )
    rhythm = models.CharField(_("how often"), max_length=20, choices=SeriesRhythm.choices)
    due_day = models.PositiveSmallIntegerField(
        _("due on day"), help_text=_("Of the month after the period ends; 31 means the last day.")
    )
    lead_days = models.PositiveSmallIntegerField(_("assigned so many working days before"), default=10)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = models.Manager.from_queryset(SeriesQuerySet)()  # type: ignore[misc]  # the plugin's class variable

    class Meta(TrackedModel.Meta):
        ordering = ["title", "pk"]
        verbose_name = _("recurring duty")
        constraints = [
            models.CheckConstraint(condition=Q(due_day__gte=1) & Q(due_day__lte=31), name="series_due_on_a_day"),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=models.F("starts_on")), name="series_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("duty", args=[self.uid])


class ActionLink(TrackedModel):
    """A signed link sent to an owner without an account: until a day, for progress and evidence of one action only."""

    action = models.ForeignKey(Action, models.PROTECT, related_name="links")
    name = models.CharField(_("name"), max_length=150)
    email = models.EmailField(_("e-mail"))
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("sent by"))
    expires_on = models.DateField(_("valid until"))
    revoked_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta(TrackedModel.Meta):
        ordering = ["pk"]
        verbose_name = _("link by mail")

    def __str__(self) -> str:
        return f"{self.name} <{self.email}>"
