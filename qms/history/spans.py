"""Spans: from when to when each recorded state of a listed record stood, so that lists can be asked as of a day.

Derived from history, rebuildable, outside the chain.
"""

from typing import Any

from django.apps import apps


def span_model() -> Any:
    """The table of spans; asked for late because history stands below the models."""
    return apps.get_model("qms", "RecordSpan")


def is_listed(record: Any) -> bool:
    """Whether the record's model keeps spans: it names the columns by SPAN."""
    return hasattr(type(record), "SPAN")


def rebuild_spans(model: type[Any]) -> int:
    """Make all spans of a model again from its history. Returns how many there are."""
    table = span_model().objects
    table.filter(kind=model._meta.label_lower).delete()
    spans: list[Any] = []
    rows = model.history.order_by("id", "sequence")
    for row in rows.iterator(chunk_size=2000):
        if spans and spans[-1].record_id == row.id:
            spans[-1].valid_to = row.history_date
        columns = {name: getattr(row, source) for name, source in model.SPAN.items()}
        spans.append(
            span_model()(
                kind=model._meta.label_lower,
                record_id=row.id,
                history_id=row.history_id,
                valid_from=row.history_date,
                **columns,
            )
        )
    table.bulk_create(spans, batch_size=1000)
    return len(spans)
