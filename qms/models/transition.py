"""Moving from one edition to the next: the programme, its steps and deadlines, and who takes part."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qms.enums import Obligation, StepState, TransitionGroup, TransitionStatus
from qms.history.tracked import TrackedModel
from qms.models.files import FileLink
from qms.models.reach import Reachable, UnitPath, inside_ancestors, inside_subtree
from qms.models.standards import in_language


class TransitionProgramme(Reachable):
    """One move from an edition to another, led by a unit for the QMS holders below it.

    The editions need not be of one standard: any two sets of criteria with a correspondence will do.
    """

    SEARCH_FIELDS = ("title_vi", "title_en", "basis")
    SPAN = {"unit_id": "unit_id", "status": "status"}

    unit = models.ForeignKey("qms.Unit", models.PROTECT, related_name="+", verbose_name=_("led by"))
    from_edition = models.ForeignKey("qms.Edition", models.PROTECT, related_name="+", verbose_name=_("from edition"))
    to_edition = models.ForeignKey("qms.Edition", models.PROTECT, related_name="+", verbose_name=_("to edition"))
    title_vi = models.CharField(_("title in Vietnamese"), max_length=250)
    title_en = models.CharField(_("title in English"), max_length=250, blank=True)
    basis = models.TextField(_("basis"), blank=True, help_text=_("The decisions and letters it follows."))
    status = models.CharField(max_length=20, choices=TransitionStatus.choices, default=TransitionStatus.DRAFT)
    starts_on = models.DateField(_("starts on"))
    prepared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("prepared by")
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("approved by")
    )
    approved_on = models.DateField(_("approved on"), null=True, blank=True, editable=False)
    closed_on = models.DateField(_("closed on"), null=True, blank=True, editable=False)

    class Meta(Reachable.Meta):
        verbose_name = _("transition programme")
        verbose_name_plural = _("transition programmes")
        constraints = [
            models.UniqueConstraint(fields=["unit", "from_edition", "to_edition"], name="transition_once_per_unit"),
            models.CheckConstraint(condition=~Q(from_edition=F("to_edition")), name="transition_moves_somewhere"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """The title in the reader's language."""
        return in_language(self.title_vi, self.title_en)

    def get_absolute_url(self) -> str:
        return reverse("transition", args=[self.uid])

    @classmethod
    def reach_q(cls, user: Any) -> Q:
        """The leading side, and whoever reaches the records of a holder that takes part."""
        holders = TransitionHolder.objects.filter(
            ended_at=None, unit_id__in=inside_subtree(user.authority.record_units | user.authority.holders)
        )
        return super().reach_q(user) | Q(id__in=holders.values("programme_id"))


class TransitionStep(TrackedModel):
    """One step that every holder takes. `proof` names a registered proof, or nothing: then by hand with evidence.

    `after` lists the keys of steps that come first; `settings` holds what the proof needs, such as {"months": 2}.
    """

    programme = models.ForeignKey(TransitionProgramme, models.PROTECT, related_name="steps")
    key = models.SlugField(_("key"), max_length=40)
    position = models.PositiveSmallIntegerField(_("place in the order"))
    title_vi = models.CharField(_("title in Vietnamese"), max_length=150)
    title_en = models.CharField(_("title in English"), max_length=150, blank=True)
    proof = models.CharField(_("proved by"), max_length=40, blank=True)
    settings = models.JSONField(_("settings"), default=dict, blank=True)
    after = models.JSONField(_("only after"), default=list, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta(TrackedModel.Meta):
        ordering = ["programme", "position", "pk"]
        verbose_name = _("step of a transition")
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "key"], condition=Q(ended_at=None), name="transition_step_once"
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """The title in the reader's language."""
        return in_language(self.title_vi, self.title_en)


