"""Steps of holders in a transition: followed from the records, proved by hand, planned, and the plan approved."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from qms import clock, policy
from qms.batches import batched
from qms.enums import Role, StepState, TransitionStatus
from qms.history import bulk
from qms.history.recording import operation
from qms.models.people import RoleAssignment, User
from qms.models.system import Notice
from qms.models.transition import HolderStep, HolderStepFile, TransitionHolder, TransitionProgramme, TransitionStep
from qms.notices import write_notices
from qms.operations.people import account
from qms.signatures import SignatureIntent, content_hash, record_signature
from qms.transition import steps as follow
from qms.transition.steps import FOLLOWED, Stands, holders_of, steps_of
from qms.workflow import Conflict, StepRefused, check_version

BATCH = 500  # holders of one transaction
LOOKED = "transition_steps_looked"
"""A notice to the installation's own account: the note that the records of a day were looked at."""
LOST = "transition_step_lost"
PLAN_MEANING = "Approved the transition plan"
PROVED_MEANING = "Proved the step by hand"


def look_at_running() -> int:
    """Scheduled, once a day: follow the records of every running programme. Returns how many steps changed."""
    system, today = account("system"), clock.today()
    looked = Notice.objects.filter(user=system, kind=LOOKED, number=today.isoformat())
    known = {str(uid) for uid in looked.values_list("record_uid", flat=True)}
    changed = 0
    for programme in TransitionProgramme.objects.filter(status=TransitionStatus.RUNNING).order_by("pk"):
        if str(programme.uid) not in known:
            changed += look_at_programme(programme, by=system)
            _note(programme, system, today)
    return changed


def _note(programme: TransitionProgramme, system: User, today: dt.date) -> None:
    """That the programme's records of the day were looked at."""
    Notice.objects.create(
        user=system, kind=LOOKED, record_kind=programme._meta.label_lower, record_uid=programme.uid,
        number=today.isoformat(), url=programme.get_absolute_url(), created_at=clock.now(), read_at=clock.now(),
    )  # fmt: skip


def look_soon(**what: Any) -> None:
    """Subscriber: documents, references, judgements or a declaration changed, so the next run looks again today."""
    notes = Notice.objects.filter(user__username="system", kind=LOOKED, number=clock.today().isoformat())
    notes.update(number=f"{clock.today().isoformat()}:before")


def look_at_programme(programme: TransitionProgramme, *, by: Any) -> int:
    """Follow the records of all holders of a programme, some hundreds in each transaction. Returns what changed."""
    policy.require(by, "qms.look_at_steps", programme)
    keys = holders_of(programme).order_by("pk").values_list("pk", flat=True)
    return sum(look_at_steps(programme, by=by, holders=some) for some in batched(list(keys), BATCH))


def look_at_holder(holder: TransitionHolder, *, by: Any) -> int:
    """Follow the records of one holder. Returns how many steps changed."""
    policy.require(by, "qms.look_at_steps", holder)
    return int(look_at_steps(holder.programme, by=by, holders=[holder.pk]))


@operation("look_at_steps")
def look_at_steps(programme: TransitionProgramme, *, by: Any, holders: Sequence[int]) -> int:
    """Store what the records of these holders show now; again, nothing changes. Returns how many steps changed.

    A proof that is gone reopens its step and tells the holder's officer; when every step is proved the holder is
    complete, until one is lost.
    """
    if programme.status != TransitionStatus.RUNNING:
        return 0
    listed = list(holders_of(programme).filter(pk__in=holders).order_by("pk"))
    steps = steps_of(programme)
    rows = _rows(listed, steps)
    shown = follow.derived(steps, listed)
    new: list[HolderStep] = []
    changed: list[HolderStep] = []
    lost: list[HolderStep] = []
    for key, row in rows.items():
        before = Stands.of(row)
        now = follow.follow(before, shown.get(key), clock.today())
        now.write_to(row)
        if row.pk is None:
            new.append(row)
        elif now != before:
            changed.append(row)
            if before.state == StepState.PROVED and now.state == StepState.LOST:
                lost.append(row)
    bulk.create(new)
    bulk.update(changed, FOLLOWED)
    complete(listed, steps, rows.values())
    tell_lost(lost, by=by)
    return len(changed) + sum(row.state != StepState.OPEN for row in new)


def _rows(holders: Sequence[TransitionHolder], steps: Sequence[TransitionStep]) -> dict[tuple[int, int], HolderStep]:
    """The row of each holder and step, locked; new ones where none stands yet."""
    standing = HolderStep.objects.locked().filter(holder__in=[one.pk for one in holders], step__in=steps)
    known = {(row.holder_id, row.step_id): row for row in standing.order_by("pk")}
    rows = {}
    for holder in holders:
        for step in steps:
            key = (holder.pk, step.pk)
            row = known.get(key) or HolderStep(holder=holder, step=step)
            row.holder, row.step = holder, step
            rows[key] = row
    return rows


