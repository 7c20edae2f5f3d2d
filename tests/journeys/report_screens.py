"""Pages of periodic reports, their schemes and the records behind a figure; each with who opens it."""

from django.urls import reverse

from qms.measured_queries import link_of
from qms.models import PeriodicReport, PeriodScheme, ReportPeriod
from tests.journeys.screen import Screen

DEPARTMENT = "SLĐ-01"


def report_screens():
    """Every page of them, as the demonstration fills it."""
    yield from lists()
    yield from records()
    yield from steps()
    yield from schemes()


def lists():
    """The register: late ones, nothing, as of a day; for a reader."""
    yield Screen("periodic-reports", reverse("periodic_reports"))
    yield Screen("periodic-reports-late", f"{reverse('periodic_reports')}?show=late", "officer")
    yield Screen("periodic-reports-nothing", f"{reverse('periodic_reports')}?q=khong+co+dau")
    yield Screen("periodic-reports-as-of", f"{reverse('periodic_reports')}?as_of=2019-07-15", "officer")


def of_department(period):
    return PeriodicReport.objects.get(unit__code=DEPARTMENT, period_code=period, edition_number=1)


def records():
    """An accepted one by the unit and its superior, one still owed; the records behind a figure."""
    accepted, owed = of_department("2019-H1"), of_department("2020-H1")
    yield Screen("periodic-report", accepted.get_absolute_url())
    yield Screen("periodic-report-superior", accepted.get_absolute_url(), "officer")
    yield Screen("periodic-report-as-of", f"{accepted.get_absolute_url()}?as_of=2019-07-06")
    yield Screen("periodic-report-owed", owed.get_absolute_url())
    yield Screen("periodic-report-owed-superior", owed.get_absolute_url(), "officer", 404)
    link = link_of("internal_audits", owed.unit_id, owed.figures_from, owed.figures_to)
    yield Screen("counted-records", link)


def steps():
    """Each step by who takes it; one that is not the reader's."""
    owed, accepted = of_department("2020-H1"), of_department("2019-H1")
    for name, record, person, status in (
        ("fill", owed, "officer1", 200),
        ("attach", owed, "officer1", 200),
        ("correct", accepted, "officer1", 200),
        ("correct", accepted, "officer", 409),
        ("excuse", owed, "officer", 200),
    ):
        yield Screen(f"report-{name}-{person}", address(record, name), person, status)
    waiting = PeriodicReport.objects.filter(status="submitted", looked_on=None).order_by("pk").first()
    for name in ("look", "return", "accept"):
        yield Screen(f"report-{name}", address(waiting, name), "officer")
    yield Screen("report-submit", address(owed, "submit"), "head1", 200 if owed.status == "filled" else 409)


def address(record, step):
    return reverse("periodic_report_step", args=[record.uid, step])


def schemes():
    """Schemes, one with its periods and its form, a further year, other days."""
    scheme = PeriodScheme.objects.get(code="DIR02-H")
    page = reverse("report_scheme", args=[scheme.uid])
    yield Screen("report-schemes", reverse("report_schemes"))
    yield Screen("report-scheme", f"{page}?form=1")
    yield Screen("report-scheme-keeper", f"{page}?year=2020", "officer")
    yield Screen("report-scheme-add", reverse("report_scheme_step", args=[scheme.uid, "add"]), "officer")
    period = ReportPeriod.objects.get(scheme=scheme, code="2020-H2")
    yield Screen("report-period-move", reverse("report_period_step", args=[period.uid, "move"]), "officer")
