"""Meetings of a steering committee: called, corrected, held, concluded, closed, cancelled; conclusions and files."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from qms import clock, policy
from qms.enums import ActionKind, ActionStatus
from qms.history import bulk
from qms.history.recording import operation
from qms.meeting_workflow import MEETING
from qms.models.actions import Action
from qms.models.organisation import Unit
from qms.models.people import User
from qms.models.plans import CommitteeMeeting, CommitteeMeetingFile, MeetingConclusion
from qms.models.reach import UnitPath, remember_participation, sync_participation
from qms.notices import notify
from qms.numbering import next_number
from qms.operations.actions import propose_actions
from qms.operations.duties import outsider_faults
from qms.operations.files import Prepared, attach_files, attach_new_files, end_link
from qms.operations.settled_actions import close_settled
from qms.reporting_enums import MeetingStatus
from qms.workflow import StepRefused, check_version

OWN = ("committee", "title", "held_on", "place", "chair", "agenda", "present", "absent", "minutes")
"""What may be corrected until the conclusions are signed."""
UNSIGNED = (MeetingStatus.PLANNED, MeetingStatus.HELD)
MOST = 60
"""Conclusions of one meeting."""


@dataclass
class ConclusionDraft:
    """A conclusion as a form's row tells of it; with an owner and a day it becomes an action."""

    text: str
    unit: Unit | None = None
    owner: User | None = None
    due_on: dt.date | None = None
    uid: Any = None

    def values(self) -> dict[str, Any]:
        """What the conclusion holds."""
        return {"text": self.text, "unit": self.unit, "owner": self.owner, "due_on": self.due_on}


@operation("call_meeting")
def call_meeting(
    meeting: CommitteeMeeting, *, by: Any, invited: Iterable[User] = (), files: Sequence[Prepared] | None = None
) -> CommitteeMeeting:
    """Plan a meeting. Tells its chair, who is invited, and who owes an unfinished conclusion of an earlier one."""
    policy.require(by, "qms.prepare_meeting", meeting)
    _check_chair(meeting)
    meeting.number = next_number("meeting", meeting.unit, meeting.held_on.year)
    meeting.prepared_by, meeting.status = by, MeetingStatus.PLANNED
    meeting.full_clean(exclude=["search_text"])
    meeting.save()
    if files:
        attach_files(CommitteeMeetingFile, meeting, list(files), by=by)
    owing = [one.action.owner for one in unfinished_before(meeting) if one.action.owner_id]
    _tell("meeting_called", meeting, by, *invited, *owing)
    return meeting


def _check_chair(meeting: CommitteeMeeting) -> None:
    if faults := outsider_faults(meeting.chair, meeting.unit):
        raise StepRefused(faults)


def _tell(kind: str, meeting: CommitteeMeeting, by: Any, *others: Any, **details: Any) -> None:
    told = {"title": meeting.title[:200], "day": f"{meeting.held_on:%d/%m/%Y}", "place": meeting.place} | details
    notify(kind, about=meeting, to=[meeting.chair, meeting.prepared_by, *others], by=by, **told)


def unfinished_before(meeting: CommitteeMeeting) -> Any:
    """Conclusions of the unit's earlier meetings whose action somebody still owes, with the action."""
    rows = MeetingConclusion.objects.filter(
        ended_at=None, meeting__unit_id=meeting.unit_id, meeting__held_on__lte=meeting.held_on,
        action__status__in=ActionStatus.open_states(),
    ).exclude(meeting_id=meeting.pk or 0)  # fmt: skip
    rows = rows.select_related("meeting", "action__owner", "action__unit")
    return rows.order_by("action__due_on", "meeting__held_on", "position", "pk")


@operation("edit_meeting")
def edit_meeting(meeting: CommitteeMeeting, *, by: Any) -> CommitteeMeeting:
    """Correct what was written until the conclusions are signed. Tells when the day moves."""
    before = CommitteeMeeting.objects.locked().select_related("unit").get(pk=meeting.pk)
    policy.require(by, "qms.prepare_meeting", before)
    faults = unsigned_faults(before)
    if before.status == MeetingStatus.HELD and meeting.held_on > clock.today():
        faults.append(_("It was held: its day is not ahead."))
    if faults:
        raise StepRefused(faults)
    remember_participation(before)
    moved = before.held_on != meeting.held_on
    for name in OWN:
        setattr(before, name, getattr(meeting, name))
    _check_chair(before)
    before.full_clean(exclude=["search_text"])
    before.save()
    if moved and before.status == MeetingStatus.PLANNED:
        _tell("meeting_moved", before, by)
    return before


