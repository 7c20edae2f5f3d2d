"""Annexes of a periodic report: attached, carried over into a correction, taken away; what went with the submission."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from qms import clock, policy
from qms.history.recording import operation
from qms.models.periodic_reports import PeriodicReport, PeriodicReportFile
from qms.operations.files import Prepared, attach_new_files, end_link
from qms.report_workflow import OWED
from qms.workflow import StepRefused, check_version


def submitted_at(report: PeriodicReport) -> dt.datetime | None:
    """When it was last submitted, by the day that is read; None where it never was."""
    rows = report.history.filter(operation="periodic_report.submit", history_date__lte=clock.now())
    rows = rows.order_by("-sequence")
    return rows.values_list("history_date", flat=True).first()


def standing_files(report: PeriodicReport) -> list[PeriodicReportFile]:
    """The files that it carries now."""
    return list(report.file_links.filter(ended_at=None).order_by("pk"))


def went_with(report: PeriodicReport, links: Iterable[PeriodicReportFile]) -> set[int]:
    """Keys of those that were there when the report was last submitted; two queries for all.

    A file is attached, and the report submitted, under the report's lock: the two moments tell which came first.
    """
    sent = submitted_at(report)
    if sent is None:
        return set()
    rows = PeriodicReportFile.history.filter(history_type="+", history_date__lte=sent)
    return set(rows.filter(id__in=[link.pk for link in links]).values_list("id", flat=True))


def submitted_files(report: PeriodicReport) -> list[PeriodicReportFile]:
    """The annexes that it was submitted with."""
    links = standing_files(report)
    sent = went_with(report, links)
    return [link for link in links if link.pk in sent]


@operation("attach_report_files")
def attach_report_files(report: PeriodicReport, *, by: Any, evidence: Sequence[Prepared]) -> list[Any]:
    """Attach annexes or the signed original; what was sent a moment ago is not attached again."""
    locked = PeriodicReport.objects.locked().get(pk=report.pk)
    policy.require(by, "qms.fill_report", locked)
    return attach_new_files(PeriodicReportFile, locked, evidence, by=by)


def carry_report_files(old: PeriodicReport, new: PeriodicReport, *, by: Any) -> list[PeriodicReportFile]:
    """A correction starts from the annexes that the report was submitted with, as it starts from its figures.

    What was attached to the old one afterwards, such as its signed original, stays there. Called in an operation.
    """
    links = []
    for link in submitted_files(old):
        if link.file.gone_at is None:
            carried = PeriodicReportFile(record=new, file=link.file, name=link.name, purpose=link.purpose, added_by=by)
            carried.save()
            links.append(carried)
    return links


def end_file_blockers(link: PeriodicReportFile) -> list[str]:
    """Why it is not taken away: what was submitted stays as it was submitted."""
    if link.record.status in OWED or link.pk not in went_with(link.record, [link]):
        return []
    return [_("It was submitted with this annex: what is submitted stays as it is.")]


@operation("end_report_file", reason_required=True)
def end_report_file(link: PeriodicReportFile, *, by: Any, version: int | None = None) -> PeriodicReportFile:
    """Take a wrong file away: any while the report is owed, afterwards one that was not submitted with it."""
    report = PeriodicReport.objects.locked().get(pk=link.record_id)
    link = PeriodicReportFile.objects.select_related(None).get(pk=link.pk)
    check_version(link, version)
    link.record = report
    policy.require(by, "qms.end_report_file", link)
    if faults := end_file_blockers(link):
        raise StepRefused(faults)
    ended: PeriodicReportFile = end_link(link, by=by)
    return ended
