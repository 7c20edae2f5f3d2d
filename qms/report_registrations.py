"""What periodic reports, their forms and schemes register."""

from django.utils.translation import gettext_lazy as _

from qms import report_phrases, report_workflow
from qms.history.timeline import relate
from qms.looks import declare_looks
from qms.models.periodic_reports import PeriodicReport, PeriodicReportFile
from qms.navigation import NavEntry
from qms.navigation import of_records as sees_records
from qms.registry import Handover, RecordKind, registry

DECLARED = (report_workflow,)
"""Importing it declares the lifecycle."""

LABEL = PeriodicReport._meta.label_lower


def register() -> None:
    """Fill the registry; called once when apps are ready."""
    registry.file_links[PeriodicReportFile._meta.label_lower] = PeriodicReportFile
    registry.phrases.update(report_phrases.OPERATIONS)
    registry.notice_phrases.update(report_phrases.NOTICES)
    registry.notice_groups.append(report_phrases.GROUP)
    registry.record_kinds[LABEL] = RecordKind(LABEL, PeriodicReport, _("Periodic reports"), "periodic_reports")
    registry.navigation.append(NavEntry(_("Periodic reports"), "periodic_reports", "file-text", 77, sees_records))
    for related in ("qms.reportfigure", "qms.reporttext"):
        relate(LABEL, related, "report")
    declare_looks(
        LABEL,
        {
            "open": ("warning", "pencil"), "filled": ("info", "pencil"), "submitted": ("info", "send"),
            "returned": ("warning", "refresh"), "accepted": ("success", "circle-check"), "excused": ("secondary", "x"),
        },
    )  # fmt: skip
    _register_operations()


def _register_operations() -> None:
    from qms import measured_for_reports  # noqa: PLC0415 - the models stand on the registry
    from qms.operations import report_handing  # noqa: PLC0415 - operations stand on the registry
    from qms.operations.report_opening import open_due  # noqa: PLC0415 - the same

    measured_for_reports.declare()
    registry.ticks["open_reports"] = open_due
    registry.handovers["report"] = Handover(
        _("Periodic reports to fill in"),
        report_handing.reports_filled_by,
        report_handing.hand_faults,
        lambda record, person, to, *, by, reason: report_handing.hand_report(record, by=by, to=to, reason=reason),
        name=lambda record: f"{record.number} {record.period_code}",
        order=38,
    )
    _register_work()


def _register_work() -> None:
    from qms import work_of_reports as work  # noqa: PLC0415 - reports stand on the registry
    from qms.due_days import add_due_source  # noqa: PLC0415 - the same
    from qms.reporting import jobs  # noqa: F401, PLC0415 - importing it registers the jobs
    from qms.work_of_plans import SHARING  # noqa: PLC0415 - the same

    SHARING["report"] = (work.report_rows, work.report_item)
    registry.owed.append(work.reports_owed)
    registry.retained_kinds[LABEL] = work.RETAINED
    registry.pack_sections.append(work.SECTION)
    registry.pack_clauses.setdefault(LABEL, []).extend(work.PACK_CLAUSES)
    registry.frozen_checks[LABEL] = work.frozen_faults
    add_due_source(work.DUE)
