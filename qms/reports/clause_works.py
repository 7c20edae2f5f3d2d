"""The gap assessment as a list: which rows a filter leaves, the columns of its export, its printed table."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qms.folding import fold
from qms.policy import Text
from qms.printing.clause_contexts import GapEntry
from qms.printing.document_contexts import Register
from qms.reports.clause_lists import with_headings
from qms.reports.declaration import Column
from qms.reports.printed_registers import register_of
from qms.transition.clause_picture import ClauseRow

PRINTED = 4  # lines of evidence for a clause on paper

FILTERS: dict[str, tuple[Text, Callable[[ClauseRow], bool]]] = {
    "open": (gettext_lazy("To be judged"), lambda row: row.is_open),
    "gaps": (gettext_lazy("Gaps"), lambda row: row.is_gap),
    "confirm": (gettext_lazy("To be confirmed"), lambda row: row.waits_for_confirmation),
    "new": (gettext_lazy("New clauses"), lambda row: row.is_new),
    "excluded": (
        gettext_lazy("Not applicable"),
        lambda row: row.work is not None and row.work.judgement == "not_applicable",
    ),
}
"""By the word in the address: what the filter is called, and which rows it keeps."""


def narrowed(rows: Sequence[ClauseRow], show: str, words: str) -> list[ClauseRow]:
    """What the filter and the words leave, with the headings above it."""
    keep = FILTERS[show][1] if show in FILTERS else lambda row: True
    wanted = fold(words).split()
    left = [row for row in rows if not row.is_heading and keep(row) and _holds(row, wanted)]
    return with_headings(rows, left)


def _holds(row: ClauseRow, words: Sequence[str]) -> bool:
    if not words:
        return True
    told = [row.clause.title_vi, row.clause.title_en]
    if row.work is not None:
        told += [row.work.statement, row.work.reason]
    text = fold(" ".join(told))
    return all(word in text or row.clause.number.startswith(word) for word in words)


def _of_work(name: str) -> Callable[[ClauseRow], Any]:
    return lambda row: getattr(row.work, name) if row.work is not None else None


COLUMNS = (
    Column(gettext_lazy("Clause"), "clause.number", width=12),
    Column(gettext_lazy("Title"), "clause.title", width=40),
    Column(gettext_lazy("Old clauses"), lambda row: ", ".join(one.clause.number for one in row.old), width=18),
    Column(gettext_lazy("Carried over"), "carried_said", width=18),
    Column(gettext_lazy("Judgement"), lambda row: row.work.get_judgement_display() if row.work else _("To be judged")),
    Column(gettext_lazy("How it is met, or what is missing"), _of_work("statement"), width=50),
    Column(gettext_lazy("Why it does not apply"), _of_work("reason"), width=40),
    Column(gettext_lazy("Judged by"), lambda row: str(row.work.judged_by) if row.work else ""),
    Column(gettext_lazy("Judged on"), _of_work("judged_on"), "date"),
    Column(gettext_lazy("Evidence"), lambda row: "\n".join(one.text for one in row.evidence), width=50),
    Column(gettext_lazy("Actions"), lambda row: "\n".join(action_said(one) for one in row.actions), width=40),
)


def action_said(action: Any) -> str:
    """An action in one line."""
    due = f", {action.due_on:%d/%m/%Y}" if action.due_on else ""
    return f"{action.number} {action.title} ({action.owner or action.owner_text}{due}; {action.get_status_display()})"


def gap_register(request: Any, holder: Any, rows: Iterable[ClauseRow], scope: str, as_of: dt.date | None) -> Register:
    """The printed table: every row that the filter left, headings among them."""
    said = _("%(unit)s: from %(old)s to %(new)s") % {
        "unit": holder.unit,
        "old": holder.programme.from_edition,
        "new": holder.programme.to_edition,
    }
    entries = [_entry(row) for row in rows]
    return register_of(request, _("Gap assessment"), [said, scope], entries, holder.unit, as_of)


def _shortly(told: list[str]) -> str:
    """The newest of many lines, and how many more there are: paper is read at a glance, the workbook has them all."""
    more = len(told) - PRINTED
    lines = told[:PRINTED] + ([_("and %(more)d more") % {"more": more}] if more > 0 else [])
    return "\n".join(lines)


def _entry(row: ClauseRow) -> GapEntry:
    if row.is_heading:
        return GapEntry(number=row.clause.number, title=row.clause.title)
    work = row.work
    return GapEntry(
        number=row.clause.number,
        title=row.clause.title,
        carried="\n".join(filter(None, [", ".join(one.clause.number for one in row.old), row.carried_said])),
        judgement=work.get_judgement_display() if work else _("To be judged"),
        statement="\n".join(filter(None, [work.statement, work.reason])) if work else "",
        evidence=_shortly([one.text for one in row.evidence]),
        actions="\n".join(f"{one.number} {one.title}" for one in row.actions),
        owners="\n".join(str(one.owner or one.owner_text) for one in row.actions),
        due="\n".join(f"{one.due_on:%d/%m/%Y}" for one in row.actions if one.due_on),
    )
