"""Any list as of a day: the historical rows that stood at the end of it, found through spans."""

import datetime as dt
from typing import Any

from django.db.models import Q, QuerySet

from qms import clock
from qms.history.spans import span_model


def standing_spans(model: type[Any], day: dt.date) -> QuerySet:
    """The spans of a model that stood at the end of the day."""
    end = clock.end_of(day)
    return span_model().objects.filter(
        Q(valid_to=None) | Q(valid_to__gte=end), kind=model._meta.label_lower, valid_from__lt=end
    )


def as_of_queryset(model: type[Any], day: dt.date) -> QuerySet:
    """Historical rows of a listed model as they had been recorded by the end of the day."""
    return _rows(model, standing_spans(model, day))


def _rows(model: type[Any], spans: QuerySet) -> QuerySet:
    rows = model.history.model.objects.filter(history_id__in=spans.values("history_id"))
    return rows.defer("chain_text")


def _of_history(condition: Q) -> Q:
    """The same predicate on historical rows, where pk is the row's and id the record's key."""
    children = [_of_history(child) if isinstance(child, Q) else _renamed(child) for child in condition.children]
    return Q(*children, _connector=condition.connector, _negated=condition.negated)


def _renamed(child: Any) -> Any:
    if not isinstance(child, tuple):
        return child  # EXISTS over columns that historical rows have too
    name, value = child
    return ("id" + name.removeprefix("pk"), value) if name == "pk" or name.startswith("pk__") else child


def visible_as_of(model: type[Any], user: Any, day: dt.date) -> QuerySet:
    """As `as_of_queryset`, within reach: today's roles and appointments, over the units the record had then."""
    spans = standing_spans(model, day)
    if user.is_system:
        return _rows(model, spans)
    if _reach_is_plain(model):
        spans = spans.filter(_side_of_spans(model, user))
        return _rows(model, spans)
    return _rows(model, spans).filter(_of_history(model.reach_q(user)))


def _reach_is_plain(model: type[Any]) -> bool:
    from qms.models.reach import Reachable  # noqa: PLC0415 - models stand on history
    from qms.registry import registry  # noqa: PLC0415 - the registry stands on history

    plain = set(model.UNIT_FIELDS) <= {"unit_id", "raised_by_unit_id"}
    plain = plain and not registry.further_reach.get(model._meta.label_lower)
    own: Any = Reachable.reach_q
    return plain and model.reach_q.__func__ is own.__func__


def _side_of_spans(model: type[Any], user: Any) -> Q:
    from qms.models.reach import participated, side_q  # noqa: PLC0415 - models stand on history

    return side_q(user, *model.UNIT_FIELDS) | Q(record_id__in=participated(user, model))


def later_rows(model: type[Any], user: Any, day: dt.date, record_id: int | None = None) -> int:
    """How many later changes concern the list within reach, or one record."""
    spans = span_model().objects.filter(kind=model._meta.label_lower, valid_from__gte=clock.end_of(day))
    if record_id is not None:
        return spans.filter(record_id=record_id).count()
    if user.is_system:
        return spans.count()
    return spans.filter(record_id__in=model.objects.visible_to(user).values("pk")).count()


def instance_of(row: Any, model: type[Any]) -> Any:
    """The record as the historical row tells it, with the related rows already fetched; never to be saved."""
    fields = row.tracked_fields
    record = model(**{field.attname: getattr(row, field.attname) for field in fields})
    record._state.adding = False
    record._state.fields_cache.update(
        {name: value for name, value in row._state.fields_cache.items() if name not in {"history_user", "on_behalf_of"}}
    )
    record.as_of_row = row
    return record
