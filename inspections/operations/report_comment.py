"""A unit's word on the report: its comment, and the disputes of its nonconformities, all of it or nothing."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from inspections.models import Inspection, Nonconformity
from inspections.operations import inspection as inspections
from inspections.operations import nonconformity as nonconformities
from qms.history.recording import ReasonMissing
from qms.workflow import StepRefused

Disputes = Iterable[tuple[Nonconformity, str]]
"""Nonconformities objected to, each with the reason."""


@transaction.atomic
def comment_and_dispute(
    inspection: Inspection, *, by: Any, unit_comment: str, disputes: Disputes = (), **common: Any
) -> Inspection:
    """Comment on the report; each finding objected to there is a dispute of its nonconformity."""
    inspection = inspections.comment_on_report(inspection, by=by, unit_comment=unit_comment, **common)
    refused = [reason for record, why in disputes for reason in _refused(inspection, record, why, by)]
    if refused:
        raise StepRefused(refused)
    return inspection


def _refused(inspection: Inspection, record: Nonconformity, why: str, by: Any) -> list[str]:
    """Dispute one; what stands against it, each sentence with its number."""
    if record.inspection_id != inspection.pk:
        return [_("%(number)s: it is not of this inspection.") % {"number": record.number}]
    try:
        nonconformities.dispute(record, by=by, reason=why)
    except StepRefused as refusal:
        return [f"{record.number}: {reason}" for reason in refusal.reasons]
    except ReasonMissing as missing:
        return [f"{record.number}: {missing}"]
    return []
