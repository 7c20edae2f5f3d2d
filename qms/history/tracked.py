"""Tracked models: every write leaves a history row or is refused."""

import datetime as dt
import uuid
from collections.abc import Iterable
from typing import Any, NoReturn

from django.db import models, transaction
from django.db.models.signals import m2m_changed, pre_save
from django.dispatch import receiver
from simple_history.manager import HistoryDescriptor
from simple_history.models import HistoricalRecords

from qms.history.canonical import UNHASHED
from qms.history.chain import HistoryBypass, StaleRecord, next_link, refuse_expressions
from qms.history.models import ChainedHistory
from qms.history.projection import is_projecting
from qms.history.recording import current_change
from qms.history.rows import write_change


def _refuse(what: str) -> NoReturn:
    raise HistoryBypass(f"{what} leaves no history. Save one record in an operation, or use qms.history.bulk.")


class TrackedQuerySet(models.QuerySet):
    """Reads as any queryset; refuses the writes that simple-history does not see."""

    def update(self, **kwargs: Any) -> NoReturn:
        _refuse("update()")

    update.alters_data = True  # type: ignore[attr-defined]

    def bulk_create(self, *args: Any, **kwargs: Any) -> NoReturn:
        _refuse("bulk_create()")

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        _refuse("bulk_update()")

    def delete(self, *args: Any) -> NoReturn:
        _refuse("delete()")

    def _raw_delete(self, using: Any) -> NoReturn:
        _refuse("delete()")

    def locked(self) -> "TrackedQuerySet":
        """The same rows, locked until the transaction ends (SQLite locks the whole database at BEGIN)."""
        return self.select_for_update(of=("self",)) if not self.query.select_related else self.select_for_update()


TrackedManager = models.Manager.from_queryset(TrackedQuerySet)


class KeptManager:
    """A model's history by a manager whose class is made once; simple-history makes one at each asking."""

    def __init__(self, found: HistoryDescriptor) -> None:
        self.model = found.model
        self.made = found.manager_class.from_queryset(found.queryset_class)

    def __get__(self, instance: Any, owner: Any) -> Any:
        return self.made(self.model, instance)


class CompleteHistory(HistoricalRecords):
    """simple-history's records, with what it shares between models made anew for each of them."""

    def finalize(self, sender: Any, **kwargs: Any) -> None:
        super().finalize(sender, **kwargs)
        found = vars(sender).get(self.manager_name)
        if isinstance(found, HistoryDescriptor):
            setattr(sender, self.manager_name, KeptManager(found))

    def _get_history_change_reason_field(self) -> models.Field:
        """A field object of its own for each model: a shared one has querysets update another model's table."""
        return self.history_change_reason_field.clone()

    def create_history_model(self, model: type[models.Model], inherited: bool) -> Any:
        history_model = super().create_history_model(model, inherited)
        own = {field.name for field in model._meta.concrete_fields}
        history_model._history_excluded_fields = [name for name in self.excluded_fields if name in own]
        return history_model

    def create_historical_record(self, instance: Any, history_type: str, using: Any = None) -> None:
        """The row of a save, with the link that the live row was stamped with; one link serves one row."""
        link = instance.__dict__.pop("_link", None)
        if link is None:
            _refuse("A history row without its save")
        by = link.change.by
        write_change(instance, link, history_type, instance if by == instance else by)


UNASKED = frozenset(
    [
        "accepted_by",
        "added_by",
        "answer_by",
        "answered_by",
        "approved_by",
        "approver",
        "asked_by",
        "assigned_by",
        "audience",
        "author",
        "brought_by",
        "category",
        "chair",
        "chaired_by",
        "clause",
        "commented_by",
        "concluded_by",
        "confirmed_by",
        "decided_by",
        "delivered_by",
        "done_by",
        "earlier_line",
        "edition",
        "endorsed_by",
        "file",
        "filled_by",
        "finding",
        "form",
        "from_clause",
        "from_edition",
        "gone_by",
        "handler",
        "holder",
        "joined_to",
        "judged_by",
        "lead",
        "line",
        "looked_by",
        "made_by",
        "owner",
        "parent",
        "period",
        "plan_signed_by",
        "prepared_by",
        "principal",
        "programme_line",
        "proposed_by",
        "proved_by",
        "published_by",
        "raised_by",
        "raised_by_unit",
        "recalled_by",
        "received_by",
        "recorded_by",
        "replaced_by",
        "replacement",
        "replaces",
        "reviewed_by",
        "reviewer",
        "rule",
        "run",
        "scheme",
        "secretary",
        "section",
        "sent_by",
        "series",
        "signatory",
        "signed_by",
        "signer",
        "standard",
        "step",
        "submitted_by",
        "successor",
        "superior",
        "template_question",
        "template_version",
        "competence",
        "to_clause",
        "to_edition",
        "undoes",
        "undoes_decision",
        "undone_by",
        "verified_by",
        "verifier",
        "where",
        "withdrawal_asked_by",
    ]
)
"""Keys by which nobody asks history tables: each index there would cost every write and serve none."""


