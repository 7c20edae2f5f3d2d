"""The data the benchmarks stand on: one organisation, and as many nonconformities as asked for."""

import copy
import datetime as dt
import itertools
import uuid
from typing import Any

from django.db import connection, models

from inspections.enums import NonconformityStatus
from inspections.models import Nonconformity
from qms.models.participation import Participation
from qms.models.reach import participation_rows
from tests.factories import NonconformityFactory
from tests.organisation import build_organisation


def organisation() -> Any:
    """Units and people as the tests know them."""
    return build_organisation()


def fill(made: Any, count: int) -> None:
    """Bring the table of nonconformities to `count` rows, written as the lists read them."""
    missing = count - Nonconformity.objects.count()
    if missing <= 0:
        return
    pattern = NonconformityFactory(unit=made.division, raised_by_unit=made.department, raised_by=made.officer1)
    units = itertools.cycle([made.division, made.section, made.sibling, made.department])
    states = itertools.cycle(NonconformityStatus.values)
    first = Nonconformity.objects.count()
    rows = [_copy(pattern, first + number, next(units), next(states)) for number in range(missing - 1)]
    rows = models.QuerySet(Nonconformity).bulk_create(rows, batch_size=500)
    named = [row for record in rows for row in participation_rows(record)]
    for row in named:
        row.named_at = None
    Participation.objects.bulk_create(named, batch_size=2000, ignore_conflicts=True)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _copy(pattern: Nonconformity, number: int, unit: Any, status: str) -> Nonconformity:
    row = copy.copy(pattern)
    row._state = copy.copy(pattern._state)
    row._state.adding = True
    row.pk, row.uid, row.unit, row.status = None, uuid.uuid4(), unit, status
    row.brought_in = True
    row.number = f"KPH-2020-B-{number:06d}"
    row.due_on = row.raised_on + dt.timedelta(days=number % 90)
    row.search_text = f"{row.number.lower()} hai ho so tre han khong co phieu xin loi"
    return row
