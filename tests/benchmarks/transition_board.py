"""The board of a transition over many holders, against the SQL that its figures need, sent by a plain cursor."""

import datetime as dt
import itertools
from typing import Any

from django.db import connection
from django.urls import reverse

from qms.history import bulk
from qms.history.recording import recording
from qms.models import (
    Edition,
    HolderStep,
    TransitionDeadline,
    TransitionHolder,
    TransitionProgramme,
    TransitionStep,
    Unit,
    UnitPath,
)
from qms.operations.people import ensure_machine_accounts
from qms.transition.defaults import DEFAULT_STEPS
from tests.benchmarks.measure import cpu_pair, queries

FEW, MANY = 87, 11_000
RUNS = 12
ALLOWED, MOST_QUERIES = 3.0, 12
BEGAN = dt.date(2018, 9, 10)
numbers = itertools.count(1)


def measure(made: Any, client: Any, get: Any) -> list[tuple[str, float, float, float, str]]:
    """The whole page over many holders, from the address to the last byte; how many queries it sends over few."""
    few, _officer, _url, _programme = _opened(made, client, get, FEW)
    if few > MOST_QUERIES:
        raise RuntimeError(f"the board of {FEW} holders sends {few} queries, {MOST_QUERIES} are allowed")
    many, officer, url, programme = _opened(made, client, get, MANY)
    times = cpu_pair(lambda _: get(officer, url), lambda _: plain_sql(programme.pk, made.ministry.pk), RUNS)
    return [(f"board of {MANY} holders", *times, ALLOWED, f"{few} queries with {FEW}, {many} with {MANY}")]


def _opened(made: Any, client: Any, get: Any, size: int) -> tuple[int, Any, str, TransitionProgramme]:
    programme = fill(made, size)
    officer, url = client(made.officer), reverse("transition_board", args=[programme.uid])
    get(officer, url)  # what a process reads once
    return queries(lambda: get(officer, url)), officer, url, programme


def fill(made: Any, size: int) -> TransitionProgramme:
    """A running programme of so many holders with nine steps each, one of nine in a hundred complete."""
    editions = list(Edition.objects.order_by("pk")[:2])
    system = ensure_machine_accounts()
    with recording(by=system, operation="factory"):
        lead = Unit(code=f"L{next(numbers)}", name_vi="Đơn vị chủ trì", kind="ministry", valid_from=BEGAN)
        lead.parent = made.ministry
        lead.save()
        programme = TransitionProgramme(
            unit=lead, from_edition=editions[0], to_edition=editions[1], title_vi="Chương trình", status="running",
            starts_on=BEGAN, prepared_by=made.officer,
        )  # fmt: skip
        programme.save()
        steps = bulk.create(_steps(programme))
        bulk.create(_deadlines(programme))
        units = bulk.create(
            Unit(
                code=f"B{next(numbers)}", name_vi=f"Sở số {place}", kind="provincial_department", parent=lead,
                valid_from=BEGAN,
            )
            for place in range(size)
        )  # fmt: skip
        _paths(made, lead, units)
        holders = bulk.create(_holder(programme, unit, place) for place, unit in enumerate(units))
        bulk.create(row for place, holder in enumerate(holders) for row in _rows(holder, steps, place))
    return programme


def _paths(made: Any, lead: Unit, units: list[Unit]) -> None:
    """Everything below the ministry, outside its own system."""
    rows = [UnitPath(ancestor=made.ministry, unit=lead, depth=1, inside=True, valid_from=BEGAN)]
    rows += [UnitPath(ancestor=lead, unit=lead, depth=0, inside=True, valid_from=BEGAN)]
    for unit in units:
        rows.append(UnitPath(ancestor=unit, unit=unit, depth=0, inside=True, valid_from=BEGAN))
        rows.append(UnitPath(ancestor=made.ministry, unit=unit, depth=2, inside=False, valid_from=BEGAN))
    UnitPath.objects.bulk_create(rows, batch_size=1000)