def complete(holders: Iterable[TransitionHolder], steps: Sequence[TransitionStep], rows: Iterable[HolderStep]) -> None:
    """Write from which day each holder is complete, or that it no longer is."""
    by_holder: dict[int, list[HolderStep]] = defaultdict(list)
    for row in rows:
        by_holder[row.holder_id].append(row)
    changed = []
    for holder in holders:
        day = follow.completed_on(by_holder[holder.pk], steps)
        if day != holder.completed_on:
            holder.completed_on = day
            changed.append(holder)
    bulk.update(changed, ["completed_on"])


def tell_lost(rows: Sequence[HolderStep], *, by: Any) -> int:
    """Tell the officers of the holders whose proof is gone; those of the leading unit where a holder has none."""
    if not rows:
        return 0
    units = {unit for row in rows for unit in (row.holder.unit_id, row.holder.programme.unit_id)}
    held = RoleAssignment.objects.standing_on(clock.today()).filter(role=Role.OFFICER, unit_id__in=units)
    officers: dict[int, set[int]] = defaultdict(set)
    for unit, person in held.filter(user__in=User.objects.people()).values_list("unit_id", "user_id"):
        officers[unit].add(person)
    notices = [
        _notice(row, person)
        for row in rows
        for person in sorted(officers[row.holder.unit_id] or officers[row.holder.programme.unit_id])
        if person != by.pk
    ]
    return write_notices(notices)


def _notice(row: HolderStep, person: int) -> Notice:
    return Notice(
        user_id=person,
        kind=LOST,
        record_kind=TransitionHolder._meta.label_lower,
        record_uid=row.holder.uid,
        url=row.holder.get_absolute_url(),
        details={"step": row.step.title_vi, "unit": row.holder.unit.name_vi, "proof": row.proof.get("lost", "")},
        created_at=clock.now(),
    )


@operation("prove_step")
def prove_step(
    row: HolderStep,
    *,
    by: Any,
    note: str,
    proved_on: dt.date,
    version: int | None = None,
    signature: SignatureIntent | None = None,
) -> HolderStep:
    """Prove a step by hand: with words, at least one file and a signature, once the steps before it are proved.

    Raises StepRefused with everything that is missing. A holder whose last step it was becomes complete.
    """
    row = _locked(row, version)
    policy.require(by, "qms.prove_step", row.holder)
    faults = hand_faults(row) + _proof_faults(row, proved_on, by, signature)
    if faults:
        raise StepRefused(faults)
    _same(row, signature)
    assert signature is not None, "checked"
    record_signature(row, signature, step="prove", meaning=PROVED_MEANING)
    began = min(row.began_on or proved_on, proved_on)
    proof = {"text": note.strip()}
    Stands(StepState.PROVED, began, proved_on, None, by_hand=True, proved_by_id=by.pk, proof=proof).write_to(row)
    row.note = note.strip()
    row.save()
    _complete_one(row.holder)
    return row


def hand_faults(row: HolderStep) -> list[str]:
    """What stands against proving the step by hand now: it is proved, or a step before it is not."""
    if row.state == StepState.PROVED:
        return [_("The step is proved already.")]
    proved = HolderStep.objects.filter(holder=row.holder_id, state=StepState.PROVED).values_list("step_id", flat=True)
    missing = follow.missing_before(row.step, steps_of(row.holder.programme), proved)
    text = _("«%(step)s» comes first and is not proved yet.")
    return [text % {"step": step.title} for step in missing]


def _proof_faults(row: HolderStep, proved_on: dt.date, by: Any, signature: SignatureIntent | None) -> list[str]:
    faults = []
    if proved_on > clock.today():
        faults.append(_("A step is proved once it is done: give a day that has come."))
    if not HolderStepFile.objects.filter(record=row, ended_at=None).exists():
        faults.append(_("Add the file that shows it, such as minutes, a decision or a list of who was there."))
    if signature is None or signature.signer.pk != by.pk:
        faults.append(_("This step is signed: give your password."))
    return faults


