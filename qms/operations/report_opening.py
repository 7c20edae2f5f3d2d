"""Periodic reports open for all units of a period at once, counted from the records; counted again while owed."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction

from qms import clock, policy
from qms.consolidating.holders import units_owing
from qms.enums import Role
from qms.history import bulk
from qms.history.recording import operation
from qms.models.organisation import Unit
from qms.models.people import MACHINE_ACCOUNTS, RoleAssignment
from qms.models.period_schemes import PeriodScheme, ReportPeriod
from qms.models.periodic_reports import PeriodicReport, ReportFigure, ReportText
from qms.models.system import Notice
from qms.notices import write_notices
from qms.numbering import next_number_each
from qms.operations.people import ensure_machine_accounts
from qms.report_workflow import OWED
from qms.reporting.figures import Counts, counts_of, take_count

GRACE = dt.timedelta(days=30)
"""A period whose day passed while nothing ran is still opened so long after it was due."""
COUNTED = ("numerator", "denominator", "counted_numerator", "counted_denominator", "counted_as_of")


def holders_owing(period: ReportPeriod) -> Any:
    """Who owes the report: who below the superior holds a QMS with the rhythm on its last day, and its own office."""
    return units_owing(period.scheme.superior_id, period.scheme.rhythm, period.figures_to)


@operation("open_reports")
def open_reports(
    period: ReportPeriod, *, by: Any, units: Iterable[Unit] | None = None, counts: Counts | None = None
) -> list[PeriodicReport]:
    """Open the report of the period for each holder that owes one and has none, with its figures counted.

    `units`: only these among them; `counts`: what was counted already, where reports of a past day are written.
    Told to officers and heads. As many queries for a hundred units as for one.
    """
    period = ReportPeriod.objects.locked().get(pk=period.pk)
    policy.require(by, "qms.keep_report_scheme", period.scheme)
    owing = holders_owing(period).exclude(pk__in=period.reports.values("unit_id"))
    if units is not None:
        owing = owing.filter(pk__in=[unit.pk for unit in units])
    made = _opened(period, list(owing.order_by("sort_key")), counts)
    _tell(made)
    return made


def _opened(period: ReportPeriod, units: Sequence[Unit], known: Counts | None) -> list[PeriodicReport]:
    numbers = next_number_each("periodic_report", units, period.figures_to.year)
    scheme, today = period.scheme, clock.today()
    reports: list[PeriodicReport] = bulk.create(
        PeriodicReport(
            number=numbers[unit.pk], unit=unit, superior_id=scheme.superior_id, period=period, form_id=scheme.form_id,
            period_code=period.code, figures_from=period.figures_from, figures_to=period.figures_to,
            due_on=period.due_on, opened_on=today,
        )
        for unit in units
    )  # fmt: skip
    lines, sections = list(scheme.form.lines.all()), list(scheme.form.sections.all())
    days = (period.figures_from, period.figures_to)
    found = counts_of(reports, lines, today).get(days, {}) if known is None else known
    figures = []
    for report in reports:
        for line in lines:
            figure = ReportFigure(report=report, line=line)
            take_count(figure, line, found.get((report.unit_id, line.query)), today)
            figures.append(figure)
    bulk.create(figures)
    bulk.create(ReportText(report=report, section=section) for report in reports for section in sections)
    return reports


def _tell(reports: Sequence[PeriodicReport]) -> None:
    """Officers and top management over each unit; one query for all."""
    by_unit = {report.unit_id: report for report in reports}
    people = RoleAssignment.objects.standing_on(clock.today()).filter(
        role__in=[Role.OFFICER, Role.TOP], user__is_active=True, unit__below__inside=True,
        unit__below__unit_id__in=list(by_unit),
    ).exclude(user__username__in=MACHINE_ACCOUNTS)  # fmt: skip
    told = set(people.order_by().values_list("user_id", "unit__below__unit_id"))
    write_notices(
        [
            Notice(
                user_id=user_id, kind="report_opened", record_kind=PeriodicReport._meta.label_lower,
                record_uid=by_unit[unit].uid, number=by_unit[unit].number, url=by_unit[unit].get_absolute_url(),
                details={"period": by_unit[unit].period_code, "due": f"{by_unit[unit].due_on:%d/%m/%Y}"},
                created_at=clock.now(),
            )
            for user_id, unit in sorted(told)
        ]
    )  # fmt: skip


@operation("recount_reports")
def recount(reports: Sequence[PeriodicReport], *, by: Any) -> list[PeriodicReport]:
    """Count every figure that has a query again, as of today; what was corrected with a reason stays.

    Reports that are no longer owed are left alone. Set-wise over all units of a period.
    """
    keys = [report.pk for report in reports]
    rows = list(PeriodicReport.objects.locked().filter(pk__in=keys, status__in=OWED).order_by("pk"))
    by.authority.learn_ancestors({report.unit_id for report in rows})
    for report in rows:
        policy.require(by, "qms.recount_report", report)
    figures = list(
        ReportFigure.objects.filter(report__in=[report.pk for report in rows]).exclude(line__query="")
        .select_related("line").order_by("pk")
    )  # fmt: skip
    by_key, today = {report.pk: report for report in rows}, clock.today()
    counts = counts_of(rows, [figure.line for figure in figures], today)
    for figure in figures:
        report = by_key[figure.report_id]
        found = counts[report.figures_from, report.figures_to]
        take_count(figure, figure.line, found.get((report.unit_id, figure.line.query)), today)
    bulk.update(figures, COUNTED)
    return rows


def open_due() -> int:
    """Periods whose day has come: their reports open by themselves. Periods of a new year are added before."""
    by = ensure_machine_accounts()
    _add_years(by)
    today = clock.today()
    opened = 0
    due = ReportPeriod.objects.filter(opens_on__lte=today, due_on__gte=today - GRACE).select_related("scheme")
    for period in due.order_by("pk"):
        if holders_owing(period).exclude(pk__in=period.reports.values("unit_id")).exists():
            opened += len(open_reports(period, by=by))
    return opened


def _add_years(by: Any) -> None:
    """Each scheme that had periods has those of the year that its next period falls into."""
    from qms.operations.report_schemes import add_periods  # noqa: PLC0415 - small

    year = clock.today().year
    for scheme in PeriodScheme.objects.exclude(periods__figures_from__year=year).filter(periods__isnull=False):
        with transaction.atomic():
            add_periods(scheme, by=by, year=year)
