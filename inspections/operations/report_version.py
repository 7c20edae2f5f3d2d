"""Freezing a concluded report, and setting its version aside when the inspection is reopened."""

import datetime as dt
from typing import Any

from inspections.models import Inspection, ReportVersion
from inspections.report_facts import report_facts
from qms import clock
from qms.history import canonical
from qms.history.recording import operation


def concluded_facts(inspection: Inspection, silent: dt.date | None, sent_to: list[str]) -> dict[str, Any]:
    """The facts as the conclusion leaves them: which units were silent, which version, whom it is sent to."""
    inspection.unit_silent_on = silent
    more = {"version": inspection.report_version + 1, "concluded_on": clock.today(), "sent_to": sent_to}
    return report_facts(inspection) | dict(canonical.plain(more))


@operation("freeze_report")
def freeze_report(inspection: Inspection, facts: dict[str, Any], *, by: Any) -> ReportVersion:
    """Keep the facts of the version that was concluded."""
    version = ReportVersion(
        inspection=inspection,
        number=inspection.report_version,
        facts=facts,
        content_hash=inspection.report_hash,
        concluded_by=by,
        concluded_on=clock.today(),
    )
    version.save()
    return version


@operation("supersede_report")
def supersede_report(inspection: Inspection, *, by: Any) -> None:
    """The version that stood is superseded; it stays readable."""
    for version in inspection.report_versions.filter(superseded_on=None):
        version.superseded_on = clock.today()
        version.save()
