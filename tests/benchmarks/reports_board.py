"""All units by quarters, against its raw SQL.

The raw SQL is everything that the page has to ask, sent by a bare cursor in the same process, all rows fetched and
made into Python values (days, uids, decimals): the statements for session, person, authority, superior and notices as
the page sends them, and by hand what the grid stands on: periods, units with their holdings, every report with its
days, the lines of the forms, every figure of the line that is followed. It has no middlewares, no rules, no judging,
no page: those are what the ratio is about. The page is drawn as a server draws it: without the copies of every
template's context that Django's test client keeps.
"""

import datetime as dt
import itertools
from decimal import Decimal
from functools import partial
from typing import Any
from unittest.mock import patch
from uuid import UUID

from django.db import connection
from django.template import Template
from django.urls import reverse

from qms import clock
from qms.history import bulk
from qms.history.recording import recording
from qms.models import (
    PeriodicReport,
    PeriodScheme,
    QMSHolding,
    ReportFigure,
    ReportForm,
    ReportLine,
    ReportPeriod,
    ReportSection,
    Unit,
    UnitPath,
)
from qms.operations.people import ensure_machine_accounts
from qms.reporting.periods import of_year
from tests.benchmarks.measure import cpu_pair, queries

FEW, UNITS, MANY = 8, 87, 700
YEARS = range(2015, 2021)
"""Six years of quarters: 24."""
RUNS = 12
ALLOWED, MOST_QUERIES = 3.0, 12
BEGAN = dt.date(2014, 1, 2)
numbers = itertools.count(1)


def measure(made: Any, client: Any, get: Any) -> list[tuple[str, float, float, float, str]]:
    """The whole page over many units and 24 quarters, from the address to the last byte, with a line followed."""
    few, _officer, _url, _superior = _opened(made, client, get, FEW)
    lines = []
    for size in (UNITS, MANY):
        count, officer, url, superior = _opened(made, client, get, size)
        page = partial(get, officer, url)
        floor = partial(plain_sql, superior.pk, statements(page))
        with patch.object(Template, "_render", lambda self, context: self.nodelist.render(context)):
            times = cpu_pair(lambda _, page=page: page(), lambda _, floor=floor: floor(), RUNS)
        lines.append((f"{size} units by 24 quarters", *times, ALLOWED, f"{count} queries, {few} with {FEW} units"))
    return lines


def _opened(made: Any, client: Any, get: Any, size: int) -> tuple[int, Any, str, Unit]:
    superior = fill(made, size)
    officer, url = client(made.officer), f"{reverse('reports_board')}?year=all&line=dossiers_on_time"
    get(officer, url)  # what a process reads once
    count = queries(lambda: get(officer, url))
    if count > MOST_QUERIES:
        raise RuntimeError(f"the page of {size} units sends {count} queries, {MOST_QUERIES} are allowed")
    return count, officer, url, superior


def fill(made: Any, size: int) -> Unit:
    """A superior of its own inside the ministry, the first by its name, with so many units below it.

    A quarter of them report every quarter, the others every half-year.
    """
    with recording(by=ensure_machine_accounts(), operation="factory"):
        place = next(numbers)
        superior = Unit(code=f"RS{place}", name_vi=f"Bộ {900 - place}", kind="ministry", valid_from=BEGAN)
        superior.parent = made.ministry
        superior.save()
        UnitPath.objects.bulk_create(
            [
                UnitPath(ancestor=made.ministry, unit=superior, depth=1, inside=True, valid_from=BEGAN),
                UnitPath(ancestor=superior, unit=superior, depth=0, inside=True, valid_from=BEGAN),
            ]
        )
        form, line = _form()
        periods = [period for rhythm in ("quarterly", "six-monthly") for period in _periods(superior, form, rhythm)]
        units = bulk.create(
            Unit(
                code=f"R{next(numbers)}", name_vi=f"Đơn vị số {place}", kind="provincial_department" if place % 4 else
                "bureau", parent=superior, valid_from=BEGAN,
            )
            for place in range(size)
        )  # fmt: skip
        _paths(superior, units)
        bulk.create(
            QMSHolding(unit=unit, obligation="yes", rhythm=_rhythm(place), valid_from=BEGAN)
            for place, unit in enumerate(units)
        )
        reports = bulk.create(_reports(made, superior, form, periods, units))
        bulk.create(
            ReportFigure(report=one, line=line, numerator=Decimal(90 + one.pk % 9), denominator=Decimal(100))
            for one in reports
        )
    return superior


def _form() -> tuple[ReportForm, ReportLine]:
    form = ReportForm(code=f"bench-{next(numbers)}", title_vi="Báo cáo", title_en="Report")
    form.save()
    section = ReportSection(form=form, position=1, number="I", title_vi="Thủ tục", title_en="Procedures")
    section.save()
    line = ReportLine(
        form=form, section=section, position=1, key="dossiers_on_time", title_vi="Đúng hạn", title_en="On time",
        kind="ratio",
    )  # fmt: skip
    line.save()
    return form, line


def _periods(superior: Unit, form: ReportForm, rhythm: str) -> list[ReportPeriod]:
    scheme = PeriodScheme(
        code=f"bench-{next(numbers)}", title_vi="Báo cáo", title_en="Report", superior=superior, rhythm=rhythm,
        form=form,
    )  # fmt: skip
    scheme.save()
    return list(bulk.create([period for year in YEARS for period in of_year(scheme, year)]))


