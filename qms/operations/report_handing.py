"""Reports that somebody fills in pass to another when they leave."""

from typing import Any

from django.utils.translation import gettext as _

from qms import policy
from qms.history.recording import operation
from qms.models.people import User
from qms.models.periodic_reports import PeriodicReport
from qms.models.reach import remember_participation
from qms.notices import notify
from qms.report_workflow import OWED
from qms.workflow import StepRefused


def reports_filled_by(person: User) -> Any:
    """Reports that the person began to fill in and their unit still owes."""
    return PeriodicReport.objects.filter(filled_by=person, status__in=OWED)


def hand_faults(report: PeriodicReport, person: User | None, to: User, by: Any) -> list[str]:
    """Why it does not pass to `to`."""
    faults = policy.refusal(by, "qms.fill_report", report)
    if not policy.may(to, "qms.fill_report", report):
        text = _("%(person)s fills in no reports of %(unit)s: a quality officer of the unit or its head does.")
        faults.append(text % {"person": to, "unit": report.unit})
    return faults


@operation("hand_report", reason_required=True)
def hand_report(report: PeriodicReport, *, by: Any, to: User) -> PeriodicReport:
    """Another person who fills it in and is told of what the superior says. What is written in it stays."""
    report = PeriodicReport.objects.locked().get(pk=report.pk)
    faults = hand_faults(report, report.filled_by, to, by)
    if report.status not in OWED:
        faults = [_("It is «%(state)s»: nothing is left to fill in.") % {"state": report.get_status_display()}]
    if faults:
        raise StepRefused(faults)
    remember_participation(report)
    report.filled_by = to
    report.save()
    details = {"period": report.period_code, "due": f"{report.due_on:%d/%m/%Y}"}
    notify("report_handed", about=report, to=[to], by=by, **details)
    return report
