"""Nonconforming outputs that repeat: the same procedure and unit, three or more within ninety days."""

import datetime as dt
from typing import Any

from django.db.models import Count, Max

from qms import clock
from qms.models.outputs import NonconformingOutput
from qms.performance_enums import OutputStatus

REPEATED = 3
WITHIN = dt.timedelta(days=90)


def counting() -> Any:
    """Outputs that count: those withdrawn were none."""
    return NonconformingOutput.objects.filter(ended_at=None).exclude(status=OutputStatus.WITHDRAWN)


def repeats_of(output: NonconformingOutput) -> Any:
    """Those of the same procedure and unit in the ninety days up to it, itself among them."""
    if output.document_id is None:
        return NonconformingOutput.objects.none()
    same = counting().filter(document_id=output.document_id, unit_id=output.unit_id)
    return same.filter(found_on__gt=output.found_on - WITHIN, found_on__lte=output.found_on)


def repeated_now(rows: Any = None) -> list[dict[str, Any]]:
    """Procedure and unit with three or more in the last ninety days: how many, and when the last was found."""
    since = clock.today() - WITHIN
    recent = (counting() if rows is None else rows).filter(document__isnull=False, found_on__gt=since)
    counted = recent.order_by().values("document_id", "unit_id").annotate(count=Count("pk"), last=Max("pk"))
    return list(counted.filter(count__gte=REPEATED).order_by("unit_id", "document_id"))