def unsigned_faults(meeting: CommitteeMeeting) -> list[str]:
    """Why it is not corrected now."""
    if meeting.status in UNSIGNED:
        return []
    text = _("It is «%(state)s»: nothing of it is corrected any more.")
    return [text % {"state": meeting.get_status_display()}]


def held_faults(meeting: CommitteeMeeting) -> list[str]:
    """Why its conclusions are not written now."""
    if meeting.status == MeetingStatus.HELD:
        return []
    text = _("It is «%(state)s»: conclusions are written once it was held and until they are signed.")
    return [text % {"state": meeting.get_status_display()}]


def conclusion_faults(meeting: CommitteeMeeting, drafts: Iterable[ConclusionDraft]) -> list[str]:
    """What speaks against these conclusions: an owner without a day, a day before the meeting, people, units."""
    below = set(UnitPath.objects.filter(ancestor_id=meeting.unit_id).values_list("unit_id", flat=True))
    around = cache(outsider_faults)  # the same owner stands in many rows
    faults = []
    for one in drafts:
        if (one.owner is None) != (one.due_on is None):
            text = _("«%(text)s» has an owner or a day alone: give both, or neither.")
            faults.append(text % {"text": one.text[:60]})
        if one.due_on and one.due_on < meeting.held_on:
            faults.append(_("«%(text)s» is due before the meeting.") % {"text": one.text[:60]})
        if one.unit is not None and one.unit.pk not in below:
            faults.append(_("%(unit)s does not stand below %(top)s.") % {"unit": one.unit, "top": meeting.unit})
        if one.owner is not None:
            faults += around(one.owner, one.unit or meeting.unit)
    return list(dict.fromkeys(faults))


@operation("write_conclusions")
def write_conclusions(
    meeting: CommitteeMeeting, *, by: Any, conclusions: Sequence[ConclusionDraft], version: int | None = None
) -> list[MeetingConclusion]:
    """Exactly these conclusions stand: those without a row end, new ones come, changed ones change."""
    meeting = CommitteeMeeting.objects.locked().select_related("unit").get(pk=meeting.pk)
    check_version(meeting, version)
    policy.require(by, "qms.prepare_meeting", meeting)
    faults = held_faults(meeting) or conclusion_faults(meeting, conclusions)
    if len(conclusions) > MOST:
        faults = [_("A meeting has at most %(most)d conclusions.") % {"most": MOST}]
    if faults:
        raise StepRefused(faults)
    remember_participation(meeting)
    standing = {row.uid: row for row in meeting.conclusions.filter(ended_at=None)}
    for uid in standing.keys() - {one.uid for one in conclusions}:
        standing[uid].ended_at = clock.now()
        standing[uid].save()
    kept = _write(meeting, conclusions, standing)
    sync_participation(meeting)
    return kept


def _write(
    meeting: CommitteeMeeting, drafts: Sequence[ConclusionDraft], standing: dict[Any, MeetingConclusion]
) -> list[MeetingConclusion]:
    kept, new, changed = [], [], []
    for position, one in enumerate(drafts, 1):
        row = standing.get(one.uid)
        values = one.values() | {"position": position}
        if row is None:
            row = MeetingConclusion(meeting=meeting, **values)
            new.append(row)
        elif any(getattr(row, name) != value for name, value in values.items()):
            for name, value in values.items():
                setattr(row, name, value)
            changed.append(row)
        kept.append(row)
    bulk.create(new)
    bulk.update(changed, ["text", "unit", "owner", "due_on", "position"])
    return kept


@transaction.atomic
def hold_meeting(
    meeting: CommitteeMeeting, *, by: Any, minutes: str, present: str = "", absent: str = "", **common: Any
) -> CommitteeMeeting:
    """Record that it was held, who was there and what was said. Tells its chair."""
    meeting = MEETING.apply(
        "hold", meeting, by=by, minutes=minutes.strip(), present=present.strip(), absent=absent.strip(), **common
    )
    _tell("meeting_held", meeting, by)
    return meeting


