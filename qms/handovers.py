"""What of actions and documents passes to another when a person leaves."""

from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qms import clock, policy
from qms.enums import ActionStatus, IssueStatus
from qms.forms.fields import people_of
from qms.models.actions import Action
from qms.models.documents import Document, Issue
from qms.models.people import User
from qms.operations.actions import reassign_action, replace_helper
from qms.operations.document_edits import edit_document, edit_faults
from qms.registry import Handover
from qms.workflows import ACTION, taker_faults

WORKING = (ActionStatus.PROPOSED, ActionStatus.ASSIGNED, ActionStatus.IN_PROGRESS)
UNDER_WAY = (IssueStatus.DRAFT, IssueStatus.IN_REVIEW, IssueStatus.REVIEWED)


def actions_owned(person: User) -> Any:
    """Actions that the person still has to do."""
    return Action.objects.filter(owner=person, status__in=WORKING, ended_at=None)


def owner_faults(action: Action, person: User, to: User, by: Any) -> list[str]:
    """Why `to` does not become its owner."""
    return list(ACTION.blockers("reassign", action, by).reasons) + _taker_faults(action, to)


def _taker_faults(action: Action, to: User) -> list[str]:
    faults = taker_faults([action], to).get(action.pk, [])
    if not people_of(action.unit_id).filter(pk=to.pk).exists():
        text = _("%(person)s does not work in %(unit)s, nor above or below it.")
        faults.append(text % {"person": to, "unit": action.unit})
    return faults


def take_ownership(action: Action, person: User, to: User, *, by: Any, reason: str) -> None:
    """Another owner."""
    reassign_action(action, by=by, reason=reason, owner=to)


def actions_helped(person: User) -> Any:
    """Actions with which the person helps."""
    helped = Action.objects.filter(helpers__user=person, helpers__ended_at=None, status__in=WORKING, ended_at=None)
    return Action.objects.filter(pk__in=helped.values("pk"))


def helper_faults(action: Action, person: User, to: User, by: Any) -> list[str]:
    """Why `to` does not help instead."""
    faults = policy.refusal(by, "qms.reassign_action", action) + _taker_faults(action, to)
    if to.pk == action.owner_id:
        faults.append(_("%(person)s owns the action already.") % {"person": to})
    return faults


def take_help(action: Action, person: User, to: User, *, by: Any, reason: str) -> None:
    """Another helper."""
    replace_helper(action, person, by=by, to=to, reason=reason)


def documents_written(person: User) -> Any:
    """Documents whose author the person is, as long as they are used or written: they answer for their review."""
    in_force = Document.objects.in_force(clock.today()).values("pk")
    written = Issue.objects.filter(status__in=UNDER_WAY).values("document")
    return Document.objects.filter(Q(pk__in=in_force) | Q(pk__in=written), author=person, ended_at=None)


def author_faults(document: Document, person: User, to: User, by: Any) -> list[str]:
    """Why `to` does not become its author."""
    faults = policy.refusal(by, "qms.care_for_document", document) + edit_faults(document)
    if not people_of(document.unit_id).filter(pk=to.pk).exists():
        text = _("%(person)s does not work in %(unit)s, nor above or below it.")
        faults.append(text % {"person": to, "unit": document.unit})
    return faults


def take_authorship(document: Document, person: User, to: User, *, by: Any, reason: str) -> None:
    """Another author."""
    edit_document(document, by=by, reason=reason, author=to)


HANDOVERS = {
    "action": Handover(gettext_lazy("Actions to do"), actions_owned, owner_faults, take_ownership, order=10),
    "help": Handover(gettext_lazy("Actions to help with"), actions_helped, helper_faults, take_help, order=20),
    "document": Handover(
        gettext_lazy("Documents written, and their reviews"),
        documents_written,
        author_faults,
        take_authorship,
        due=lambda document: document.review_due_on,
        order=30,
    ),
}


def url(person: User) -> str:
    """The page on which the person's open things are handed over."""
    return reverse("hand_over", args=[person.uid])


def is_offered(record: Any, user: Any) -> bool:
    """Whether the button stands on the page: on people's, for who may."""
    return isinstance(record, User) and bool(policy.may(user, "qms.hand_over", record))
