"""The comparison of two audits as a list: filters, columns of its export, its printed table."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inspections.edition_comparison import Compared, Verdict
from inspections.models import Inspection
from qms.policy import Text
from qms.printing.clause_contexts import ComparedEntry
from qms.printing.document_contexts import Register
from qms.reports.clause_lists import with_headings
from qms.reports.declaration import Column
from qms.reports.printed_registers import register_of


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
    return with_headings(rows, [row for row in rows if not row.is_heading and keep(row)])


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


def comparison_register(
    request: Any, holder: Any, audits: Sequence[Inspection], rows: Iterable[Compared], scope: str
) -> Register:
    """The printed table."""
    named = [f"{one.number} ({one.starts_on:%d/%m/%Y}–{one.ends_on:%d/%m/%Y})" for one in audits]
    said = [holder.unit.name, *named, scope]
    return register_of(request, _("Comparison of two audits"), said, [_entry(row) for row in rows], holder.unit)


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
