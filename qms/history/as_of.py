"""How much was recorded after a day that is shown: counted up to a few thousand, as lists are."""

import datetime as dt
from typing import Any

from django.db.models import Q

from qms import clock
from qms.history.spans import span_model
from qms.history.standing import present

MOST = 1000  # later changes that are counted


def later_rows(model: Any, user: Any, day: dt.date, record_id: int | None = None) -> int:
    """How many later changes concern the list within reach, or one record; MOST + 1 says that there are more."""
    if not hasattr(model, "history"):
        return 0
    with present():
        rows = _later(model, user, clock.end_of(day), record_id)
        return len(rows.order_by().values_list("pk", flat=True)[: MOST + 1])


def _later(model: Any, user: Any, end: dt.datetime, record_id: int | None) -> Any:
    if record_id is not None:
        return model.history.filter(id=record_id, history_date__gte=end)
    if user.is_system or not hasattr(model.objects, "visible_to"):
        return model.history.filter(history_date__gte=end)
    if hasattr(model, "SPAN"):
        spans = span_model().objects.filter(kind=model._meta.label_lower, valid_from__gte=end)
        return spans.filter(_within_reach(model, user))
    return model.history.filter(history_date__gte=end, id__in=model.objects.visible_to(user).values("pk"))


def _within_reach(model: Any, user: Any) -> Q:
    """Spans of records within reach; plain reach is asked of the spans' own units."""
    from qms.models.reach import Reachable, inside_subtree, participated  # noqa: PLC0415 - models stand on history
    from qms.registry import registry  # noqa: PLC0415 - the registry stands on history

    own: Any = Reachable.reach_q
    plain = set(model.UNIT_FIELDS) <= {"unit_id", "raised_by_unit_id"} and model.reach_q.__func__ is own.__func__
    if not plain or registry.further_reach.get(model._meta.label_lower):
        return Q(record_id__in=model.objects.visible_to(user).values("pk"))
    units = inside_subtree(user.authority.record_units)
    somewhere = Q(record_id__in=participated(user, model))
    for name in model.UNIT_FIELDS:
        somewhere |= Q(**{f"{name}__in": units})
    return somewhere