class TrackedModel(models.Model):
    """A record with complete history. `version` counts its changes; `head_hash` is its last history row's hash.

    Subclasses write `class Meta(TrackedModel.Meta)` so that the guarded queryset is the base manager too.
    """

    UNTRACKED: frozenset[str] = frozenset()
    """Fields that may be saved alone without history: never facts about the record."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    version = models.PositiveIntegerField(default=0, editable=False)
    head_hash = models.CharField(max_length=64, blank=True, default="", editable=False)

    objects = TrackedManager()
    history = CompleteHistory(
        inherit=True,
        bases=[ChainedHistory],
        history_change_reason_field=models.TextField(default="", blank=True),
        excluded_fields=sorted(UNHASHED - {"id"}),
        no_db_index=sorted(UNASKED),
        user_related_name="+",
    )

    class Meta:
        abstract = True
        base_manager_name = "objects"

    def happened_at(self, moment: dt.datetime | None) -> None:
        """Say when the next change of this record happened, where many written at once happened at different times."""
        if moment is not None:
            self.__dict__["_happened_at"] = moment

    def save(self, *args: Any, update_fields: Iterable[str] | None = None, **kwargs: Any) -> None:
        """Save with one history row, both or neither; only fields named UNTRACKED may be saved without.

        The whole row is written whatever `update_fields` names: the history row holds every field as it is in
        memory, and the live row must say the same.
        """
        fields = None if update_fields is None else set(update_fields)
        if fields is not None and fields <= self.UNTRACKED:
            return self._save_untracked(fields, **kwargs) if fields else None
        deferred = self.get_deferred_fields()
        if deferred:
            self.refresh_from_db(fields=list(deferred))
        kwargs["force_update"] = kwargs.get("force_update", False) or fields is not None
        before = (self.version, self.head_hash)
        try:
            with transaction.atomic(savepoint=False):
                super().save(*args, **kwargs)
                if "_link" in self.__dict__:
                    _refuse("A save whose history row was not written")
        except BaseException:
            self.version, self.head_hash = before
            self.__dict__.pop("_link", None)
            raise
        return None

    def _save_untracked(self, fields: set[str], **kwargs: Any) -> None:
        self._untracked_save = True
        self.skip_history_when_saving = True
        try:
            super().save(update_fields=fields, **kwargs)
        finally:
            del self.skip_history_when_saving, self._untracked_save

    def _do_update(self, base_qs: models.QuerySet, *args: Any, **kwargs: Any) -> Any:
        """Write the row only where it still is what this change was made from; a fork of its chain is refused."""
        if getattr(self, "_untracked_save", False):
            return super()._do_update(base_qs, *args, **kwargs)
        link = self._require_link()
        before = base_qs.filter(version=link.sequence - 1, head_hash=link.previous_hash)
        updated = super()._do_update(before, *args, **kwargs)
        if not updated and not self._state.adding:
            raise StaleRecord(f"{self._meta.label} {self.pk} has changed since it was read; read it again.")
        return updated

    def _do_insert(self, *args: Any, **kwargs: Any) -> Any:
        self._require_link()
        return super()._do_insert(*args, **kwargs)  # type: ignore[misc]

    def _require_link(self) -> Any:
        link = self.__dict__.get("_link")
        return link if link is not None else _refuse("A save without its signals")

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Records end with a reason; they are never deleted."""
        _refuse("delete()")

    def prepare_save(self) -> None:
        """Fill derived columns before the row is hashed and written."""


@receiver(pre_save)
def stamp(sender: type[models.Model], instance: Any, raw: bool, update_fields: Any, **kwargs: Any) -> None:
    """Link the write to the record's chain, or refuse it: the one place where tracked rows are stamped."""
    if not isinstance(instance, TrackedModel) or getattr(instance, "_untracked_save", False):
        return
    if raw:
        _refuse("Loading raw rows (loaddata, save_base(raw=True))")
    if hasattr(instance, "skip_history_when_saving"):
        _refuse("skip_history_when_saving")
    if instance.pk is None:
        instance.version, instance.head_hash = 0, ""  # a copy of a record begins its own chain
    refuse_expressions(instance)
    instance.prepare_save()
    link = next_link(instance, current_change(), kind="~" if instance.version else "+")
    instance.__dict__["_link"] = link
    instance.version, instance.head_hash = link.sequence, link.row_hash


@receiver(m2m_changed)
def refuse_plain_links(sender: type[models.Model], instance: Any, action: str, model: Any, **kwargs: Any) -> None:
    """Refuse many-to-many changes of tracked records: links with history are models of their own."""
    tracked = isinstance(instance, TrackedModel) or issubclass(model, TrackedModel)
    if tracked and action.startswith("pre_") and not is_projecting():
        _refuse("A many-to-many change")
