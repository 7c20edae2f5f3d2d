"""Causes and actions of brought-in nonconformities, many at once."""

from collections.abc import Sequence
from typing import Any

from inspections.models import Cause, CorrectiveAction, Nonconformity
from qms import policy
from qms.history import bulk
from qms.history.recording import operation
from qms.models.actions import Action


@operation("bring_in_causes")
def bring_in_causes(drafts: Sequence[Cause], *, by: Any) -> list[Cause]:
    """Write what registers say of causes; the rule once for each unit."""
    require_each([draft.nonconformity for draft in drafts], by)
    return bulk.create(drafts)


@operation("link_brought_in_corrective_actions")
def link_brought_in_corrective_actions(
    rows: Sequence[tuple[Nonconformity, Cause | None, Action]], *, by: Any
) -> list[CorrectiveAction]:
    """Which nonconformity each brought-in action answers, and the cause where one is known."""
    require_each([record for record, _cause, _action in rows], by)
    return bulk.create(
        CorrectiveAction(nonconformity=record, cause=cause, action=action, loop=record.loop)
        for record, cause, action in rows
    )


def require_each(records: Sequence[Nonconformity], by: Any) -> None:
    """Only brought-in ones, by who may record them; asked once for each side."""
    if any(not record.brought_in for record in records):
        raise ValueError("Only what was brought in gets its actions from a register.")
    for record in {(one.unit_id, one.raised_by_unit_id, one.lead_id): one for one in records}.values():
        policy.require(by, "inspections.record_nonconformity", record)
