"""What pages need that the demonstration does not tell: a draft of a template, a sent answer beside another, a file."""

import io
from decimal import Decimal
from types import SimpleNamespace

from openpyxl import load_workbook

from inspections.asking import Given
from inspections.checklist_book.layout import FIELDS, HEADER_ROW
from inspections.checklist_book.staged import stage_book
from inspections.checklist_book.writing import write_book
from inspections.enums import AnswerResult, Grade
from inspections.models import ChecklistTemplate, Finding
from inspections.operations.conflicts import SentBeside, keep_conflicts
from inspections.operations.finding import record_finding
from inspections.operations.template import begin_version
from qms import clock
from qms.models import User


def make_more(conducted):
    """Write it in an inspection in progress, and hand it out by name."""
    officer = User.objects.get(username="officer1")
    template = ChecklistTemplate.objects.get(unit__code="SLĐ-01")
    return SimpleNamespace(
        draft=begin_version(template, by=officer),
        conflict=_conflict(conducted),
        book=_book(conducted),
        finding=_findings(conducted)[0],
    )


def _conflict(inspection):
    """An answer of a phone to a line that somebody answered meanwhile."""
    line = inspection.sessions.first().lines.exclude(result="").order_by("position").first()
    given = Given(str(AnswerResult.NOT_CONFORMING), score=Decimal("1"), note="Sổ theo dõi để trống từ trang 12.")
    (conflict,) = keep_conflicts([SentBeside(line, given, 1, clock.now())], by=inspection.lead)
    return conflict


def _book(inspection):
    """A filled workbook that waits to be compared: one note changed, one result that is none."""
    book = load_workbook(io.BytesIO(write_book(inspection, by=inspection.lead)))
    sheet = book.worksheets[0]
    sheet.cell(HEADER_ROW + 1, FIELDS.index("note") + 1, "Đã xem lại tại chỗ.")
    sheet.cell(HEADER_ROW + 2, FIELDS.index("result") + 1, "không rõ")
    filled = io.BytesIO()
    book.save(filled)
    return stage_book(inspection, filled.getvalue(), "phieu-danh-gia.xlsx", by=inspection.lead)


def _findings(inspection):
    """Two findings that could be answered together."""
    texts = ("Bản hết hiệu lực còn ở bàn làm việc", "Bản hết hiệu lực còn ở phòng họp")
    drafts = [Finding(inspection=inspection, unit=inspection.unit, grade=Grade.MINOR, statement=text) for text in texts]
    return [record_finding(draft, by=inspection.lead) for draft in drafts]
