"""The comparison of two audits as a list: filters, columns of its export, its printed table."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inspections.edition_comparison import Compared, Verdict
from inspections.models import Inspection
from qms import clock
from qms.policy import Text
from qms.printing import contexts
from qms.printing.clause_contexts import ComparedEntry
from qms.printing.document_contexts import Register
from qms.reports.declaration import WIDTHS, Column
from qms.reports.printed_parts import language, letterhead
from qms.reports.printed_registers import Headed, address


def _came_out(verdict: str) -> Callable[[Compared], bool]:
    return lambda row: row.verdict == verdict


FILTERS: dict[str, tuple[Text, Callable[[Compared], bool]]] = {
    **{str(value): (label, _came_out(value)) for value, label in Verdict.choices},
    "new": (gettext_lazy("New clauses"), lambda row: not row.old),
    "withdrawn": (gettext_lazy("Withdrawn clauses"), lambda row: row.is_withdrawn),
}
"""By the word in the address: what the filter is called, and which rows it keeps."""


def narrowed(rows: Sequence[Compared], show: str) -> list[Compared]:
    """What the filter leaves, with the headings above it."""
    if show not in FILTERS:
        return list(rows)
    keep = FILTERS[show][1]
    left = [row for row in rows if not row.is_heading and keep(row)]
    above = {
        row.clause.number.rsplit(".", cut)[0] for row in left for cut in range(1, row.clause.number.count(".") + 1)
    }
    kept = {id(row) for row in left}
    return [row for row in rows if id(row) in kept or (row.is_heading and row.clause.number in above)]


COLUMNS = (
    Column(gettext_lazy("Clause"), "clause.number", width=12),
    Column(gettext_lazy("Title"), "clause.title", width=40),
    Column(gettext_lazy("Old clauses"), lambda row: old_said(row), width=18),
    Column(gettext_lazy("Found before"), lambda row: _label(row.before_look), width=22),
    Column(gettext_lazy("Audit before"), "before_by", width=22),
    Column(gettext_lazy("Found now"), lambda row: _label(row.after_look), width=22),
    Column(gettext_lazy("Audit now"), "after_by", width=22),
    Column(gettext_lazy("Compared"), lambda row: _label(row.verdict_look), width=18),
    Column(gettext_lazy("Note"), "note", width=40),
)


def old_said(row: Compared) -> str:
    """The numbers of the old clauses."""
    return ", ".join(clause.number for clause in row.old)


def _label(look: dict[str, str] | None) -> str:
    return look["label"] if look else ""


@dataclass(frozen=True)
class ComparedList:
    """What the exporters take."""

    title: str
    name: str = "comparison"

    def export_columns(self) -> list[tuple[str, str, int]]:
        """Headers, kinds and widths."""
        return [(str(column.header), column.kind, column.width or WIDTHS[column.kind]) for column in COLUMNS]

    def cells(self, rows: Iterable[Compared], as_of: dt.date | None) -> Iterator[list[Any]]:
        """Values of every row."""
        for row in rows:
            if not row.is_heading:
                yield [column.value(row) for column in COLUMNS]


def comparison_register(
    request: Any, holder: Any, audits: Sequence[Inspection], rows: Iterable[Compared], scope: str
) -> Register:
    """The printed table."""
    day = clock.today()
    named = [f"{one.number} ({one.starts_on:%d/%m/%Y}–{one.ends_on:%d/%m/%Y})" for one in audits]
    return Register(
        letterhead=letterhead(Headed, holder.unit, day),
        mark=contexts.PrintMark(status=_("Comparison of two audits"), printed_at=clock.now(), url=address(request)),
        language=language(),
        scope="; ".join(filter(None, [holder.unit.name, *named, scope])),
        updated_on=day,
        rows=tuple(_entry(row) for row in rows),
    )


def _entry(row: Compared) -> ComparedEntry:
    if row.is_heading:
        return ComparedEntry(number=row.clause.number, title=row.clause.title)
    return ComparedEntry(
        number=row.clause.number,
        title=row.clause.title,
        old_clauses=old_said(row),
        before=_label(row.before_look),
        after=_label(row.after_look),
        verdict=row.verdict_look["label"],
        note=row.note,
    )
