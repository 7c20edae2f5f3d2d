"""What the evidence pack registers: its sections, its job, the button on a holder."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qms import policy
from qms.models.organisation import Unit
from qms.models.transition import TransitionHolder
from qms.registry import RecordAction, registry


def register() -> None:
    """Fill the registry; called once when apps are ready."""
    from qms.packing import job  # noqa: F401, PLC0415 - jobs stand on the registry; importing it registers the job
    from qms.packing.sections import register_sections  # noqa: PLC0415 - reports stand on the registry

    register_sections()
    registry.record_actions.append(RecordAction("evidence_pack", _("Evidence pack"), pack_url, is_offered))


def _holder(record: Any) -> Unit | None:
    if isinstance(record, TransitionHolder):
        return record.unit
    return record if isinstance(record, Unit) and record.holdings.filter(valid_to=None).exists() else None


def is_offered(record: Any, user: Any) -> bool:
    """On the page of a unit that holds a system, or of its transition, to who may make a pack."""
    holder = _holder(record)
    return holder is not None and bool(policy.may(user, "qms.make_pack", holder))


def pack_url(record: Any) -> str:
    """The form with the holder chosen."""
    holder = _holder(record)
    return f"{reverse('evidence_pack')}?holder={holder.uid if holder else ''}"
