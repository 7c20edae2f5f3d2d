"""Spans: from when to when each recorded state of a listed record stood, so that lists can be asked as of a day.

Derived from history, rebuildable, outside the chain.
"""

from itertools import chain, islice, pairwise
from typing import Any

from django.apps import apps
from django.db import transaction

BATCH = 2000  # rows held in memory at once


def span_model() -> Any:
    """The table of spans; asked for late because history stands below the models."""
    return apps.get_model("qms", "RecordSpan")


def is_listed(record: Any) -> bool:
    """Whether the record's model keeps spans: it names the columns by SPAN."""
    return hasattr(type(record), "SPAN")


@transaction.atomic
def rebuild_spans(model: type[Any]) -> int:
    """Make all spans of a model again from its history. Returns how many there are."""
    table = span_model().objects
    table.filter(kind=model._meta.label_lower).delete()
    rows = chain(model.history.order_by("id", "sequence").iterator(chunk_size=BATCH), [None])
    spans = (_span(model, row, after) for row, after in pairwise(rows))
    made = 0
    while batch := list(islice(spans, BATCH)):
        made += len(table.bulk_create(batch))
    return made


def _span(model: type[Any], row: Any, after: Any) -> Any:
    """A row stands until the record's next one."""
    return span_model()(
        kind=model._meta.label_lower,
        record_id=row.id,
        history_id=row.history_id,
        valid_from=row.history_date,
        valid_to=after.history_date if after is not None and after.id == row.id else None,
        **{name: getattr(row, source) for name, source in model.SPAN.items()},
    )
