"""How long records are kept, and the decisions by which they are disposed of (7.5.3.2 d)."""

from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qms.evidence_enums import DisposalStatus, DisposalVerdict, RetentionStart
from qms.history.tracked import TrackedModel
from qms.models.files import FileLink
from qms.models.reach import Reachable


class RetentionRule(Reachable):
    """How many years a unit's QMS keeps a kind of record, and why.

    `kind` is the model's label; `clause` narrows it to records that cite the clause. `years` None: kept for good.
    Of several rules that fit a record the longest holds.
    """

    SEARCH_FIELDS = ("kind", "basis")
    SPAN = {"unit_id": "unit_id"}

    unit = models.ForeignKey("qms.Unit", models.PROTECT, related_name="retention_rules", verbose_name=_("unit"))
    kind = models.CharField(_("kind of record"), max_length=60)
    clause = models.ForeignKey(
        "qms.Clause", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("clause")
    )
    years = models.PositiveSmallIntegerField(_("years"), null=True, blank=True, help_text=_("Empty: kept for good."))
    counted_from = models.CharField(
        _("counted from"), max_length=20, choices=RetentionStart.choices, default=RetentionStart.ENDED
    )
    basis = models.CharField(_("by which document"), max_length=300)
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta(Reachable.Meta):
        verbose_name = _("retention rule")
        verbose_name_plural = _("retention rules")

    def __str__(self) -> str:
        return self.kind

    def get_absolute_url(self) -> str:
        return reverse("retention_rule", args=[self.uid])


class Disposal(Reachable):
    """A decision to dispose of records whose period is over: prepared, approved by signature, carried out.

    Carrying out removes the bytes of files that no kept record carries; each record stays as a stub with its
    number, title, history and the reason.
    """

    SEARCH_FIELDS = ("number", "title", "reason")
    SPAN = {"unit_id": "unit_id", "status": "status"}

    UNTRACKED = frozenset({"bytes_gone_at"})
    """That all bytes are removed: found again by looking, so no history tells it."""

    number = models.CharField(_("number"), max_length=40, unique=True, editable=False)
    unit = models.ForeignKey("qms.Unit", models.PROTECT, related_name="disposals", verbose_name=_("unit"))
    title = models.CharField(_("title"), max_length=200)
    reason = models.TextField(_("reason"))
    status = models.CharField(max_length=20, choices=DisposalStatus.choices, default=DisposalStatus.DRAFTED)
    decision_number = models.CharField(_("number of the Decision"), max_length=60, blank=True)
    prepared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("prepared by")
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("approved by")
    )
    approved_on = models.DateField(_("approved on"), null=True, blank=True)
    carried_out_at = models.DateTimeField(_("carried out at"), null=True, blank=True)
    method = models.CharField(_("how paper is destroyed"), max_length=200, blank=True)
    witness = models.CharField(_("witness"), max_length=200, blank=True)
    minutes = models.TextField(_("what the minutes say"), blank=True)
    bytes_gone_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta(Reachable.Meta):
        verbose_name = _("disposal")
        verbose_name_plural = _("disposals")

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("disposal", args=[self.uid])

    def participants(self) -> dict[str, set[int]]:
        return {
            "preparer": {self.prepared_by_id},
            "approver": {self.approved_by_id} if self.approved_by_id else set(),
        }

    FILLED_LATER = frozenset({"carried_out_at", "method", "witness", "minutes"})
    """What carrying it out writes down, after the signature and without touching what was signed."""

    def signed_facts(self) -> dict[str, Any]:
        """What a signature covers beside the decision itself: each record with what is decided of it."""
        rows = self.items.order_by("pk").values_list("verdict", "kind", "record_uid", "kept_until", "reason")
        decided: dict[Any, Any] = {DisposalVerdict.DISPOSED: DisposalVerdict.DISPOSE}  # the same decision, carried out
        return {"records": [" ".join(str(part) for part in (decided.get(row[0], row[0]), *row[1:])) for row in rows]}


class DisposalItem(TrackedModel):
    """One record in a disposal: what it was, until when it had to be kept, what is decided; afterwards its stub."""

    disposal = models.ForeignKey(Disposal, models.PROTECT, related_name="items")
    kind = models.CharField(max_length=60)
    record_id = models.BigIntegerField()
    record_uid = models.UUIDField(db_index=True)
    number = models.CharField(_("number"), max_length=80)
    title = models.CharField(_("title"), max_length=300)
    ended_on = models.DateField(_("ended on"), null=True)
    kept_until = models.DateField(_("to be kept until"), null=True)
    rule = models.ForeignKey(RetentionRule, models.PROTECT, null=True, related_name="+")
    files = models.JSONField(_("files"), default=list)
    verdict = models.CharField(max_length=20, choices=DisposalVerdict.choices, default=DisposalVerdict.DISPOSE)
    reason = models.TextField(_("reason"), blank=True)

    class Meta(TrackedModel.Meta):
        verbose_name = _("record to dispose of")
        constraints = [models.UniqueConstraint(fields=["disposal", "kind", "record_id"], name="disposal_item_once")]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    def reach_record(self) -> Disposal:
        """The record whose reach decides who sees it."""
        return self.disposal


class DisposalFile(FileLink):
    """The signed decision or the minutes of destruction."""

    record = models.ForeignKey(Disposal, models.PROTECT, related_name="file_links")

    class Meta(FileLink.Meta):
        verbose_name = _("file of a disposal")
