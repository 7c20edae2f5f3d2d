"""A year of the ministry's reports opens by itself: central units each quarter, departments each half-year."""

import datetime as dt
from collections import Counter

import pytest
from django.conf import settings
from django.core.management import call_command

from qms.consolidating.holders import holders_below, owes
from qms.consolidating.quarters import quarter_coded
from qms.consolidating.reading import read_quarter
from qms.models import PeriodicReport, QMSHolding, ReportPeriod, Unit
from qms.operations.report_opening import holders_owing
from qms.operations.unit_files import load_units_file
from qms.registry import registry
from qms.reporting.loading import load_report_file
from tests.factories import UnitFactory, save
from tests.shared_organisation import on

pytestmark = pytest.mark.django_db

FORM = """
form:
  code: SHORT
  title_vi: "Báo cáo"
  title_en: "Report"
  sections:
    - number: "I"
      title_vi: "Chỉ đạo"
      title_en: "Leadership"
      lines: [{key: units_checked, kind: count, title_vi: "Đơn vị", title_en: "Units"}]
schemes:
  - {code: Q, title_vi: "Quý", title_en: "Quarter", superior: "BLĐTBXH", rhythm: quarterly, years: [2019]}
  - {code: H, title_vi: "Nửa năm", title_en: "Half-year", superior: "BLĐTBXH", rhythm: six-monthly, years: [2019]}
"""
QUARTERS, HALVES = ["2019-Q1", "2019-Q2", "2019-Q3", "2019-Q4"], ["2019-H1", "2019-H2"]


@pytest.fixture
def ministry(system, tmp_path):
    """The shipped units and both rhythms of the directive, in a short form."""
    with on(dt.date(2018, 12, 1)):
        load_units_file(settings.BASE_DIR / "fixtures" / "reference" / "units.yaml", by=system)
        (tmp_path / "form.yaml").write_text(FORM)
        load_report_file(tmp_path / "form.yaml", by=system)
    return Unit.objects.get(code="BLĐTBXH")


def test_the_year_opens_by_the_tick_for_87_units_and_nobody_else(ministry, monkeypatch):
    monkeypatch.setattr(registry, "ticks", {"open_reports": registry.ticks["open_reports"]})
    for day in sorted({row.opens_on for row in ReportPeriod.objects.all()}):
        with on(day):
            call_command("tick")
            call_command("tick")
    rows = list(PeriodicReport.objects.values_list("period_code", "unit__code", "unit__kind"))
    assert Counter(code for code, _unit, _kind in rows) == dict.fromkeys(QUARTERS, 24) | dict.fromkeys(HALVES, 63)
    assert {kind == "provincial_department" for code, _unit, kind in rows if code in HALVES} == {True}
    assert sorted(code for code, unit, _kind in rows if unit == "VP") == QUARTERS


def test_the_office_reports_for_the_system_of_its_superior_while_it_holds_none(ministry):
    office, period = Unit.objects.get(code="VP"), ReportPeriod.objects.get(code="2019-Q2")
    UnitFactory(code="P1", parent=ministry, kind="division")
    UnitFactory(code="VP-1", parent=office, kind="office")
    own = QMSHolding.objects.get(unit=ministry)

    def asked():
        """Whether the office owes; the board and consolidations say the same of every unit."""
        owing = set(holders_owing(period).values_list("pk", flat=True))
        told = {one.unit_id for one in holders_below(ministry.pk) if owes(one, "quarterly", period.figures_to)}
        assert told == owing
        return office.pk in owing

    assert asked()
    assert len(read_quarter(ministry, period.scheme.form, quarter_coded("2019-Q2")).duties) == 87
    save(own, rhythm="six-monthly")
    assert not asked()
    save(own, rhythm="quarterly", valid_to=dt.date(2019, 6, 29))
    assert not asked()
    save(own, valid_to=None)
    holding = QMSHolding(unit=office, obligation="yes", rhythm="six-monthly", valid_from=dt.date(2019, 6, 30))
    save(holding)
    assert not asked()
    save(holding, valid_from=dt.date(2019, 7, 1))
    assert asked()
    save(office, valid_to=dt.date(2019, 6, 29))
    assert not asked()
