"""Periodic reports of a whole period in the background: opened, counted again, printed as one ZIP."""

import tempfile
import zipfile
from pathlib import Path
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from qms import policy
from qms.batches import batched
from qms.jobs import JobRefused, Progress, job
from qms.models.period_schemes import ReportPeriod
from qms.models.periodic_reports import PeriodicReport
from qms.operations.report_opening import holders_owing, open_reports, recount
from qms.printing import PrintingUnavailable
from qms.report_workflow import OWED

BATCH = 25
"""Reports of one transaction: what is done stays done when the job is stopped and started again."""


def period_of(progress: Progress, uid: str) -> ReportPeriod:
    """The period, where the person keeps its scheme."""
    period = ReportPeriod.objects.select_related("scheme").filter(uid=uid).first()
    if period is None:
        raise JobRefused(_("The period no longer stands."))
    policy.require(progress.user, "qms.keep_report_scheme", period.scheme)
    progress.link(reverse("report_scheme", args=[period.scheme.uid]) + f"?year={period.figures_from.year}")
    return period


@job("open_reports")
def open_period(progress: Progress, *, period: str) -> None:
    """Open what is not open yet, so many at a time; begun again it goes on where it stopped."""
    found = period_of(progress, period)
    units = list(holders_owing(found).exclude(pk__in=found.reports.values("unit_id")).order_by("sort_key"))
    done = 0
    for some in batched(units, BATCH):
        progress.step(_("Opening reports"), done, len(units))
        done += len(open_reports(found, by=progress.user, units=some))
    text = ngettext("%(count)s report was opened.", "%(count)s reports were opened.", done)
    progress.summary(text % {"count": done})


@job("recount_reports")
def recount_period(progress: Progress, *, period: str) -> None:
    """Count every report of the period that is still owed again."""
    found = period_of(progress, period)
    rows = list(found.reports.filter(status__in=OWED).order_by("pk"))
    done = 0
    for some in batched(rows, BATCH):
        progress.step(_("Counting"), done, len(rows))
        done += len(recount(some, by=progress.user))
    text = ngettext("%(count)s report was counted again.", "%(count)s reports were counted again.", done)
    progress.summary(text % {"count": done})


@job("print_reports")
def print_period(progress: Progress, *, period: str, file_kind: str = "pdf") -> None:
    """Every report of the period that the person reaches, each as a file, in one ZIP."""
    from qms.reporting.printing import KINDS, rendered  # noqa: PLC0415 - printing stands on the registry

    found = period_of(progress, period)
    if file_kind not in KINDS:
        raise JobRefused(_("There is no such kind of file: %(kind)s.") % {"kind": file_kind})
    rows = PeriodicReport.objects.visible_to(progress.user).filter(period=found)
    rows = rows.select_related("unit__parent", "superior", "form", "replaces").order_by("unit__sort_key", "pk")
    reports: list[Any] = list(rows)
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "reports.zip"
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
            for done, report in enumerate(reports):
                progress.step(_("Printing"), done, len(reports))
                packed.writestr(f"{report.unit.code}-{report.number}.{file_kind}", _file(report, file_kind, rendered))
        progress.result(f"{found.code}.zip", target)
    text = ngettext("%(count)s report is in the file.", "%(count)s reports are in the file.", len(reports))
    progress.summary(text % {"count": len(reports)})


def _file(report: Any, kind: str, rendered: Any) -> bytes:
    try:
        return bytes(rendered(report, kind))
    except PrintingUnavailable as reason:
        raise JobRefused(str(reason)) from reason