def _steps(programme: TransitionProgramme) -> list[TransitionStep]:
    return [
        TransitionStep(programme=programme, key=one.key, position=place, title_vi=one.title_vi, after=list(one.after))
        for place, one in enumerate(DEFAULT_STEPS, 1)
    ]


def _deadlines(programme: TransitionProgramme) -> list[TransitionDeadline]:
    return [
        TransitionDeadline(
            programme=programme, name_vi="Thời hạn", wording="trước 31/12/2020", last_day=dt.date(2020, 12, 30),
            decision="Chỉ thị",
        )
    ]  # fmt: skip


def _holder(programme: TransitionProgramme, unit: Unit, place: int) -> TransitionHolder:
    complete = BEGAN + dt.timedelta(days=540) if place % 10 == 9 else None
    return TransitionHolder(
        programme=programme, unit=unit, group="moving", obligation="encouraged" if place % 7 == 6 else "yes",
        began_on=BEGAN, completed_on=complete,
    )  # fmt: skip


def _rows(holder: TransitionHolder, steps: list[TransitionStep], place: int) -> list[HolderStep]:
    """As many proved as the last digit says."""
    rows = []
    for number, step in enumerate(steps):
        row = HolderStep(holder=holder, step=step, planned_on=BEGAN + dt.timedelta(days=80 * (number + 1)))
        if number < place % 10:
            row.state, row.proved_on = "proved", BEGAN + dt.timedelta(days=60 * (number + 1) + place % 30)
        rows.append(row)
    return rows


HOLDERS = """SELECT h.id, h.uid, h.unit_id, u.code, u.name_vi, u.name_en, u.sort_key, u.kind, h."group", h.obligation,
 h.began_on, h.completed_on FROM qms_transitionholder h JOIN qms_unit u ON u.id = h.unit_id
 WHERE h.programme_id = %s AND h.ended_at IS NULL AND EXISTS (SELECT 1 FROM qms_unitpath p
 WHERE p.unit_id = h.unit_id AND p.ancestor_id = %s) ORDER BY u.sort_key, h.id"""
SUMS = """SELECT s.holder_id, SUM(CASE WHEN s.state = 'proved' THEN 1 ELSE 0 END),
 SUM(CASE WHEN s.state = 'in_hand' THEN 1 ELSE 0 END), SUM(CASE WHEN s.state = 'lost' THEN 1 ELSE 0 END),
 SUM(CASE WHEN s.planned_on < '2020-07-15' AND s.state <> 'proved' THEN 1 ELSE 0 END),
 MAX(CASE WHEN s.state = 'proved' THEN s.proved_on END) FROM qms_holderstep s
 JOIN qms_transitionholder h ON h.id = s.holder_id WHERE h.programme_id = %s AND h.ended_at IS NULL
 GROUP BY s.holder_id"""
STEPS = """SELECT s.step_id, s.state, COUNT(*) FROM qms_holderstep s JOIN qms_transitionholder h ON h.id = s.holder_id
 WHERE h.programme_id = %s AND h.ended_at IS NULL GROUP BY s.step_id, s.state"""
DAYS = """SELECT s.proved_on, COUNT(*) FROM qms_holderstep s JOIN qms_transitionholder h ON h.id = s.holder_id
 WHERE h.programme_id = %s AND h.ended_at IS NULL AND s.state = 'proved' GROUP BY s.proved_on"""
CELLS = """SELECT holder_id, step_id, state, began_on, proved_on, lost_on, planned_on, by_hand FROM qms_holderstep
 WHERE holder_id IN (SELECT id FROM qms_transitionholder WHERE programme_id = %s ORDER BY id LIMIT 50)"""


def plain_sql(programme: int, ministry: int) -> None:
    """Holders with their units, sums of each, states of each step, proofs by day, the cells of one page."""
    with connection.cursor() as cursor:
        cursor.execute(HOLDERS, [programme, ministry])
        cursor.fetchall()
        for sql in (SUMS, STEPS, DAYS, CELLS):
            cursor.execute(sql, [programme])
            cursor.fetchall()
