"""The demonstration's year 2019 of periodic reports: every figure adds up, as of a day what was in then."""

import datetime as dt
from collections import Counter, defaultdict
from decimal import Decimal

import pytest

from qms.consolidating.frozen import Counts, counted
from qms.consolidating.quarters import quarter_coded
from qms.consolidating.reading import at_end_of, read_quarter
from qms.history.standing import standing
from qms.models import Consolidation, PeriodicReport, ReportFigure, ReportLine, Signature
from qms.reporting.figures import counts_of, pair_of
from qms.signatures import content_hash

pytestmark = pytest.mark.django_db

QUARTERS = {"2019-Q1": ("2019-Q1",), "2019-Q2": ("2019-Q2", "2019-H1"), "2019-Q3": ("2019-Q3",),
            "2019-Q4": ("2019-Q4", "2019-H2")}  # fmt: skip


def test_the_year_has_what_is_told_of_it(demonstration):
    rows = PeriodicReport.objects.filter(period_code__startswith="2019")
    assert Counter(rows.filter(edition_number=1).values_list("period_code", flat=True)) == {
        "2019-Q1": 24, "2019-Q2": 24, "2019-Q3": 24, "2019-Q4": 24, "2019-H1": 63, "2019-H2": 63,
    }  # fmt: skip
    first = list(rows.filter(edition_number=1))
    assert sum(one.submitted_on > one.due_on for one in first) == 5
    assert sum(one.returned_on is not None for one in first) == 2
    assert rows.filter(edition_number=2, replaces__isnull=False, status="accepted").count() == 1
    now = PeriodicReport.objects.filter(period_code__in=["2020-Q2", "2020-H1"])
    assert set(now.values_list("status", flat=True)) == {
        "open", "filled", "submitted", "returned", "accepted", "excused",
    }  # fmt: skip


def test_each_consolidation_is_the_plain_sum_of_its_reports(demonstration):
    """Of the versions accepted before it was drawn: of the corrected report the first."""
    plain = defaultdict(lambda: [Decimal(0), Decimal(0)])
    figures = ReportFigure.objects.filter(report__period_code__startswith="2019", report__edition_number=1)
    for code, key, over, under in figures.values_list("report__period_code", "line__key", "numerator", "denominator"):
        quarter = next(name for name, joined in QUARTERS.items() if code in joined)
        plain[quarter, key][0] += over
        plain[quarter, key][1] += under or 0
    told = {}
    for made in Consolidation.objects.filter(code__startswith="2019"):
        assert made.status == "signed"
        for key, over, under in made.figures.values_list("line__key", "numerator", "denominator"):
            told[made.code, key] = [over, under or 0]
    assert len(told) == 4 * ReportLine.objects.count()
    assert told == plain


def test_as_of_the_fifteenth_of_july_it_shows_what_was_in_then(demonstration):
    made = Consolidation.objects.get(code="2019-Q2")
    assert counted(made.states) == Counts(owed=87, received=87, on_time=85, late=2)
    day = dt.date(2019, 7, 15)
    with at_end_of(day):
        reading = read_quarter(made.unit, made.form, quarter_coded("2019-Q2"))
        figures = reading.sums()["dossiers_received"]
    out = {duty.holder.code: duty.judged.state for duty in reading.duties if not duty.is_in}
    assert out == {"C-VL": "missing", "SLĐ-34": "missing"}
    rows = ReportFigure.objects.filter(
        report__period_code__in=QUARTERS["2019-Q2"], report__submitted_on__lte=day, line__key="dossiers_received"
    )
    assert (figures.numerator, figures.reports) == (sum(rows.values_list("numerator", flat=True)), 85)


def test_figures_of_reports_are_what_the_records_said_on_the_day_of_counting(demonstration):
    figures = ReportFigure.objects.exclude(counted_as_of=None).select_related("report", "line")
    by_day = defaultdict(list)
    for figure in figures:
        by_day[figure.counted_as_of, figure.report.figures_from, figure.report.figures_to].append(figure)
    assert by_day
    for (day, *days), rows in by_day.items():
        with standing(day):
            found = counts_of({row.report for row in rows}, {row.line for row in rows}, day)[tuple(days)]
        for row in rows:
            then = pair_of(row.line, found.get((row.report.unit_id, row.line.query)))
            assert (row.counted_numerator, row.counted_denominator) == then, (row.report.unit, row.line.key)


def test_each_signature_covers_what_was_submitted(demonstration):
    report = PeriodicReport.objects.filter(period_code="2019-Q1", status="accepted").first()
    sequence = report.history.get(operation="periodic_report.fill").sequence
    row = report.history.get(sequence=sequence)
    report.version, report.head_hash = row.sequence, row.row_hash
    assert Signature.objects.get(record_uid=report.uid).content_hash == content_hash(report)
