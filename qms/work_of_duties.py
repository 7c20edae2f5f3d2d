"""What somebody without an account was asked for, on the home page of who asked."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from qms.enums import ActionStatus
from qms.models.actions import Action
from qms.registry import WorkItem
from qms.work_of_actions import MOST


def asked_by_link(user: Any) -> Iterable[WorkItem]:
    """Open actions whose owner has no account: who assigned them follows them, and acts for the owner."""
    rows = Action.objects.filter(
        owner=None,
        assigned_by_id__in=user.authority.person_ids,
        status__in=[ActionStatus.ASSIGNED, ActionStatus.IN_PROGRESS],
        ended_at=None,
        brought_in=False,
    )
    for action in rows.select_related("unit").order_by("due_on", "pk")[:MOST]:
        yield WorkItem(
            group="coming",
            title=action.title,
            url=action.get_absolute_url(),
            number=action.number,
            kind=action.get_kind_display(),
            due=action.due_on,
            unit=action.unit.name,
            note=_("Asked of %(name)s") % {"name": action.owner_text},
        )
