"""Asking somebody without an account by a signed link: sent, sent again, renewed, taken back; what they send back."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from qms import clock, policy
from qms.enums import ActionKind, ActionStatus
from qms.history.recording import operation
from qms.mails import queue_mail
from qms.models.action_work import ActionLink, ActionNote, ActionNoteFile
from qms.models.actions import Action, ActionFile
from qms.models.organisation import Unit
from qms.models.reminding import Mail
from qms.notices import notify
from qms.operations.action_steps import write_steps
from qms.operations.actions import propose_actions, report_done, start_action
from qms.operations.files import Prepared, attach_files
from qms.operations.people import ensure_machine_accounts
from qms.operations.twice import written_just_now
from qms.workflow import StepRefused, check_version

SIGNER = Signer(salt="qms.actionlink", sep="~")
VALID_AFTER = dt.timedelta(days=14)
"""How long after the due day a link still opens."""

ASKED_IN = (ActionStatus.ASSIGNED, ActionStatus.IN_PROGRESS)


def token_of(link: ActionLink) -> str:
    """What stands in the address: the link's uid and nothing else, signed."""
    return SIGNER.sign(link.uid.hex)


def link_of(token: str) -> ActionLink | None:
    """The link of a token; None when it was not signed here."""
    try:
        uid = SIGNER.unsign(token)
    except BadSignature:
        return None
    return ActionLink.objects.filter(uid=uid).select_related("action", "action__unit").first()


def is_open(link: ActionLink) -> bool:
    """Whether the link still shows its action: not taken back or expired, its owner still outside, nothing closed."""
    action = link.action
    standing = link.revoked_at is None and clock.today() <= link.expires_on
    return standing and action.owner_id is None and action.ended_at is None and action.status in (*ASKED_IN, "done")


def ask_blockers(action: Action) -> list[str]:
    """All that stands against asking somebody by a link."""
    faults = []
    if action.status not in ASKED_IN:
        faults.append(_("Somebody is asked by a link while the action is assigned or in progress."))
    if action.due_on is None:
        faults.append(_("Give the action a due day first."))
    return faults


@operation("ask_by_link", reason_required=True)
def ask_by_link(
    action: Action, *, by: Any, name: str, email: str, expires_on: dt.date | None = None, version: int | None = None
) -> ActionLink:
    """Hand an action to somebody without an account, who is sent a link for it alone. Tells the owner before."""
    action = Action.objects.locked().get(pk=action.pk)
    check_version(action, version)
    policy.require(by, "qms.ask_by_link", action)
    faults = ask_blockers(action)
    if faults:
        raise StepRefused(faults)
    before = action.owner
    action.owner, action.owner_text = None, name
    action.save()
    if before is not None:
        notify("action_handed_out", about=action, to=[before], by=by, who=name)
    return _send_first(action, by=by, name=name, email=email, expires_on=expires_on)


@operation("assign_task_by_link")
def assign_task_by_link(
    *, by: Any, unit: Unit, title: str, due_on: dt.date, name: str, email: str, details: str = "",
    kind: str = ActionKind.TASK, steps: Iterable[str] = (), **document: Any,
) -> Action:  # fmt: skip
    """Assign a task to somebody without an account; they are sent a link for it alone."""
    action = Action(
        kind=kind, unit=unit, raised_by_unit=unit, owner_text=name, title=title, details=details, due_on=due_on,
        assigned_by=by, status=ActionStatus.ASSIGNED, **document,
    )  # fmt: skip
    policy.require(by, "qms.create_action", action)
    propose_actions([action], by=by)
    write_steps(action, steps, by=by)
    _send_first(action, by=by, name=name, email=email, expires_on=None)
    return action


def _send_first(action: Action, *, by: Any, name: str, email: str, expires_on: dt.date | None) -> ActionLink:
    for former in ActionLink.objects.locked().filter(action=action, revoked_at=None):
        former.revoked_at = clock.now()
        former.save()
    last = expires_on or usual_last_day(action)
    link = ActionLink(action=action, name=name, email=email, sent_by=by, expires_on=last)
    link.save()
    _queue(link)
    return link


def usual_last_day(action: Action) -> dt.date:
    """Until when a link opens where nobody says otherwise; never a day that is past."""
    return max(action.due_on or clock.today(), clock.today()) + VALID_AFTER


@operation("send_link")
def send_link(link: ActionLink, *, by: Any) -> ActionLink:
    """Send the link again; one that has expired opens again."""
    link = ActionLink.objects.locked().select_related("action").get(pk=link.pk)
    policy.require(by, "qms.ask_by_link", link.action)
    if link.revoked_at is not None or link.action.owner_id is not None or ask_blockers(link.action):
        raise StepRefused([_("This link does not lead to an open action any more: ask anew.")])
    if link.expires_on < usual_last_day(link.action):
        link.expires_on = usual_last_day(link.action)
        link.save()
    _queue(link)
    return link


