"""What of actions stands on a person's home page; each provider asks a fixed number of queries."""

from collections.abc import Iterable
from typing import Any

from django.db.models import BooleanField, Case, Exists, OuterRef, Q, Value, When
from django.urls import reverse
from django.utils.translation import gettext as _

from qms.enums import ActionKind, ExtensionStatus, Role
from qms.enums import ActionStatus as A
from qms.models.actions import Action, ActionExtension
from qms.models.reach import inside_subtree
from qms.registry import WorkItem
from qms.rules.actions import LONG_EXTENSION
from qms.tables.saved_views import actions_to_verify

MOST = 100  # items a provider gives


def _item(group: str, action: Action, note: str, url: str = "") -> WorkItem:
    """The item. Work that was reported done is not late: its due day was its owner's, not the verifier's."""
    return WorkItem(
        group=group,
        title=action.title,
        url=url or action.get_absolute_url(),
        number=action.number,
        kind=action.get_kind_display(),
        due=None if action.status == A.DONE else action.due_on,
        unit=action.unit.name,
        note=note,
    )


def owned_actions(user: Any) -> Iterable[WorkItem]:
    """What the person owes; proposals are still to come."""
    rows = Action.objects.filter(owner_id__in=user.authority.person_ids, ended_at=None)
    rows = rows.filter(status__in=[A.PROPOSED, A.ASSIGNED, A.IN_PROGRESS]).select_related("unit")
    for action in rows.order_by("due_on", "pk")[:MOST]:
        proposed = action.status == A.PROPOSED
        yield _item("coming" if proposed else "do", action, action.get_status_display())


def actions_to_decide(user: Any) -> Iterable[WorkItem]:
    """Proposed tasks to assign, reported actions to verify: what the person may decide, never their own doing."""
    people = user.authority.person_ids
    assign = Q(status=A.PROPOSED, assigned_by_id__in=people) & ~Q(kind__in=ActionKind.of_a_plan())
    assign &= Q(owner=None) | ~Q(owner_id__in=people)
    rows = Action.objects.filter(actions_to_verify(user) | assign, ended_at=None).select_related("unit")
    for action in rows.order_by("due_on", "pk")[:MOST]:
        yield _item("decide", action, _verify(action) if action.status == A.DONE else _("Assign it"))


def _verify(action: Action) -> str:
    if action.done_on is None:
        return _("Verify it")
    return _("Verify it: reported done on %(day)s") % {"day": action.done_on.strftime("%d/%m/%Y")}


def extensions_to_decide(user: Any) -> Iterable[WorkItem]:
    """Requests for more time to endorse (managers) or to decide (who assigned or approved, or top management)."""
    authority = user.authority
    people = authority.person_ids
    top = Q(action__unit_id__in=inside_subtree(authority.units_as(Role.TOP)))
    endorse = Q(action__unit_id__in=inside_subtree(authority.units_as(Role.MANAGER)))
    endorse |= Q(action__unit_id__in=authority.units_as(Role.TOP))
    decide = Q(action__approver_id__in=people) | Q(action__approver=None, action__assigned_by_id__in=people)
    rows = ActionExtension.objects.exclude(asked_by_id__in=people)
    rows = rows.filter(Q(status=ExtensionStatus.ASKED) & endorse | Q(status=ExtensionStatus.ENDORSED) & (decide | top))
    granted = ActionExtension.objects.filter(action=OuterRef("action"), status=ExtensionStatus.GRANTED)
    rows = rows.annotate(
        again=Exists(granted), top=Case(When(top, then=Value(True)), default=Value(False), output_field=BooleanField())
    )
    for one in rows.select_related("action__unit").order_by("pk")[:MOST]:
        if one.status == ExtensionStatus.ENDORSED and _is_long(one) and not one.top:
            continue
        yield _request(one)


def _is_long(one: Any) -> bool:
    original = one.action.original_due_on or one.from_day
    return one.again or (one.to_day - original).days > LONG_EXTENSION


def _request(one: Any) -> WorkItem:
    asked = one.status == ExtensionStatus.ASKED
    note = _("Endorse more time until %(day)s") if asked else _("Decide on more time until %(day)s")
    url = reverse("extension_step", args=[one.uid, "endorse" if asked else "grant"])
    return _item("decide", one.action, note % {"day": one.to_day.strftime("%d/%m/%Y")}, url)
