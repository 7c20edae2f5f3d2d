"""Spans: from when to when each recorded state of a listed record stood, so that lists can be asked as of a day.

Derived from history, rebuildable, outside the chain.
"""

from collections.abc import Sequence
from typing import Any

from django.apps import apps
from django.dispatch import receiver
from simple_history.signals import post_create_historical_record


def span_model() -> Any:
    """The table of spans; asked for late because history stands below the models."""
    return apps.get_model("qms", "RecordSpan")


def is_listed(record: Any) -> bool:
    """Whether the record's model keeps spans: it names the columns by SPAN."""
    return hasattr(type(record), "SPAN")


def _span_of(record: Any, history_row: Any) -> Any:
    columns = {name: getattr(record, source) for name, source in type(record).SPAN.items()}
    return span_model()(
        kind=record._meta.label_lower,
        record_id=record.pk,
        history_id=history_row.history_id,
        valid_from=history_row.history_date,
        **columns,
    )


def write_spans(records: Sequence[Any], history_rows: Sequence[Any], *, new: bool) -> None:
    """End the open span of each record and begin the one of its new history row."""
    if not records or not is_listed(records[0]):
        return
    table = span_model().objects
    if not new:
        table.filter(
            kind=records[0]._meta.label_lower,
            record_id__in=[record.pk for record in records],
            valid_to=None,
        ).update(valid_to=history_rows[0].history_date)
    table.bulk_create(
        [_span_of(record, row) for record, row in zip(records, history_rows, strict=True)], batch_size=1000
    )


@receiver(post_create_historical_record)
def write_span(sender: Any, instance: Any, history_instance: Any, **kwargs: Any) -> None:
    """Keep the spans of a record that was saved by itself."""
    if is_listed(instance):
        write_spans([instance], [history_instance], new=history_instance.sequence == 1)


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