@operation("revoke_link", reason_required=True)
def revoke_link(link: ActionLink, *, by: Any) -> ActionLink:
    """Take the link back: from now on it shows nothing. Who assigned the action acts for its owner."""
    link = ActionLink.objects.locked().select_related("action").get(pk=link.pk)
    policy.require(by, "qms.ask_by_link", link.action)
    if link.revoked_at is None:
        link.revoked_at = clock.now()
        link.save()
    return link


@operation("renew_link")
def _renew(link: ActionLink, *, by: Any) -> None:
    link.expires_on = max(link.expires_on, usual_last_day(link.action))
    link.save()


def renew_links(action: Action, by: Any, reason: str = "") -> None:
    """The due day moved or the work came back: the link follows, and whoever was asked is told."""
    if action.owner_id is not None or action.status not in ASKED_IN:
        return
    for link in ActionLink.objects.locked().filter(action=action, revoked_at=None):
        link.action = action
        _renew(link, by=by, reason=reason)
        _queue(link, reason)


def _queue(link: ActionLink, reason: str = "") -> None:
    """Put the mail into the queue; its key counts the sendings of the link, which is locked or new."""
    prefix = f"by-link:{link.uid.hex}:"
    number = Mail.objects.filter(key__startswith=prefix).count() + 1
    with translation.override(settings.LANGUAGE_CODE):
        subject, body = _mail_text(link, reason)
    queue_mail(f"{prefix}{number}", address=link.email, subject=subject, body=body)


def _mail_text(link: ActionLink, reason: str) -> tuple[str, str]:
    action = link.action
    day = action.due_on.strftime("%d/%m/%Y") if action.due_on else "–"
    subject = _("%(number)s: please report by %(day)s") % {"number": action.number, "day": day}
    lines = [
        _("Dear %(name)s,") % {"name": link.name},
        _("%(sender)s asks you for: %(title)s") % {"sender": link.sent_by, "title": action.title},
        _("Due: %(day)s") % {"day": day},
        _("What was said: %(reason)s") % {"reason": reason} if reason else "",
        _("Report progress and hand in evidence here; no account is needed:"),
        f"{settings.QMS_BASE_URL.rstrip('/')}{reverse('by_link', args=[token_of(link)])}",
        _("The link is for you alone and for this action only. It opens until %(day)s.")
        % {"day": link.expires_on.strftime("%d/%m/%Y")},
    ]
    return subject, "\n\n".join(line for line in lines if line)


def said_by(link: ActionLink) -> str:
    """How history names who wrote by the link."""
    return _("by link, %(who)s") % {"who": f"{link.name} <{link.email}>"}


@transaction.atomic
def note_by_link(link: ActionLink, *, text: str, files: Sequence[Prepared] = ()) -> None:
    """What somebody without an account says was done so far. Tells who sent the link. A second click writes nothing."""
    action = _standing_action(link)
    system = ensure_machine_accounts()
    if written_just_now(ActionNote.objects.filter(action=action, made_by=system, text=text.strip())) is None:
        _note(action, link, text.strip(), files, by=system, reason=said_by(link))
        notify("noted_by_link", about=action, to=[link.sent_by], who=link.name)


@transaction.atomic
def done_by_link(link: ActionLink, *, text: str, files: Sequence[Prepared] = ()) -> None:
    """Somebody without an account reports as done; who sent the link or approved the plan confirms it."""
    action = _standing_action(link)
    system, said = ensure_machine_accounts(), said_by(link)
    if action.status == ActionStatus.ASSIGNED:
        action = start_action(action, by=system, reason=said)
    if files:
        attach_files(ActionFile, action, list(files), by=system, purpose="evidence", reason=said)
    report_done(action, by=system, evidence=text.strip(), reason=said)
    if link.sent_by_id not in (action.assigned_by_id, action.approver_id):
        notify("action_done", about=action, to=[link.sent_by])


def _standing_action(link: ActionLink) -> Action:
    action = Action.objects.locked().get(pk=link.action_id)
    now = ActionLink.objects.select_related("action").get(pk=link.pk)
    if not is_open(now):
        raise LinkClosed
    if action.status not in ASKED_IN:
        raise StepRefused([_("It was reported as done already and waits to be confirmed.")])
    return action


class LinkClosed(Exception):
    """The link was taken back, or expired, between opening and sending."""


@operation("note_by_link")
def _note(action: Action, link: ActionLink, text: str, files: Sequence[Prepared], *, by: Any) -> None:
    who = f"{link.name} <{link.email}>"[:150]
    note = ActionNote(action=action, made_by=by, written_by=who, text=text, made_at=clock.now())
    note.save()
    if files:
        attach_files(ActionNoteFile, note, list(files), by=by, purpose="progress")
