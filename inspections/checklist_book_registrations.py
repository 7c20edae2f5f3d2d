"""What checklists as workbooks register with qms: the button on an inspection."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from inspections.enums import InspectionStatus
from inspections.models import Inspection
from inspections.rules.inspections import may_answer
from qms.registry import RecordAction, registry

OPEN = (InspectionStatus.NOTIFIED, InspectionStatus.IN_PROGRESS)


def _applies(record: Any, user: Any) -> bool:
    return isinstance(record, Inspection) and record.status in OPEN and bool(may_answer(user, record))


def register_checklist_book() -> None:
    """Fill the registry."""
    registry.record_actions.append(
        RecordAction(
            "checklist_book", _("Workbook"), lambda record: reverse("checklist_book", args=[record.uid]), _applies
        )
    )
