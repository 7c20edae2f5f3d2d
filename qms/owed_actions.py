"""Actions as what somebody owes by a day."""

import datetime as dt
from collections.abc import Iterable

from django.db.models import Min

from qms import clock
from qms.batches import batched
from qms.enums import ActionStatus
from qms.models.actions import Action
from qms.models.system import RecordSpan
from qms.registry import Owed

GIVEN = [ActionStatus.ASSIGNED, ActionStatus.IN_PROGRESS]
CHUNK = 500


def actions_owed(first: dt.date, last: dt.date) -> Iterable[Owed]:
    """Actions assigned and not yet reported as done; two queries for 500."""
    rows = Action.objects.filter(status__in=GIVEN, ended_at=None, due_on__gte=first, due_on__lte=last)
    keys = list(rows.order_by("pk").values_list("pk", flat=True))
    for some in batched(keys, CHUNK):
        given = given_on(some)
        for action in Action.objects.filter(pk__in=some).order_by("pk"):
            if action.due_on is not None:
                given_to_owner = given.get((action.pk, action.owner_id))
                yield Owed(action, action.unit_id, action.due_on, action.owner_id, given_to_owner, action.title)


def given_on(keys: Iterable[int]) -> dict[tuple[int, int | None], dt.date]:
    """The day on which each action first stood assigned to each of its owners."""
    spans = RecordSpan.objects.filter(kind=Action._meta.label_lower, record_id__in=list(keys), status__in=GIVEN)
    rows = spans.order_by().values_list("record_id", "owner_id").annotate(first=Min("valid_from"))
    return {(record, owner): clock.day_of(moment) for record, owner, moment in rows}