@operation("withdraw_step_proof", reason_required=True)
def withdraw_proof(row: HolderStep, *, by: Any, version: int | None = None) -> HolderStep:
    """Take a proof by hand back: its files end with it, the step opens again, and the records are looked at.

    Tells the holder's officers that the proof is gone.
    """
    row = _locked(row, version)
    policy.require(by, "qms.prove_step", row.holder)
    if not row.by_hand or row.state != StepState.PROVED:
        raise StepRefused([_("Only a proof that was given by hand is withdrawn; records prove the others.")])
    files = list(HolderStepFile.objects.filter(record=row, ended_at=None))
    for link in files:
        link.ended_at = clock.now()
    bulk.update(files, ["ended_at"])
    Stands(StepState.LOST, row.began_on, None, clock.today(), proof={"lost": row.proof.get("text", "")}).write_to(row)
    row.save()
    tell_lost([row], by=by)
    look_at_holder(row.holder, by=by)
    row.refresh_from_db()
    return row


@operation("plan_transition")
def plan_steps(
    holder: TransitionHolder, *, by: Any, days: Mapping[int, dt.date | None], version: int | None = None
) -> TransitionHolder:
    """Set the day planned for each step (by the step's key). A plan that was approved has to be approved again.

    Raises StepRefused where a step is planned before one that comes first.
    """
    holder = TransitionHolder.objects.locked().get(pk=holder.pk)
    check_version(holder, version)
    policy.require(by, "qms.prove_step", holder)
    steps = steps_of(holder.programme)
    faults = plan_faults(steps, days)
    if faults:
        raise StepRefused(faults)
    look_at_holder(holder, by=by)
    rows = list(HolderStep.objects.filter(holder=holder, step__in=steps).select_related("step"))
    changed = [row for row in rows if row.step_id in days and row.planned_on != days[row.step_id]]
    for row in changed:
        row.planned_on = days[row.step_id]
    bulk.update(changed, ["planned_on"])
    if changed:
        holder.refresh_from_db()
        holder.planned_end = max((row.planned_on for row in rows if row.planned_on), default=None)
        holder.plan_signed_by, holder.plan_signed_on = None, None
        holder.save()
        look_at_holder(holder, by=by)
    return holder


def plan_faults(steps: Sequence[TransitionStep], days: Mapping[int, dt.date | None]) -> list[str]:
    """Steps planned before one that comes first."""
    by_key = {step.key: step for step in steps}
    text = _("«%(step)s» is planned for %(day)s, before «%(first)s» on %(first_day)s, which comes first.")
    faults = []
    for step in steps:
        for first in (by_key[key] for key in step.after or () if key in by_key):
            day, first_day = days.get(step.pk), days.get(first.pk)
            if day and first_day and day < first_day:
                told = {"day": f"{day:%d/%m/%Y}", "first_day": f"{first_day:%d/%m/%Y}"}
                faults.append(text % (told | {"step": step.title, "first": first.title}))
    return faults


@operation("sign_transition_plan")
def sign_plan(
    holder: TransitionHolder, *, by: Any, version: int | None = None, signature: SignatureIntent | None = None
) -> TransitionHolder:
    """Approve the holder's plan, signed. Every step that is not proved needs its day."""
    holder = TransitionHolder.objects.locked().get(pk=holder.pk)
    check_version(holder, version, values=True)
    policy.require(by, "qms.sign_transition_plan", holder)
    faults = sign_faults(holder)
    if signature is None or signature.signer.pk != by.pk:
        faults.append(_("This step is signed: give your password."))
    if faults:
        raise StepRefused(faults)
    _same(holder, signature)
    assert signature is not None, "checked"
    record_signature(holder, signature, step="sign_plan", meaning=PLAN_MEANING)
    holder.plan_signed_by, holder.plan_signed_on = by, clock.today()
    holder.save()
    look_at_holder(holder, by=by)
    return holder


def sign_faults(holder: TransitionHolder) -> list[str]:
    """What the plan still lacks."""
    if holder.plan_signed_on is not None:
        return [_("The plan is approved already; it is approved again when a day in it changes.")]
    rows = {row.step_id: row for row in HolderStep.objects.filter(holder=holder)}
    open_ones = [
        step.title
        for step in steps_of(holder.programme)
        if step.proof != "plan"
        and (step.pk not in rows or (rows[step.pk].planned_on is None and rows[step.pk].state != StepState.PROVED))
    ]
    if not open_ones:
        return []
    return [_("The plan has no day for: %(steps)s.") % {"steps": "; ".join(open_ones)}]


def _locked(row: HolderStep, version: int | None) -> HolderStep:
    locked = HolderStep.objects.locked().get(pk=row.pk)
    check_version(locked, version)
    return locked


def _same(record: Any, signature: SignatureIntent | None) -> None:
    if signature is not None and signature.content_hash != content_hash(record):
        raise Conflict([_("The record changed after it was shown to you, so it was not signed. Read it again.")])


def _complete_one(holder: TransitionHolder) -> None:
    rows = HolderStep.objects.filter(holder=holder)
    complete([TransitionHolder.objects.locked().get(pk=holder.pk)], steps_of(holder.programme), rows)
