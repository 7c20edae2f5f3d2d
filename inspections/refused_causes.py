"""Causes refused for lack of evidence: told by their history, until they are written anew."""

from typing import Any

from django.db.models import OuterRef, Subquery

from inspections.models import Cause

REFUSED = "refuse_cause"


def last_operation() -> Subquery:
    """What was last done with a cause, for `annotate` on causes."""
    rows = Cause.history.filter(id=OuterRef("pk")).order_by("-history_id")
    return Subquery(rows.values("operation")[:1])


def is_refused(cause: Cause) -> bool:
    """Whether the cause waits for its author since somebody refused it."""
    newest = Cause.history.filter(id=cause.pk).order_by("-history_id").values_list("operation", flat=True).first()
    return newest == REFUSED


def refusals_of(nonconformity_id: int) -> dict[int, Any]:
    """By cause, the history row that refused it and still stands: one query for a whole record."""
    rows = Cause.history.filter(nonconformity_id=nonconformity_id).select_related("history_user")
    latest = {row.id: row for row in rows.defer("chain_text").order_by("history_id")}
    return {key: row for key, row in latest.items() if row.operation == REFUSED}
