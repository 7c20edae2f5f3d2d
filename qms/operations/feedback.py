"""Feedback: taken in, assigned, answered, approved, sent, handed over, forwarded, refused; its files."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from qms import calendar, clock, policy
from qms.enums import ActionKind
from qms.events import announce
from qms.feedback_code import new_code
from qms.feedback_denunciation import WHERE
from qms.feedback_mails import mail_answer
from qms.feedback_senders import SENT, SIGNED, sender_of
from qms.feedback_workflow import FEEDBACK, IN_HAND
from qms.history.recording import operation
from qms.ladder import Ladder
from qms.models.actions import Action
from qms.models.feedback import Feedback, FeedbackFile, FeedbackSender
from qms.models.people import User
from qms.models.reach import remember_participation
from qms.notices import notify
from qms.numbering import next_number
from qms.operations.actions import assign_task
from qms.operations.duties import outsider_faults
from qms.operations.files import Prepared, attach_files, attach_new_files, end_link
from qms.operations.twice import written_just_now
from qms.performance_enums import FeedbackStatus
from qms.workflow import StepRefused, check_version

ABOUT_SENDER = ("name", "organisation", "phone", "email", "address")
USUAL_DAYS = 15  # working days


def usual_due(day: dt.date | None = None) -> dt.date:
    """The day by which feedback is answered unless the officer names another: so many working days."""
    days = getattr(settings, "QMS_FEEDBACK_DAYS", USUAL_DAYS)
    return calendar.add_working_days(day or clock.today(), days)


@operation("receive_feedback")
def receive_feedback(
    feedback: Feedback,
    *,
    by: Any,
    sender: Mapping[str, str] | None = None,
    files: Sequence[Prepared] | None = None,
    is_denunciation: bool = False,
) -> Feedback:
    """Take in what somebody wrote; who wrote is kept apart. Tells the unit's quality officers.

    Raises StepRefused for a denunciation, before anything is written: it goes elsewhere.
    """
    if is_denunciation:
        raise StepRefused([WHERE])
    policy.require(by, "qms.record_feedback", feedback)
    feedback.number, feedback.code = next_number("feedback", feedback.unit), new_code()
    feedback.recorded_by, feedback.received_at = by, feedback.received_at or clock.now()
    feedback.full_clean(exclude=["search_text"])
    feedback.save()
    _keep_sender(feedback, sender or {})
    if files:
        attach_files(FeedbackFile, feedback, list(files), by=by, purpose=SENT)
    announce("feedback_received", feedback=feedback, by=by)
    notify("feedback_received", about=feedback, to=officers_of(feedback), by=by, subject=feedback.subject[:200])
    return feedback


def _keep_sender(feedback: Feedback, told: Mapping[str, str]) -> None:
    values = {name: str(told.get(name) or "").strip() for name in ABOUT_SENDER}
    if any(values.values()):
        sender = FeedbackSender(feedback=feedback, **values)
        sender.full_clean()
        sender.save()


def officers_of(feedback: Feedback) -> Iterable[User]:
    """The nearest quality officers over the unit, and who acts for them."""
    return _people(feedback, lambda ladder, unit_id: ladder.officers(unit_id))


def heads_of(feedback: Feedback) -> Iterable[User]:
    """The nearest managers over the unit, and who acts for them."""
    return _people(feedback, lambda ladder, unit_id: ladder.managers(unit_id))


def _people(feedback: Feedback, asked: Any) -> Iterable[User]:
    ladder = Ladder(clock.today())
    ladder.learn([feedback.unit_id], [])
    return User.objects.filter(pk__in=asked(ladder, feedback.unit_id))


@operation("correct_feedback_sender", reason_required=True)
def correct_feedback_sender(
    feedback: Feedback, *, by: Any, version: int | None = None, **told: str
) -> FeedbackSender | None:
    """Correct or add who wrote, as far as they said it."""
    locked = Feedback.objects.locked().get(pk=feedback.pk)
    check_version(locked, version)
    policy.require(by, "qms.see_feedback_sender", locked)
    sender = sender_of(locked)
    if sender is None:
        _keep_sender(locked, told)
        return sender_of(locked)
    sender = FeedbackSender.objects.locked().get(pk=sender.pk)
    for name in ABOUT_SENDER:
        setattr(sender, name, str(told.get(name) or "").strip())
    sender.full_clean()
    sender.save()
    return sender


@transaction.atomic
def assign_feedback(
    feedback: Feedback, *, by: Any, handler: User | None, due_on: dt.date | None = None, **common: Any
) -> Feedback:
    """Name who handles it and by when; without a day, so many working days as usual. Tells them."""
    feedback = FEEDBACK.apply("assign", feedback, by=by, handler=handler, due_on=due_on or usual_due(), **common)
    day = feedback.due_on.strftime("%d/%m/%Y") if feedback.due_on else ""
    notify("feedback_assigned", about=feedback, to=[handler], by=by, due=day, subject=feedback.subject[:200])
    return feedback


@transaction.atomic
def propose_answer(feedback: Feedback, *, by: Any, answer: str, **common: Any) -> Feedback:
    """Write the answer and give it to who approves it. Tells them."""
    feedback = FEEDBACK.apply("propose", feedback, by=by, answer=answer.strip(), answer_by=by, **common)
    notify("feedback_answer_proposed", about=feedback, to=heads_of(feedback), by=by, subject=feedback.subject[:200])
    return feedback


@transaction.atomic
def approve_answer(feedback: Feedback, *, by: Any, **common: Any) -> Feedback:
    """Approve the answer. Tells who handles it."""
    feedback = FEEDBACK.apply("approve", feedback, by=by, approved_by=by, **common)
    notify("feedback_answer_approved", about=feedback, to=[feedback.handler], by=by)
    return feedback


@transaction.atomic
def return_answer(feedback: Feedback, *, by: Any, reason: str, **common: Any) -> Feedback:
    """Ask for another answer; the one written stays to work on. Tells who handles it."""
    feedback = FEEDBACK.apply("return", feedback, by=by, reason=reason, approved_by=None, **common)
    notify("feedback_answer_returned", about=feedback, to=[feedback.handler], by=by, reason=reason)
    return feedback


@transaction.atomic
def send_answer(
    feedback: Feedback, *, by: Any, public_note: str = "", signed: Sequence[Prepared] | None = None, **common: Any
) -> Feedback:
    """The sender is answered: by mail where they gave an address, and on the page of their code."""
    feedback = FEEDBACK.apply(
        "send", feedback, by=by, answered_at=clock.now(), public_note=public_note.strip(), **common
    )
    if signed:
        _attach(feedback, list(signed), by=by, purpose=SIGNED)
    mail_answer(feedback)
    return feedback


@operation("attach_feedback_files")
def _attach(feedback: Feedback, files: list[Prepared], *, by: Any, purpose: str) -> list[Any]:
    return attach_files(FeedbackFile, feedback, files, by=by, purpose=purpose)


@transaction.atomic
def close_feedback(feedback: Feedback, *, by: Any, **common: Any) -> Feedback:
    """Nothing more is to be done."""
    closed: Feedback = FEEDBACK.apply("close", feedback, by=by, closed_on=clock.today(), **common)
    return closed


@transaction.atomic
def reopen_feedback(feedback: Feedback, *, by: Any, reason: str, **common: Any) -> Feedback:
    """Take it up again, such as when the sender writes once more; the answer before stays to work on.

    Whoever handled it is told; the officer assigns it anew.
    """
    handler = feedback.handler
    cleared: dict[str, Any] = {
        "closed_on": None,
        "answered_at": None,
        "approved_by": None,
        "forwarded_to": "",
        "public_note": "",
    }
    feedback = FEEDBACK.apply("reopen", feedback, by=by, reason=reason, handler=None, due_on=None, **cleared, **common)
    notify("feedback_opened_again", about=feedback, to=[handler], by=by, reason=reason)
    return feedback


@transaction.atomic
def move_feedback(feedback: Feedback, *, by: Any, reason: str, unit: Any, **common: Any) -> Feedback:
    """Hand it over to another unit with its history; its officer assigns it anew. Tells that officer."""
    handler = feedback.handler
    feedback = FEEDBACK.apply(
        "move", feedback, by=by, reason=reason, unit=unit, unit_id=unit.pk, handler=None, due_on=None, **common
    )
    notify("feedback_received", about=feedback, to=officers_of(feedback), by=by, subject=feedback.subject[:200])
    notify("feedback_taken_away", about=feedback, to=[handler], by=by, reason=reason)
    return feedback


@transaction.atomic
def forward_feedback(
    feedback: Feedback, *, by: Any, forwarded_to: str, public_note: str = "", **common: Any
) -> Feedback:
    """Send it on to an agency outside; the sender reads to which."""
    told: dict[str, Any] = {"forwarded_to": forwarded_to.strip(), "public_note": public_note.strip()}
    forwarded: Feedback = FEEDBACK.apply("forward", feedback, by=by, **told, **common)
    return forwarded


@transaction.atomic
def refuse_feedback(feedback: Feedback, *, by: Any, reason: str, public_note: str = "", **common: Any) -> Feedback:
    """Do not deal with it, such as abuse, or a denunciation that is found out later; the reason stays inside."""
    refused: Feedback = FEEDBACK.apply(
        "refuse", feedback, by=by, reason=reason, public_note=public_note.strip(), **common
    )
    return refused


@operation("attach_feedback_files")
def attach_feedback_files(feedback: Feedback, *, by: Any, evidence: Sequence[Prepared]) -> list[Any]:
    """Attach what belongs to the case; what was sent a moment ago is not attached again."""
    locked = Feedback.objects.locked().get(pk=feedback.pk)
    policy.require(by, "qms.send_feedback_answer", locked)
    return attach_new_files(FeedbackFile, locked, evidence, by=by)


@operation("end_feedback_file", reason_required=True)
def end_feedback_file(link: FeedbackFile, *, by: Any, version: int | None = None) -> FeedbackFile:
    """Take a wrong file away; it stays in the history."""
    ended: FeedbackFile = end_link(link, by=by, permission="qms.send_feedback_answer", version=version)
    return ended


def handled_feedback(person: User) -> Any:
    """What the person has in hand."""
    return Feedback.objects.filter(handler=person, status__in=IN_HAND, ended_at=None)


def hand_faults(feedback: Feedback, person: User, to: User, by: Any) -> list[str]:
    """Why it does not pass to `to`."""
    return policy.refusal(by, "qms.assign_feedback", feedback) + outsider_faults(to, feedback.unit)


@operation("hand_feedback", reason_required=True)
def hand_feedback(
    feedback: Feedback, *, by: Any, handler: User, due_on: dt.date | None = None, version: int | None = None
) -> Feedback:
    """Another handler, another day, or both, in whatever state it is in hand. Tells both, or who keeps it."""
    feedback = Feedback.objects.locked().get(pk=feedback.pk)
    check_version(feedback, version)
    policy.require(by, "qms.assign_feedback", feedback)
    faults = hand_faults(feedback, feedback.handler, handler, by) if feedback.handler else []
    if feedback.status not in IN_HAND or feedback.status == FeedbackStatus.RECEIVED:
        faults.append(_("Nobody has it in hand."))
    faults += _unchanged_or_past(feedback, handler, due_on)
    if faults:
        raise StepRefused(faults)
    remember_participation(feedback)
    before, feedback.handler, feedback.due_on = feedback.handler, handler, due_on or feedback.due_on
    feedback.save()
    day = feedback.due_on.strftime("%d/%m/%Y") if feedback.due_on else ""
    people = [handler, *([before] if before and before != handler else [])]
    notify("feedback_assigned", about=feedback, to=people, by=by, due=day, subject=feedback.subject[:200])
    return feedback


def _unchanged_or_past(feedback: Feedback, handler: User, due_on: dt.date | None) -> list[str]:
    if due_on in (None, feedback.due_on):
        return [_("Name another handler or another day.")] if handler == feedback.handler else []
    return [_("The day by which it is answered is not past.")] if due_on and due_on < clock.today() else []


@operation("plan_feedback_action")
def plan_feedback_action(
    feedback: Feedback, *, by: Any, title: str, owner: User, due_on: dt.date, details: str = ""
) -> Action:
    """Assign an action because of it; its details name the feedback, which its page lists. Tells the owner."""
    locked = Feedback.objects.locked().select_related("unit").get(pk=feedback.pk)
    if due_on < clock.today():
        raise StepRefused([_("%(day)s is past. Give today or a later day.") % {"day": due_on.strftime("%d/%m/%Y")}])
    told = "\n".join(filter(None, [details.strip(), _("Because of feedback %(number)s") % {"number": locked.number}]))
    same = actions_on(locked).filter(title=title.strip(), owner=owner, due_on=due_on)
    before: Action | None = written_just_now(same)
    if before is not None:
        return before
    action: Action = assign_task(
        by=by, unit=locked.unit, owner=owner, title=title.strip(), due_on=due_on, details=told,
        kind=ActionKind.IMPROVEMENT,
    )  # fmt: skip
    return action


def actions_on(feedback: Feedback) -> Any:
    """Actions of the unit whose details name the feedback."""
    return Action.objects.filter(details__contains=feedback.number)
