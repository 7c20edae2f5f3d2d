"""A periodic report as its printed form takes it, and as a workbook."""

import datetime as dt
import io
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font

from qms.exporting.form_workbook import FACE, FRAME, GREY, MIDDLE, height, long_day, put, write
from qms.exporting.safe_text import plain_text
from qms.models.periodic_reports import PeriodicReport, PeriodicReportFile
from qms.operations.report_files import standing_files, submitted_files
from qms.printing.contexts import Signature
from qms.printing.labels import LABELS, MOTTO, NATION
from qms.printing.periodic_report_form import PrintedReport, ReportPart, ReportRow
from qms.reporting.shown import LineShown, SectionShown, sections_of
from qms.reporting_enums import ReportStatus
from qms.reports.printed_parts import language, letterhead, mark, signed_rows
from qms.signatures import signatures_of

SENT = (ReportStatus.SUBMITTED, ReportStatus.ACCEPTED)
WIDTHS = (6, 60, 14, 12, 12, 12, 44)


def report_context(report: PeriodicReport) -> PrintedReport:
    """The report as it was submitted; anything else is a marked draft."""
    labels = LABELS[language()]
    head = letterhead(report, report.unit, report.submitted_on if report.status in SENT else None)
    days = {"first": f"{report.figures_from:%d/%m/%Y}", "last": f"{report.figures_to:%d/%m/%Y}"}
    sections = sections_of(report)
    cut_off = cut_off_of(sections)
    return PrintedReport(
        letterhead=replace(head, number=report.document_number if report.status in SENT else ""),
        mark=mark(report, content_hash=report.content_hash if report.status in SENT else ""),
        language=language(),
        title=report.form.title,
        state=copy_of(report),
        period=labels["periodic_period_of"].format(period=report.period_code, **days),
        cut_off=labels["periodic_cut_off"].format(day=f"{cut_off:%d/%m/%Y}") if cut_off else "",
        addressee=report.superior.name,
        parts=tuple(
            ReportPart(
                heading=f"{one.section.number}. {one.section.title}",
                text=one.text.text if one.text is not None else "",
                rows=tuple(row_of(line, cut_off) for line in one.lines),
            )
            for one in sections
        ),
        annexes=tuple(link.name for link in _annexes(report)),
        signatures=_signatures(report),
        recipients=tuple(line.strip(" -;.") for line in report.recipients.splitlines() if line.strip(" -;.")),
    )


def _annexes(report: PeriodicReport) -> list[PeriodicReportFile]:
    """What it was submitted with; of a draft what is attached."""
    return submitted_files(report) if report.status in SENT else standing_files(report)


def copy_of(report: PeriodicReport) -> str:
    """What this copy is: a draft, a correction, one that was replaced; nothing for the report that stands."""
    labels = LABELS[language()]
    if report.status == ReportStatus.RETURNED:
        return labels["periodic_returned"]
    said = [] if report.status in SENT else [labels["periodic_draft"]]
    later = PeriodicReport.objects.filter(replaces_id=report.pk, status=ReportStatus.ACCEPTED).first()
    if later is not None:
        said.append(labels["periodic_replaced"].format(number=later.document_number or later.number))
    if report.replaces is not None:
        before = report.replaces.document_number or report.replaces.number
        words = {"number": report.edition_number, "before": before, "why": report.why}
        said.append(labels["periodic_correction"].format(**words))
    return "; ".join(said)


def cut_off_of(sections: list[SectionShown]) -> dt.date | None:
    """As of when the records were counted, where it is the same day for every figure: it is said once."""
    figures = [line.figure for one in sections for line in one.lines if line.figure is not None]
    days = {figure.counted_as_of for figure in figures} - {None}
    return next(iter(days)) if len(days) == 1 else None


def row_of(line: LineShown, cut_off: dt.date | None = None) -> ReportRow:
    """A line with its value and where it comes from."""
    return ReportRow(
        title=line.line.title,
        measure=line.line.measure_unit,
        value=line.value,
        share=line.share,
        source=source_of(line, cut_off),
    )


