"""What is left of a record that was disposed of: on its page, in lists, in exports, behind its files."""

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from qms import clock
from qms.evidence_enums import DisposalVerdict
from qms.models.retention import DisposalItem
from qms.registry import registry
from qms.retention.known import may_have_disposed

PARTS = (
    "record_uid", "disposal__carried_out_at", "disposal__number", "disposal__decision_number", "disposal__uid",
    "disposal__reason",
)  # fmt: skip


@dataclass(frozen=True)
class Stub:
    """When it was disposed of, by which decision."""

    on: dt.date
    decision: str
    disposal_uid: uuid.UUID
    reason: str = ""

    def __str__(self) -> str:
        told = {"day": self.on.strftime("%d/%m/%Y"), "decision": self.decision}
        return _("Disposed of on %(day)s by decision %(decision)s") % told

    @property
    def url(self) -> str:
        """The address of the disposal."""
        return reverse("disposal", args=[self.disposal_uid])


def _stub(row: tuple[Any, ...]) -> Stub:
    _uid, moment, number, decision, disposal_uid, reason = row
    return Stub(moment.astimezone(clock.HANOI).date(), decision or number, disposal_uid, reason)


def stubs_of(label: str, uids: Iterable[uuid.UUID] | None = None) -> dict[uuid.UUID, Stub]:
    """The stubs among records of a kind, by uid; of all its records where none are named."""
    if label not in registry.retained_kinds:
        return {}
    rows = DisposalItem.objects.filter(verdict=DisposalVerdict.DISPOSED)
    rows = rows.filter(kind=label) if uids is None else rows.filter(record_uid__in=uids)
    return {row[0]: _stub(row) for row in rows.order_by().values_list(*PARTS)}


def mark_disposed(model: Any, records: list[Any], user: Any = None) -> list[Any]:
    """Have the records of a list's page know whether they were disposed of; one query, where anything was."""
    label = model._meta.label_lower if model is not None else ""
    if label in registry.retained_kinds and may_have_disposed(user):
        shown = [record for record in records if isinstance(record, model)]  # some lists show what they made of them
        found = stubs_of(label, [record.uid for record in shown]) if shown else {}
        for record in shown:
            if record.uid in found:
                record.disposed = found[record.uid]
    return records


def stub_of_file(file: Any) -> Stub | None:
    """By which decision the bytes of a stored file were disposed of."""
    disposal = file.gone_by
    if file.gone_at is None or disposal is None:
        return None
    day = file.gone_at.astimezone(clock.HANOI).date()
    return Stub(day, disposal.decision_number or disposal.number, disposal.uid, disposal.reason)
