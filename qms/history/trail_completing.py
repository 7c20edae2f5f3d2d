"""Lines that the trail lacks: of history rows written before there was a trail, or by an older release."""

from django.apps import apps
from django.db import connection, models, transaction

from qms.history.evidence_rows import history_model
from qms.history.tracked import TrackedModel
from qms.history.trail import COLUMNS, trail_model

FROM_ROW = (
    "h.id AS record_id, h.history_id, COALESCE(h.history_user_id, 0) AS by_id, h.operation,"
    " h.history_date AS recorded_at"
)
WITHOUT_LINE = (
    "WHERE NOT EXISTS (SELECT 1 FROM qms_trailentry t"
    " WHERE t.kind = %s AND t.record_id = h.id AND t.history_id = h.history_id)"
)


def complete_trail() -> int:
    """Add the lines of history rows that have none, such as those written before there was a trail. How many."""
    kinds = _incomplete()
    if not kinds:
        return 0
    selects = [
        f"SELECT %s AS kind, {FROM_ROW} FROM {table} h {WITHOUT_LINE}"  # noqa: S608 - our own names
        for table in kinds.values()
    ]
    names = ", ".join(COLUMNS)
    sql = f"INSERT INTO qms_trailentry ({names}) SELECT {names} FROM ({' UNION ALL '.join(selects)}) AS missing"  # noqa: S608
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"{sql} ORDER BY recorded_at, kind, history_id", [kind for kind in kinds for _ in range(2)])
        return int(cursor.rowcount)


def _incomplete() -> dict[str, str]:
    """Kinds with more history rows than lines, and the tables of their rows: counting alone tells, and is fast."""
    lines = dict(trail_model().objects.order_by().values_list("kind").annotate(models.Count("id")))
    found = {}
    for model in apps.get_models():
        if issubclass(model, TrackedModel):
            history = history_model(model)
            if history._base_manager.count() > lines.get(model._meta.label_lower, 0):
                found[model._meta.label_lower] = connection.ops.quote_name(history._meta.db_table)
    return found
