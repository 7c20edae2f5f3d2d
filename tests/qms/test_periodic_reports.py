"""Periodic reports: opened, counted, filled in, signed, returned, accepted, corrected; what differs since."""

import datetime as dt
from decimal import Decimal

import pytest

from qms import clock
from qms.enums import Rhythm
from qms.models import PeriodicReport, PeriodScheme, QMSHolding, ReportPeriod
from qms.operations import periodic_reports as operations
from qms.operations.report_opening import open_due, open_reports, recount
from qms.policy import Refused
from qms.reporting.figures import Entry, FigureFaults, different_now
from qms.reporting.loading import load_report_file
from qms.reporting_enums import ReportStatus
from qms.signatures import SignatureIntent, content_hash
from qms.workflow import StepRefused
from tests.factories import ActionFactory, save
from tests.shared_organisation import fresh, on

DUE = dt.date(2020, 7, 10)


@pytest.fixture
def scheme(org, system, tmp_path):
    """The directive's form, with a half-yearly scheme of the ministry here."""
    from qms.reporting import loading

    text = (loading.FOLDER / "directive_02.yaml").read_text().replace("BLĐTBXH", "BLĐ")
    path = tmp_path / "directive.yaml"
    path.write_text(text)
    load_report_file(path, by=system)
    for holding in QMSHolding.objects.exclude(unit=org.ministry):
        save(holding, rhythm=Rhythm.SIX_MONTHLY)
    return PeriodScheme.objects.get(code="DIR02-H")


@pytest.fixture
def period(scheme):
    return ReportPeriod.objects.get(scheme=scheme, code="2020-H1")


def opened(org, period, unit=None):
    return open_reports(period, by=fresh(org.officer), units=[unit or org.department])[0]


def sign(report, person):
    return SignatureIntent(person, content_hash(PeriodicReport.objects.get(pk=report.pk)), clock.now())


def filled(org, period):
    return operations.fill_report(opened(org, period), by=fresh(org.officer1), figures={}, texts={})


def submitted(org, period):
    report = filled(org, period)
    head = fresh(org.head1)
    return operations.submit_report(
        report, by=head, document_number="12/BC-S1", recipients="- Bộ", signature=sign(report, head)
    )


def test_lifecycle_smoke(org, period):
    ActionFactory(unit=org.division, raised_by_unit=org.department, kind="task", due_on=dt.date(2020, 5, 6))
    report = opened(org, period)
    assert report.number
    fig = {f.line.key: f for f in report.figures.select_related("line")}
    print({k: (f.numerator, f.denominator) for k, f in fig.items()})
    report = operations.fill_report(report, by=fresh(org.officer1), figures={"units_checked": Entry(Decimal(3))}, texts={})
    head = fresh(org.head1)
    report = operations.submit_report(report, by=head, document_number="1", recipients="x", signature=sign(report, head))
    report = operations.return_report(report, by=fresh(org.officer), reason="Thiếu", comments={"units_checked": "?"})
    report = operations.fill_report(report, by=fresh(org.officer1), figures={}, texts={})
    report = operations.submit_report(report, by=head, document_number="1", recipients="x", signature=sign(report, head))
    report = operations.accept_report(report, by=fresh(org.officer))
    new = operations.correct_report(report, by=fresh(org.officer1), reason="Sai")
    assert new.edition_number == 2
    recount([new], by=fresh(org.officer1))
    different_now(new, list(new.figures.select_related("line")), clock.today())
    assert open_due() == 0