def _rhythm(place: int) -> str:
    return "six-monthly" if place % 4 else "quarterly"


def _paths(superior: Unit, units: list[Unit]) -> None:
    rows = [UnitPath(ancestor=unit, unit=unit, depth=0, inside=True, valid_from=BEGAN) for unit in units]
    rows += [UnitPath(ancestor=superior, unit=unit, depth=1, inside=False, valid_from=BEGAN) for unit in units]
    UnitPath.objects.bulk_create(rows, batch_size=1000)


def _reports(made: Any, superior: Unit, form: ReportForm, periods: Any, units: Any) -> Any:
    """One in ten late, one in thirty still open."""
    for period in periods:
        for place, unit in enumerate(units):
            if period.scheme.rhythm != _rhythm(place):
                continue
            turn = place + period.figures_to.month
            sent = period.due_on + dt.timedelta(days=3 if turn % 10 == 0 else -2)
            values = {"status": "accepted", "submitted_on": sent, "submitted_by": made.officer}
            yield PeriodicReport(
                number=f"BM-{next(numbers)}", unit=unit, superior=superior, period=period, form=form,
                period_code=period.code, figures_from=period.figures_from, figures_to=period.figures_to,
                due_on=period.due_on, opened_on=period.opens_on, **({} if turn % 30 == 0 else values),
            )  # fmt: skip


PERIODS = """SELECT p.id, p.code, s.rhythm, s.form_id, p.figures_from, p.figures_to, p.opens_on, p.due_on
 FROM qms_reportperiod p JOIN qms_periodscheme s ON s.id = p.scheme_id WHERE s.superior_id = %(superior)s
 AND p.opens_on <= %(day)s ORDER BY p.figures_to, p.id"""
UNITS_SQL = """SELECT u.id, u.uid, u.code, u.name_vi, u.name_en, u.sort_key, u.kind, h.rhythm, h.valid_from, h.valid_to
 FROM qms_unit u LEFT JOIN qms_qmsholding h ON h.unit_id = u.id WHERE (EXISTS (SELECT 1 FROM qms_unitpath c
 WHERE c.unit_id = u.id AND c.ancestor_id = %(superior)s AND c.depth > 0) AND h.id IS NOT NULL) OR EXISTS
 (SELECT 1 FROM qms_periodicreport r WHERE r.unit_id = u.id AND r.superior_id = %(superior)s) ORDER BY h.valid_from"""
REPORTS = """SELECT r.id, r.unit_id, r.period_id, r.edition_number, r.status, r.due_on, r.submitted_on, r.returned_on,
 r.uid FROM qms_periodicreport r JOIN qms_reportperiod p ON p.id = r.period_id
 JOIN qms_periodscheme s ON s.id = p.scheme_id WHERE r.superior_id = %(superior)s AND s.superior_id = %(superior)s
 AND p.opens_on <= %(day)s ORDER BY r.edition_number"""
LINES = """SELECT l.key, l.title_vi, l.title_en, l.kind, l.measure_unit FROM qms_reportline l WHERE l.form_id IN
 (SELECT s.form_id FROM qms_periodscheme s WHERE s.superior_id = %(superior)s) ORDER BY l.position"""
FIGURES = """SELECT f.report_id, f.numerator, f.denominator FROM qms_reportfigure f
 JOIN qms_reportline l ON l.id = f.line_id JOIN qms_periodicreport r ON r.id = f.report_id
 WHERE l.key = 'dossiers_on_time' AND r.superior_id = %(superior)s
 AND f.numerator IS NOT NULL AND f.denominator IS NOT NULL"""


GRID = ("qms_reportperiod", "qms_reportline", "qms_periodicreport")
"""Tables of what is asked by hand."""
UIDS, DECIMALS = {UNITS_SQL: (1,), REPORTS: (8,)}, {FIGURES: (1, 2)}
"""Columns that one database gives as texts and as floating numbers."""
Sent = list[tuple[str, Any]]


def statements(call: Any) -> Sent:
    """The statements of the page that do not ask for the grid, with their values."""
    sent: Sent = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if not any(table in sql for table in GRID):
            sent.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        call()
    return sent


def plain_sql(superior: int, shell: Sent) -> None:
    """What the page has to ask, as Python values."""
    asked: dict[str, Any] = {"superior": superior, "day": clock.today()}
    with connection.cursor() as cursor:
        for sql, params in shell:
            cursor.execute(sql, params)
            cursor.fetchall()
        for sql in (PERIODS, UNITS_SQL, REPORTS, LINES, FIGURES):
            cursor.execute(sql, asked)
            _values(cursor.fetchall(), UIDS.get(sql, ()), DECIMALS.get(sql, ()))


def _values(rows: list[Any], uids: tuple[int, ...], decimals: tuple[int, ...]) -> list[list[Any]]:
    found = [list(row) for row in rows]
    for row in found:
        for place in uids:
            row[place] = row[place] if isinstance(row[place], UUID) else UUID(row[place])
        for place in decimals:
            row[place] = Decimal(str(row[place]))
    return found
