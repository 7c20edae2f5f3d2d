"""What the phone: the shell, taking along, conflicts registers with qms."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from inspections.enums import InspectionStatus
from inspections.models import Inspection
from inspections.rules.inspections import team_ids
from qms.registry import RecordAction, registry

ON_PHONES = (InspectionStatus.NOTIFIED, InspectionStatus.IN_PROGRESS)


def register_field() -> None:
    """Fill the registry."""
    registry.record_actions.append(
        RecordAction("take_along", _("Take along on a phone"), field_address, may_be_taken_along)
    )


def field_address(inspection: Inspection) -> str:
    """Where the field app opens this inspection."""
    return f"{reverse('field')}#{inspection.uid}"


def may_be_taken_along(record: Any, user: Any) -> bool:
    """Inspections that are notified or in progress, by their lead and team."""
    if not isinstance(record, Inspection) or record.status not in ON_PHONES:
        return False
    return bool(user.authority.is_one_of(*team_ids(record)))