@transaction.atomic
def conclude_meeting(meeting: CommitteeMeeting, *, by: Any, notice_number: str, **common: Any) -> CommitteeMeeting:
    """The chair signs the notice: conclusions with owner and day become actions. Tells owners and preparer."""
    meeting = MEETING.apply(
        "conclude", meeting, by=by, notice_number=notice_number.strip(), signed_by=by, signed_on=clock.today(),
        **common,
    )  # fmt: skip
    actions = give_out_conclusions(meeting, by=by)
    _tell("meeting_concluded", meeting, by, notice=meeting.notice_number)
    if not actions:
        close_settled(MEETING, CommitteeMeeting.objects.filter(pk=meeting.pk))
        meeting.refresh_from_db()
    return meeting


@operation("give_out_conclusions")
def give_out_conclusions(meeting: CommitteeMeeting, *, by: Any) -> list[Action]:
    """Conclusions that have an owner become assigned tasks under the notice's number. Tells their owners."""
    given = meeting.conclusions.filter(ended_at=None, owner__isnull=False, action=None)
    rows = list(given.select_related("unit", "owner").order_by("position", "pk"))
    actions = [_action(meeting, row, by) for row in rows]
    propose_actions(actions, by=by)
    for row, action in zip(rows, actions, strict=True):
        row.action = action
    bulk.update(rows, ["action"])
    for action in actions:
        notify("action_assigned", about=action, to=[action.owner], by=by, due=str(action.due_on))
    return actions


def _action(meeting: CommitteeMeeting, row: MeetingConclusion, by: Any) -> Action:
    line = row.text.strip().splitlines()[0]
    return Action(
        kind=ActionKind.TASK, unit=row.unit or meeting.unit, raised_by_unit=meeting.unit, owner=row.owner,
        title=line[:300], details=row.text if row.text.strip() != line[:300] else "", due_on=row.due_on,
        assigned_by=by, approver=by, status=ActionStatus.ASSIGNED, document_number=meeting.notice_number,
        document_day=meeting.signed_on, document_signatory=str(by)[:150],
    )  # fmt: skip


@transaction.atomic
def cancel_meeting(meeting: CommitteeMeeting, *, by: Any, reason: str, **common: Any) -> CommitteeMeeting:
    """It does not take place. Tells who was told of it."""
    meeting = MEETING.apply("cancel", meeting, by=by, reason=reason, **common)
    owing = [one.action.owner for one in unfinished_before(meeting) if one.action.owner_id]
    _tell("meeting_cancelled", meeting, by, *owing, reason=reason)
    return meeting


def settled() -> Any:
    """Meetings whose conclusions are signed and of which no action is open."""
    open_ones = MeetingConclusion.objects.filter(meeting_id=OuterRef("pk"), ended_at=None, action__isnull=False)
    open_ones = open_ones.exclude(action__status__in=ActionStatus.ended_states())
    rows = CommitteeMeeting.objects.filter(status=MeetingStatus.CONCLUDED)
    return rows.filter(~Exists(open_ones))


def close_concluded() -> int:
    """Scheduled: close every meeting whose actions are all verified or cancelled. Returns how many."""
    return close_settled(MEETING, settled())


def on_action_verified(*, action: Action) -> None:
    """An action was verified: the meeting that asked for it is closed where it was the last one."""
    if action.kind == ActionKind.TASK:
        close_settled(MEETING, settled().filter(conclusions__action=action, conclusions__ended_at=None))


@operation("attach_meeting_files")
def attach_meeting_files(meeting: CommitteeMeeting, *, by: Any, evidence: Sequence[Prepared]) -> list[Any]:
    """Attach invitation, papers or signed notice; what was sent a moment ago is not attached again."""
    locked = CommitteeMeeting.objects.locked().get(pk=meeting.pk)
    policy.require(by, "qms.prepare_meeting", locked)
    return attach_new_files(CommitteeMeetingFile, locked, evidence, by=by)


@operation("end_meeting_file", reason_required=True)
def end_meeting_file(link: CommitteeMeetingFile, *, by: Any, version: int | None = None) -> CommitteeMeetingFile:
    """Take a wrong file away; it stays in the history."""
    ended: CommitteeMeetingFile = end_link(link, by=by, permission="qms.prepare_meeting", version=version)
    return ended
