"""Nonconforming outputs (8.7): recorded, corrected, decided on, closed, withdrawn; their files; what repeats."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from qms import clock, policy
from qms.enums import Role
from qms.history import bulk
from qms.history.recording import operation
from qms.models.outputs import NonconformingOutput, OutputFile
from qms.models.participation import Participation
from qms.notices import notify
from qms.numbering import next_number, next_numbers
from qms.operations.files import Prepared, attach_files, attach_new_files, end_link
from qms.operations.issue_steps import people_over
from qms.output_repeats import REPEATED, repeats_of
from qms.output_workflow import OPEN, OUTPUT
from qms.workflow import StepRefused

RECORDED = ("document", "dossier", "kind", "description", "due_on", "found_on")
"""What a correction may change."""


def day_faults(output: NonconformingOutput) -> list[str]:
    """What is wrong with its days."""
    if output.found_on > clock.today():
        return [_("The day on which it was found has not come yet.")]
    return []


@operation("record_output")
def record_output(
    output: NonconformingOutput, *, by: Any, files: Sequence[Prepared] | None = None
) -> NonconformingOutput:
    """Record a dossier that came back late or wrong. Tells who decides; where it repeats, the officers once more."""
    policy.require(by, "qms.record_output", output)
    if faults := day_faults(output):
        raise StepRefused(faults)
    output.number, output.recorded_by = next_number("output", output.unit), by
    output.full_clean(exclude=["search_text"])
    output.save()
    if files:
        attach_files(OutputFile, output, list(files), by=by)
    heads = people_over(output.unit_id, Role.OFFICER, Role.MANAGER)
    notify("output_recorded", about=output, to=heads, by=by, dossier=output.dossier)
    _tell_repeated(output, by)
    return output


def _tell_repeated(output: NonconformingOutput, by: Any) -> None:
    count = repeats_of(output).count()
    if count < REPEATED:
        return
    officers = people_over(output.unit_id, Role.OFFICER)
    notify("outputs_repeated", about=output, to=officers, by=by, count=count, procedure=str(output.document))


@operation("edit_output", reason_required=True)
def edit_output(output: NonconformingOutput, *, by: Any) -> NonconformingOutput:
    """Correct what was recorded while nothing is finished; what was decided is not touched."""
    before = NonconformingOutput.objects.locked().get(pk=output.pk)
    policy.require(by, "qms.edit_output", before)
    if before.status not in OPEN:
        raise StepRefused([_("It is «%(state)s» and stays as it is.") % {"state": before.get_status_display()}])
    for name in RECORDED:
        setattr(before, name, getattr(output, name))
    if faults := day_faults(before):
        raise StepRefused(faults)
    before.full_clean(exclude=["search_text"])
    before.save()
    return before


@transaction.atomic
def decide_output(
    output: NonconformingOutput,
    *,
    by: Any,
    decision: str,
    apology_number: str = "",
    apology_on: dt.date | None = None,
    new_due_on: dt.date | None = None,
    evidence: Sequence[Prepared] | None = None,
    **common: Any,
) -> NonconformingOutput:
    """Say what is done: the apology slip, the new date; who decided is kept. Tells who recorded it."""
    told: dict[str, Any] = {
        "decision": decision.strip(),
        "apology_number": apology_number.strip(),
        "apology_on": apology_on,
    }
    decided: NonconformingOutput = OUTPUT.apply(
        "decide", output, by=by, new_due_on=new_due_on, decided_by=by, decided_on=clock.today(), **told, **common
    )
    if evidence:
        _attach(decided, list(evidence), by=by)
    notify("output_decided", about=decided, to=[decided.recorded_by], by=by, dossier=decided.dossier)
    return decided


@transaction.atomic
def close_output(
    output: NonconformingOutput,
    *,
    by: Any,
    returned_on: dt.date | None = None,
    evidence: Sequence[Prepared] | None = None,
    **common: Any,
) -> NonconformingOutput:
    """The result was returned on this day."""
    closed: NonconformingOutput = OUTPUT.apply("close", output, by=by, returned_on=returned_on, **common)
    if evidence:
        _attach(closed, list(evidence), by=by)
    return closed


@transaction.atomic
def withdraw_output(output: NonconformingOutput, *, by: Any, reason: str, **common: Any) -> NonconformingOutput:
    """It was none, such as a dossier written down twice. Tells who recorded it."""
    withdrawn: NonconformingOutput = OUTPUT.apply("withdraw", output, by=by, reason=reason, **common)
    notify("output_withdrawn", about=withdrawn, to=[withdrawn.recorded_by], by=by, reason=reason)
    return withdrawn


@operation("attach_output_files")
def _attach(output: NonconformingOutput, files: list[Prepared], *, by: Any) -> list[Any]:
    return attach_files(OutputFile, output, files, by=by)


@operation("attach_output_files")
def attach_output_files(output: NonconformingOutput, *, by: Any, evidence: Sequence[Prepared]) -> list[Any]:
    """Attach files in any state; what was sent a moment ago is not attached again."""
    locked = NonconformingOutput.objects.locked().get(pk=output.pk)
    policy.require(by, "qms.edit_output", locked)
    return attach_new_files(OutputFile, locked, evidence, by=by)


@operation("end_output_file", reason_required=True)
def end_output_file(link: OutputFile, *, by: Any, version: int | None = None) -> OutputFile:
    """Take a wrong file away; it stays in the history."""
    ended: OutputFile = end_link(link, by=by, permission="qms.edit_output", version=version)
    return ended


@operation("bring_in_outputs")
def bring_in_outputs(drafts: Sequence[NonconformingOutput], *, by: Any) -> list[NonconformingOutput]:
    """Write many brought-in outputs with their numbers; the rule is asked once for each unit."""
    for draft in {draft.unit_id: draft for draft in drafts}.values():
        policy.require(by, "qms.record_output", draft)
    by_unit: dict[int, list[NonconformingOutput]] = {}
    for draft in drafts:
        by_unit.setdefault(draft.unit_id, []).append(draft)
    for same in by_unit.values():
        numbers = next_numbers("output", same[0].unit, len(same))
        for draft, number in zip(same, numbers, strict=True):
            draft.number = number
    return _with_recorders(bulk.create(drafts))


def _with_recorders(records: list[NonconformingOutput]) -> list[NonconformingOutput]:
    label = NonconformingOutput._meta.label_lower
    rows = [
        Participation(user_id=one.recorded_by_id, kind=label, record_id=one.pk, capacity="recorder") for one in records
    ]
    Participation.objects.bulk_create(rows, ignore_conflicts=True, batch_size=1000)
    return records


@operation("update_brought_in_outputs")
def update_brought_in_outputs(
    records: Sequence[NonconformingOutput], fields: Iterable[str], *, by: Any
) -> list[NonconformingOutput]:
    """What a later workbook says of brought-in outputs."""
    for record in {record.unit_id: record for record in records}.values():
        policy.require(by, "qms.record_output", record)
    changed: list[NonconformingOutput] = bulk.update(records, sorted(set(fields)))
    return changed
