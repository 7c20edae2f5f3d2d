"""Recurring duties by period as a file: one row for each duty and period."""

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from qms.models.action_work import ActionSeries
from qms.reports.declaration import Column, Report
from qms.reports.duty_heat import Cell, Row, Table
from qms.tables.duties import DutyFilter

Told = tuple[Table, Row, Cell]


def told_cells(tables: Iterable[Table]) -> list[Told]:
    """Each cell with its duty and its rhythm, in the order of the page."""
    return [(table, row, cell) for table in tables for row in table.rows for cell in row.cells]


class HeatExport(Report):
    """What the page draws as a table, as a list that can be counted."""

    name = "duties-by-period"
    title = _("Recurring duties by period")
    model = ActionSeries
    filterset_class = DutyFilter
    columns = (
        Column(_("Duty"), lambda told: told[1].series.title, width=50),
        Column(_("Unit code"), lambda told: told[1].series.unit.code, width=14),
        Column(_("Unit"), lambda told: told[1].series.unit.name),
        Column(_("Owner"), lambda told: told[1].series.owner, width=24),
        Column(_("Rhythm"), lambda told: told[0].label, width=14),
        Column(_("Period"), lambda told: told[2].period, width=14),
        Column(_("State"), lambda told: told[2].text, width=24),
        Column(_("Action"), lambda told: told[2].number, width=22),
    )

    def cells(self, rows: Any, as_of: dt.date | None) -> Iterator[list[Any]]:
        """A row for each cell of the page."""
        for told in rows:
            yield [column.value(told) for column in self.columns]
