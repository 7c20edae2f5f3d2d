"""What board, calendar and steps for many actions register: due days of actions, words of history."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from qms.due_days import DueSource, add_due_source
from qms.enums import ActionStatus
from qms.registry import registry
from qms.reports.actions import ActionReport

PHRASES = {
    "reassign_actions": _("Another owner named for several actions"),
    "grant_more_time": _("More time given without a request"),
}


def _still_owed() -> Q:
    return Q(status__in=[ActionStatus.PROPOSED, ActionStatus.ASSIGNED, ActionStatus.IN_PROGRESS])


def _owned(user: Any) -> Q:
    return Q(owner_id__in=user.authority.person_ids)


ACTIONS = DueSource(
    name="action",
    label=_("Action"),
    report=ActionReport,
    day="due_on",
    waiting=_still_owed,
    own=_owned,
    text=lambda action: action.title,
    owner=lambda action: str(action.owner or action.owner_text),
    related=("unit", "owner"),
)


def register() -> None:
    """Fill the registry; called once when apps are ready."""
    registry.phrases.update(PHRASES)
    add_due_source(ACTIONS)