class TransitionDeadline(TrackedModel):
    """A deadline as somebody set it: its wording and the last permitted day ("trước 31/12/2020": 30/12/2020).

    For whom: a group and an obligation; both empty means everybody.
    """

    programme = models.ForeignKey(TransitionProgramme, models.PROTECT, related_name="deadlines")
    name_vi = models.CharField(_("name in Vietnamese"), max_length=150)
    name_en = models.CharField(_("name in English"), max_length=150, blank=True)
    wording = models.CharField(_("wording"), max_length=250)
    last_day = models.DateField(_("last permitted day"))
    decision = models.CharField(_("set by"), max_length=250)
    group = models.CharField(_("for the group"), max_length=20, choices=TransitionGroup.choices, blank=True)
    obligation = models.CharField(_("for"), max_length=20, choices=Obligation.choices, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta(TrackedModel.Meta):
        ordering = ["programme", "last_day", "pk"]
        verbose_name = _("deadline of a transition")

    def __str__(self) -> str:
        return f"{self.name}: {self.wording}"

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return in_language(self.name_vi, self.name_en)


class TransitionHolder(Reachable):
    """A QMS holder in a programme: in which group it goes, and its own approved plan."""

    SEARCH_FIELDS = ("reason",)
    SPAN = {"unit_id": "unit_id"}

    programme = models.ForeignKey(TransitionProgramme, models.PROTECT, related_name="holders")
    unit = models.ForeignKey("qms.Unit", models.PROTECT, related_name="transitions", verbose_name=_("unit"))
    group = models.CharField(_("group"), max_length=20, choices=TransitionGroup.choices)
    obligation = models.CharField(_("obligation"), max_length=20, choices=Obligation.choices)
    reason = models.TextField(_("reason"), blank=True, help_text=_("Why it is exempt, or takes another way."))
    began_on = models.DateField(_("takes part from"))
    planned_end = models.DateField(_("planned to be complete on"), null=True, blank=True)
    plan_signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    plan_signed_on = models.DateField(_("plan approved on"), null=True, blank=True, editable=False)
    completed_on = models.DateField(_("complete on"), null=True, blank=True, editable=False)
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta(Reachable.Meta):
        verbose_name = _("holder in a transition")
        verbose_name_plural = _("holders in a transition")
        constraints = [models.UniqueConstraint(fields=["programme", "unit"], name="transition_holder_once")]

    def __str__(self) -> str:
        return str(self.unit)

    def get_absolute_url(self) -> str:
        return reverse("transition_holder", args=[self.uid])

    @classmethod
    def reach_q(cls, user: Any) -> Q:
        """People with a role in the holder's system, and units above it: progress is what supervision needs."""
        authority = user.authority
        if not authority.record_units:
            return super().reach_q(user)
        above = UnitPath.objects.filter(ancestor_id__in=authority.record_units).values("unit_id")
        around = inside_ancestors(authority.all_units)
        return super().reach_q(user) | Q(unit_id__in=above) | Q(unit_id__in=around)


class HolderStep(TrackedModel):
    """How far one holder is with one step, as last derived from records or proved by hand.

    `proof` says what proves it: {"text", "url", ...} as the registered proof told it. `by_hand`: with evidence and a
    signature.
    """

    holder = models.ForeignKey(TransitionHolder, models.PROTECT, related_name="steps")
    step = models.ForeignKey(TransitionStep, models.PROTECT, related_name="+")
    state = models.CharField(max_length=20, choices=StepState.choices, default=StepState.OPEN, editable=False)
    planned_on = models.DateField(_("planned for"), null=True, blank=True)
    began_on = models.DateField(_("in hand since"), null=True, blank=True, editable=False)
    proved_on = models.DateField(_("proved on"), null=True, blank=True, editable=False)
    lost_on = models.DateField(_("proof lost on"), null=True, blank=True, editable=False)
    by_hand = models.BooleanField(_("proved by hand"), default=False, editable=False)
    proved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    proof = models.JSONField(_("what proves it"), default=dict, blank=True, editable=False)
    note = models.TextField(_("note"), blank=True)

    class Meta(TrackedModel.Meta):
        verbose_name = _("step of a holder")
        constraints = [models.UniqueConstraint(fields=["holder", "step"], name="holder_step_once")]

    def __str__(self) -> str:
        return f"{self.holder} - {self.step}"

    def reach_record(self) -> TransitionHolder:
        """Its files are reached through the holder."""
        return self.holder


class HolderStepFile(FileLink):
    """Evidence of a step that was proved by hand."""

    record = models.ForeignKey(HolderStep, models.PROTECT, related_name="file_links")

    class Meta(FileLink.Meta):
        verbose_name = _("evidence of a step")


class KeptDocument(TrackedModel):
    """A decision that a document of the old edition stays as it is, with the reason."""

    programme = models.ForeignKey(TransitionProgramme, models.PROTECT, related_name="kept_documents")
    document = models.ForeignKey("qms.Document", models.PROTECT, related_name="+", verbose_name=_("document"))
    reason = models.TextField(_("reason"))
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    decided_on = models.DateField(_("decided on"))
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta(TrackedModel.Meta):
        verbose_name = _("document kept as it is")
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "document"], condition=Q(ended_at=None), name="document_kept_once"
            )
        ]

    def __str__(self) -> str:
        return str(self.document)
