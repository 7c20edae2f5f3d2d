"""Feedback brought in from registers: many at once, and what later registers say of it. Never who wrote."""

from collections.abc import Iterable, Sequence
from typing import Any

from qms import policy
from qms.feedback_code import new_code
from qms.history import bulk
from qms.history.recording import operation
from qms.models.feedback import Feedback
from qms.operations.bringing_registers import give_numbers


@operation("bring_in_feedback")
def bring_in_feedback(drafts: Sequence[Feedback], *, by: Any) -> list[Feedback]:
    """Write many brought-in pieces of feedback, each with its number and code; the rule is asked for each unit."""
    for draft in {draft.unit_id: draft for draft in drafts}.values():
        policy.require(by, "qms.record_feedback", draft)
    give_numbers(drafts, lambda draft: ("feedback", draft.unit_id))
    for draft in drafts:
        draft.code = new_code()
    created: list[Feedback] = bulk.create(drafts)
    return created


@operation("update_brought_in_feedback")
def update_brought_in_feedback(records: Sequence[Feedback], fields: Iterable[str], *, by: Any) -> list[Feedback]:
    """Write what a later register says of brought-in feedback."""
    changed: list[Feedback] = bulk.update(records, sorted(set(fields)))
    return changed
