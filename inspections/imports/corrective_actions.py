"""Causes and corrective actions that a register of nonconformities gives: brought in, then followed by later ones."""

from collections.abc import Iterable, Sequence
from typing import Any

from inspections.enums import CauseMethod, NonconformityStatus
from inspections.imports.row_plan import RowPlan
from inspections.imports.writing import source_of
from inspections.models import Cause, CorrectiveAction, Nonconformity
from inspections.operations.bringing_actions import bring_in_causes, link_brought_in_corrective_actions
from qms.enums import ActionKind, ActionStatus
from qms.importing.cells import as_text
from qms.importing.register_kind import Asked, PlannedRow
from qms.models.actions import Action
from qms.operations.bringing_registers import bring_in_actions, update_brought_in_register

STATES = {
    NonconformityStatus.IN_PROGRESS: ActionStatus.IN_PROGRESS,
    NonconformityStatus.EFFECTIVENESS_CHECK: ActionStatus.DONE,
    NonconformityStatus.CLOSED: ActionStatus.VERIFIED,
    NonconformityStatus.WITHDRAWN: ActionStatus.CANCELLED,
}
"""In which state an action arrives beside its nonconformity; assigned beside all others."""
LONGEST = 300
SAID = ("title", "details", "owner", "owner_text", "due_on", "status", "evidence", "verified_on", "verification_note")


def write_actions(rows: Sequence[PlannedRow], records: Sequence[Nonconformity], asked: Asked, *, by: Any) -> None:
    """The cause and the action of each row that gives one, beside its record; known ones are brought in step."""
    told = [(row, record) for row, record in zip(rows, records, strict=True) if says_more(row.plan)]
    if not told:
        return
    keys = [record.pk for _row, record in told]
    standing = newest_actions(keys)
    causes = causes_for(told, by)
    new, changed = [], []
    for row, record in told:
        if not text_of(row.plan, "corrective_action"):
            continue
        if (known := standing.get(record.pk)) is None:
            new.append((record, causes.get(record.pk), drafted(row, record, asked, by)))
        elif put(known, row.plan, record):
            changed.append(known)
    if new:
        bring_in_actions([draft for _record, _cause, draft in new], by=by)
        link_brought_in_corrective_actions(new, by=by)
    update_brought_in_register(changed, SAID, by=by)


def says_more(plan: RowPlan) -> bool:
    """Whether the row gives a cause or an action."""
    return any(text_of(plan, name) for name in ("cause", "corrective_action"))


def text_of(plan: RowPlan, name: str) -> str:
    """A cell in words."""
    return as_text(plan.row.values.get(name))


def newest_actions(keys: Iterable[int]) -> dict[int, Action]:
    """By key of a nonconformity: the action that a register brought in with it."""
    rows = CorrectiveAction.objects.filter(nonconformity_id__in=list(keys), action__brought_in=True)
    found = rows.filter(action__ended_at=None).select_related("action").order_by("pk")
    return {row.nonconformity_id: row.action for row in found}


def causes_for(told: Sequence[tuple[PlannedRow, Nonconformity]], by: Any) -> dict[int, Cause]:
    """The cause of each record, written where it says something that does not stand yet."""
    rows = Cause.objects.filter(nonconformity_id__in=[record.pk for _row, record in told], ended_at=None)
    standing = {row.nonconformity_id: row for row in rows.order_by("pk")}
    drafts = [
        Cause(nonconformity=record, loop=record.loop, method=CauseMethod.SENTENCE, text=text, author=by)
        for row, record in told
        if (text := text_of(row.plan, "cause")) and getattr(standing.get(record.pk), "text", "") != text
    ]
    written = bring_in_causes(drafts, by=by) if drafts else []
    return standing | {cause.nonconformity_id: cause for cause in written}


def drafted(row: PlannedRow, record: Nonconformity, asked: Asked, by: Any) -> Action:
    """The action of a row."""
    action = Action(
        kind=ActionKind.CORRECTIVE, unit_id=record.unit_id, raised_by_unit_id=record.raised_by_unit_id, assigned_by=by,
        **source_of(row, asked),
    )  # fmt: skip
    # The row is the nonconformity's: by its number the action is not known again, nor by the row's key.
    action.external_ref, action.source_hash, action.source_text = "", "", {}
    put(action, row.plan, record)
    return action


def put(action: Action, plan: RowPlan, record: Nonconformity) -> bool:
    """What the row says of the action; its state only while nobody has moved it here. Whether anything differs."""
    text = text_of(plan, "corrective_action")
    owner = text_of(plan, "owner")
    values: dict[str, Any] = {"title": text[:LONGEST], "details": text if len(text) > LONGEST else ""}
    if owner:
        key = plan.said.get("handler_id")
        values |= {"owner_id": key, "owner_text": "" if key else owner[:150]}
    if day := plan.said.get("due_on"):
        values["due_on"] = day
    for name, column in (("evidence", "action_taken"), ("verification_note", "verification")):
        if said := text_of(plan, column):
            values[name] = said
    if not action.moved_here:
        values["status"] = STATES.get(NonconformityStatus(record.status), ActionStatus.ASSIGNED)
        values["verified_on"] = record.closed_on if values["status"] == ActionStatus.VERIFIED else None
    differs = any(getattr(action, name) != value for name, value in values.items())
    for name, value in values.items():
        setattr(action, name, value)
    return differs


def learn_actions(records: Iterable[Nonconformity]) -> None:
    """The causes and actions of many records as an export says them, read in one go each."""
    by_key = {record.pk: record for record in records}
    causes: dict[int, list[str]] = {key: [] for key in by_key}
    actions: dict[int, list[str]] = {key: [] for key in by_key}
    for row in Cause.objects.filter(nonconformity_id__in=list(by_key), ended_at=None).order_by("pk"):
        causes[row.nonconformity_id].append(row.text)
    linked = CorrectiveAction.objects.filter(nonconformity_id__in=list(by_key), action__ended_at=None)
    for link in linked.select_related("action").order_by("pk"):
        actions[link.nonconformity_id].append(link.action.details or link.action.title)
    for key, record in by_key.items():
        record.__dict__["causes_told"] = "\n".join(causes[key])
        record.__dict__["actions_told"] = "\n".join(actions[key])
