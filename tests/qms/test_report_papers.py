"""Papers of reports: a filled report on few pages, the day of counting said once; the page over all units on paper."""

import io
from decimal import Decimal

import pytest
from django.urls import reverse
from openpyxl import load_workbook
from pypdf import PdfReader

from qms import printing
from qms.models import ReportFigure, ReportPeriod
from qms.reports.printed_periodic_reports import report_context, report_workbook
from tests.factories import save
from tests.periodic_reports import loaded, opened
from tests.qms.test_consolidations import report as reported
from tests.qms.test_consolidations import world
from tests.qms.test_periodic_report_pages import signed_in
from tests.shared_organisation import DAY, on

__all__ = ["world"]

WHY = "Số liệu theo sổ theo dõi của đơn vị, chưa nhập đủ vào hệ thống"


@pytest.fixture
def full(org, tmp_path):
    """A report whose every counted figure was put right with a reason."""
    with on(DAY):
        report = opened(org, ReportPeriod.objects.get(scheme=loaded(org, tmp_path), code="2020-H1"))
    for one in ReportFigure.objects.filter(report=report).exclude(counted_as_of=None):
        save(one, numerator=Decimal(374), denominator=Decimal(400), why=WHY)
    return report


def test_a_report_with_a_reason_in_every_line_fills_no_more_than_five_pages(org, full):
    told = report_context(full)
    pdf = PdfReader(io.BytesIO(printing.render_pdf(printing.PERIODIC_REPORT, told)))
    text = " ".join("\n".join(page.extract_text() for page in pdf.pages).split())
    assert len(pdf.pages) <= 5
    assert text.count("15/07/2020") <= 1 + 2 * len(pdf.pages), "the day of counting stands above, not in each line"
    sources = [row.source for part in told.parts for row in part.rows]
    assert any(WHY in source for source in sources)
    assert not any("15/07/2020" in source for source in sources)
    assert "15/07/2020" in told.cut_off


def test_figures_counted_on_several_days_say_each_its_own(org, full):
    figure = ReportFigure.objects.filter(report=full).exclude(counted_as_of=None).first()
    save(figure, counted_as_of=DAY.replace(day=3))
    told = report_context(full)
    sources = [row.source for part in told.parts for row in part.rows]
    assert told.cut_off == ""
    assert sum("03/07/2020" in source for source in sources) == 1
    assert sum("15/07/2020" in source for source in sources) > 20


def paper(sheet):
    """How a sheet goes to the printer."""
    setup = sheet.page_setup
    fitted = sheet.sheet_properties.pageSetUpPr.fitToPage, setup.fitToWidth or 1, setup.fitToHeight
    return setup.orientation, str(setup.paperSize), fitted, sheet.print_title_rows


def test_workbooks_are_landscape_one_page_wide_with_their_head_on_each_page(org, full):
    sheet = load_workbook(io.BytesIO(report_workbook(full))).active
    assert paper(sheet) == ("landscape", "9", (True, 1, 0), "$9:$9")


def test_the_page_over_all_units_goes_to_paper_as_a_form(world):
    reported(world, world.inspectorate, day=9)
    answer = signed_in(world.director).get(reverse("reports_board"), {"export": "xlsx", "kind": "central"})
    sheet = load_workbook(io.BytesIO(b"".join(answer.streaming_content))).worksheets[0]
    assert paper(sheet) == ("landscape", "9", (True, 1, 0), "$8:$8")
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=8)]
    assert rows[0][:3] == ["Code", "Unit", "Kind of unit"]
    assert rows[1][0] == "TTR"
    assert "Central units" in sheet["A6"].value