def source_of(line: LineShown, cut_off: dt.date | None = None) -> str:
    """From the records as of when, or from the unit; without the day where the paper says it once (`cut_off`)."""
    labels, figure = LABELS[language()], line.figure
    if figure is None or figure.counted_as_of is None:
        return labels["periodic_typed"]
    if figure.why:
        name = "periodic_corrected_then" if cut_off else "periodic_corrected"
        return labels[name].format(counted=line.counted, day=f"{figure.counted_as_of:%d/%m/%Y}", why=figure.why)
    name = "periodic_from_records" if cut_off else "periodic_counted"
    return labels[name].format(day=f"{figure.counted_as_of:%d/%m/%Y}")


def _signatures(report: PeriodicReport) -> tuple[Signature, ...]:
    """Who submitted this version; room for a pen while nobody has."""
    rows = [row for row in signatures_of(report) if row.step == "submit"]
    if report.status in SENT and rows:
        return tuple(signed_rows(rows[-1:]))
    return (Signature(heading=LABELS[language()]["periodic_head"]),)


def report_workbook(report: PeriodicReport) -> bytes:
    """The same as a workbook: heading of the document, then every figure with numerator and denominator apart."""
    told, labels = report_context(report), LABELS[language()]
    book = Workbook()
    sheet: Any = book.active
    sheet.title = plain_text(report.period_code)[:31]
    _head(sheet, told, report)
    names = ("ordinal", *(f"periodic_{name}" for name in ("indicator", "measure", "value", "whole", "share", "source")))
    heads = [labels[name] for name in names]
    for column, (text, width) in enumerate(zip(heads, WIDTHS, strict=True), 1):
        place = sheet.cell(HEAD_ROW, column)
        write(place, plain_text(text))
        place.font, place.alignment, place.border, place.fill = Font(name=FACE, bold=True), MIDDLE, FRAME, GREY
        sheet.column_dimensions[place.column_letter].width = width
    for row, values in enumerate(_rows(report), HEAD_ROW + 1):
        _write_row(sheet, row, values)
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight, sheet.print_title_rows = 0, f"{HEAD_ROW}:{HEAD_ROW}"
    sheet.oddFooter.center.text = "&P/&N"
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


HEAD_ROW = 9


def _head(sheet: Any, told: PrintedReport, report: PeriodicReport) -> None:
    head, labels = told.letterhead, LABELS[language()]
    put(sheet, 1, 1, 2, head.superior.upper(), size=12)
    put(sheet, 2, 1, 2, head.unit.upper(), size=12, bold=True)
    put(sheet, 3, 1, 2, f"{labels['number']} {head.number or '…'}", size=12)
    put(sheet, 1, 3, 7, NATION, size=12, bold=True)
    put(sheet, 2, 3, 7, MOTTO, size=12, bold=True, underline="single")
    day = long_day(report.submitted_on) if report.status in SENT and report.submitted_on else ""
    put(sheet, 3, 3, 7, f"{head.place}, {day}" if day else "", size=12, italic=True)
    put(sheet, 5, 1, 7, f"{labels['periodic_title']} – {told.title}", size=14, bold=True)
    put(sheet, 6, 1, 7, told.period, size=11, italic=True)
    put(sheet, 7, 1, 7, told.state, size=12, bold=True)


def _rows(report: PeriodicReport) -> Iterator[list[Any]]:
    """A row for each section with its text, then one for each line."""
    for one in sections_of(report):
        text = one.text.text if one.text is not None else ""
        yield [one.section.number, f"{one.section.title}\n{text}".strip(), "", None, None, "", ""]
        for number, line in enumerate(one.lines, 1):
            figure = line.figure
            pair = (figure.numerator, figure.denominator) if figure is not None else (None, None)
            values = [None if value is None else float(value) for value in pair]
            yield [number, line.line.title, line.line.measure_unit, *values, line.share, source_of(line)]


def _write_row(sheet: Any, row: int, values: list[Any]) -> None:
    bold = isinstance(values[0], str)
    sheet.row_dimensions[row].height = height(values, WIDTHS)
    for column, value in enumerate(values, 1):
        place = sheet.cell(row, column)
        write(place, plain_text(value) if isinstance(value, str) else value)
        place.font, place.border = Font(name=FACE, bold=bold and column < 3), FRAME
        place.alignment = Alignment(wrap_text=True, vertical="top")
