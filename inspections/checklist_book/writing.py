"""Writes the checklist of an inspection as a workbook to fill in with no network: one sheet a session."""

import io
import re
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill, Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from inspections.asking import own_score
from inspections.checklist_book import layout
from inspections.checklist_book.answers import cell_of
from inspections.checklists import by_session, lines_of
from inspections.enums import AnswerResult, QuestionType
from inspections.models import ChecklistLine, Inspection, Session
from qms import clock
from qms.exporting.safe_text import plain_text

NOT_IN_SHEET_NAMES = re.compile(r"[\[\]:*?/\\']")
GREY, PALE = PatternFill("solid", fgColor="E6E9EF"), PatternFill("solid", fgColor="FFF9E5")
WRAPPED = Alignment(vertical="top", wrap_text=True)
OPEN = Protection(locked=False)
LISTS = "_lists"


def write_book(inspection: Inspection, *, by: Any, units: frozenset[int] | None = None) -> bytes:
    """The workbook as bytes: every standing line with its answer of now; only cells of answers are open to typing.

    `units` limits it to sessions in these units (keys); None means all.
    """
    book = Workbook()
    lists: Any = book.active
    lists.title = LISTS
    lists.sheet_state = "hidden"
    sessions = inspection.sessions.filter(ended_at=None).select_related("unit")
    if units is not None:
        sessions = sessions.filter(unit_id__in=units)
    lines = by_session(lines_of(inspection).select_related("clause"))
    for number, session in enumerate(sessions, 1):
        sheet = book.create_sheet(_sheet_name(number, session), number - 1)
        _write_sheet(sheet, lists, inspection, session, lines.get(session.pk, []), by)
    book.active = 0
    return _saved(book)


def _saved(book: Workbook) -> bytes:
    if len(book.worksheets) == 1:
        book.create_sheet(_("Checklist"), 0)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _sheet_name(number: int, session: Session) -> str:
    return NOT_IN_SHEET_NAMES.sub(" ", f"{number}. {session.unit.code}")[:31]


def _write_sheet(
    sheet: Worksheet, lists: Worksheet, inspection: Inspection, session: Session, lines: list[ChecklistLine], by: Any
) -> None:
    _write_head(sheet, inspection, session, by)
    rules = _Rules(sheet, lists)
    for number, line in enumerate(lines, 1):
        _write_line(sheet, layout.HEADER_ROW + number, number, line, rules)
    sheet.freeze_panes = f"E{layout.HEADER_ROW + 1}"
    sheet.protection.sheet = True
    sheet.protection.formatColumns = sheet.protection.formatRows = False
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = f"{layout.HEADER_ROW}:{layout.HEADER_ROW}"


def _write_head(sheet: Worksheet, inspection: Inspection, session: Session, by: Any) -> None:
    told = [
        f"{_('Checklist')} {inspection.number}",
        plain_text(inspection.title),
        plain_text(f"{session.unit.name} · {session.day:%d/%m/%Y} · {session.topic}".rstrip(" ·")),
        _("Sent out on %(day)s for %(person)s. Fill in the pale cells and bring the file back to the inspection.")
        % {"day": clock.now().astimezone(clock.HANOI).strftime("%d/%m/%Y %H:%M"), "person": by},
    ]
    for row, text in enumerate(told, 1):
        sheet.cell(row, 1, text).font = Font(bold=row < 3, size=14 if row == 1 else 11)
    for column, name in enumerate(layout.FIELDS, 1):
        cell = sheet.cell(layout.HEADER_ROW, column, layout.headers()[name])
        cell.font, cell.fill, cell.alignment = Font(bold=True), GREY, WRAPPED
        sheet.column_dimensions[get_column_letter(column)].width = layout.WIDTHS[name]
    sheet.column_dimensions[get_column_letter(len(layout.FIELDS))].hidden = True


def _write_line(sheet: Worksheet, row: int, number: int, line: ChecklistLine, rules: "_Rules") -> None:
    result = str(AnswerResult(line.result).label) if line.result in _chosen(line) else None
    values = {
        "number": number,
        "section": line.section,
        "clause": str(line.clause) if line.clause else line.written_as,
        "question": line.question,
        "how": layout.how_answered(line),
        "result": result,
        "answer": cell_of(line, line.value),
        "score": own_score(line),
        "note": line.note,
        "line": layout.code_of(line),
    }
    for column, name in enumerate(layout.FIELDS, 1):
        _write_cell(sheet, row, column, values[name], is_open=name in layout.ANSWERS)
    rules.restrict(line, row)


def _chosen(line: ChecklistLine) -> list[str]:
    """Results that a person chose; judged ones follow from the answer."""
    return AnswerResult.values if line.question_type == QuestionType.CONFORMITY else list(AnswerResult.unexamined())


def _write_cell(sheet: Worksheet, row: int, column: int, value: Any, *, is_open: bool) -> None:
    cell = sheet.cell(row, column)
    if isinstance(value, str):
        cell.value = plain_text(value)
        cell.data_type = "s"  # a text that begins with = stays a text
    elif value is not None:
        cell.value = value
    cell.alignment = WRAPPED
    if hasattr(value, "isoformat"):
        cell.number_format = "dd/mm/yyyy"
    if is_open:
        cell.protection, cell.fill = OPEN, PALE


class _Rules:
    """What the spreadsheet program offers in a cell: one rule for each list of words, over all cells that share it."""

    def __init__(self, sheet: Worksheet, lists: Worksheet) -> None:
        self.sheet, self.lists = sheet, lists
        self.rules: dict[tuple[str, ...], DataValidation] = {}

    def restrict(self, line: ChecklistLine, row: int) -> None:
        """Offer the results, and the answers of a question that has few."""
        self._offer(layout.results_offered(line), self._address("result", row))
        answers = {
            QuestionType.YES_NO: [_("Yes"), _("No")],
            QuestionType.CHOICE: [layout.choice_label(choice) for choice in line.choices],
        }.get(QuestionType(line.question_type))
        if answers:
            self._offer(answers, self._address("answer", row))

    def _address(self, name: str, row: int) -> str:
        return f"{get_column_letter(layout.FIELDS.index(name) + 1)}{row}"

    def _offer(self, words: list[str], address: str) -> None:
        key = tuple(words)
        if key not in self.rules:
            rule = DataValidation(type="list", formula1=self._listed(words), allow_blank=True)
            rule.errorTitle, rule.error = _("Choose from the list"), _("Choose one of the words that are offered.")
            self.sheet.add_data_validation(rule)
            self.rules[key] = rule
        self.rules[key].add(address)

    def _listed(self, words: list[str]) -> str:
        """The words in a column of the hidden sheet: longer lists than a rule itself can hold."""
        column = self.lists.max_column + 1
        letter = get_column_letter(column)
        for row, word in enumerate(words, 1):
            _write_cell(self.lists, row, column, word, is_open=False)
        return f"={LISTS}!${letter}$1:${letter}${len(words)}"
