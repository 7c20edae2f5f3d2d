"""Compares what stands here, what the sheet says and what was sent out; nothing is written."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from inspections.asking import Given
from inspections.checklist_book.answers import spoken
from inspections.checklist_book.reading import BookRow, named_rows, read_row
from inspections.checklists import lines_of
from inspections.models import ChecklistLine, Inspection
from qms.importing.reading import RowReading

SHEET, STANDING = "sheet", "standing"
"""What a person decides where both changed."""


@dataclass
class Compared:
    """One row with its verdict: write, unchanged, conflict, keep (the sheet's answer is set aside) or reject."""

    book: BookRow
    verdict: str
    sent_out: Given | None = None
    standing: Given | None = None
    sentence: str = ""

    @property
    def line(self) -> ChecklistLine | None:
        """The line that the row names."""
        return self.book.line

    @property
    def row(self) -> RowReading:
        """The row of the file."""
        return self.book.row

    @property
    def spoken(self) -> dict[str, str]:
        """The three answers in words: standing, sheet, sent_out."""
        line = self.book.line
        if line is None:
            return {}
        told = {"standing": self.standing, "sheet": self.book.given, "sent_out": self.sent_out}
        return {name: spoken(line, given or Given()) for name, given in told.items()}


def compare(inspection: Inspection, rows: list[RowReading], decisions: Mapping[str, str]) -> list[Compared]:
    """The verdict of each row; `decisions` says by the line's uid whether the sheet or what stands here counts."""
    books = named_rows(rows)
    lines = {line.uid: line for line in lines_of(inspection).select_related("clause", "answered_by")}
    for one in books:
        if one.uid is None:
            continue
        one.line = lines.get(one.uid)
        if one.line is None:
            one.faults["line"] = _("This line is not in the checklist of %(number)s.") % {"number": inspection.number}
        else:
            read_row(one)
    sent = _sent_out([one for one in books if one.line is not None])
    return [_verdict(one, sent, decisions) for one in books]


def _sent_out(books: list[BookRow]) -> dict[int, Given]:
    """What each line said in the version that the workbook was made from, out of its history, by the line's key."""
    wanted = {one.line.pk: one.base_version for one in books if one.line is not None}
    stale = [one.line.pk for one in books if one.line is not None and one.line.version != one.base_version]
    found = {one.line.pk: answer_on(one.line) for one in books if one.line is not None}
    found |= {key: Given() for key in stale}
    rows = ChecklistLine.history.filter(id__in=stale).only("id", "sequence", "result", "value", "note", "score")
    return found | {row.id: answer_on(row) for row in rows if row.sequence == wanted[row.id]}


def answer_on(line: ChecklistLine) -> Given:
    """The answer that a line, or a past version of it, holds."""
    return Given(line.result, dict(line.value), line.note, line.score)


def _verdict(one: BookRow, sent: dict[int, Given], decisions: Mapping[str, str]) -> Compared:
    if one.faults or one.line is None:
        return Compared(one, "reject")
    base, standing, sheet = sent[one.line.pk], answer_on(one.line), one.given
    told = Compared(one, "unchanged", base, standing)
    if sheet is None:
        if base.result:
            told.sentence = _("The cells were emptied; the answer stands as it is.")
        return told
    if sheet in (base, standing):
        return told
    if standing == base:
        told.verdict = "write"
        return told
    told.verdict = {SHEET: "write", STANDING: "keep"}.get(decisions.get(str(one.line.uid), ""), "conflict")
    told.sentence = _("%(person)s answered this line after the workbook was sent out: choose which answer stands.") % {
        "person": one.line.answered_by or _("Somebody")
    }
    return told
