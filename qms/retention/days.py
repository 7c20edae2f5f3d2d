"""Days from which periods count, as expressions."""

from typing import Any

from django.db.models import DateField, OuterRef, Subquery
from django.db.models.functions import TruncDate

from qms import clock


def first_recorded(model: Any) -> Subquery:
    """The day on which the record was first written, where it holds no such day itself."""
    rows = model.history.model.objects.filter(id=OuterRef("pk"), history_type="+").order_by("history_id")
    day = TruncDate("history_date", tzinfo=clock.HANOI)
    return Subquery(rows.annotate(recorded_on=day).values("recorded_on")[:1], output_field=DateField())
