"""The lifecycle of a periodic report, as a table."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qms.policy import Text
from qms.reporting_enums import ReportStatus
from qms.risk_workflow import is_taken
from qms.workflow import Transition, Workflow

OWED = (ReportStatus.OPEN, ReportStatus.FILLED, ReportStatus.RETURNED)
"""States in which the unit still owes it: figures may be counted again and corrected."""


def number_given(report: Any) -> Text | None:
    """A report that leaves the unit is a document with its number."""
    if is_taken(report) and not report.document_number.strip():
        return _("Give the number and sign of the document.")
    return None


def recipients_given(report: Any) -> Text | None:
    """It says who receives it."""
    return _("Say who receives it, one a line.") if is_taken(report) and not report.recipients.strip() else None


def not_looked_at(report: Any) -> Text | None:
    """What the superior has begun to read is returned by them, not taken back."""
    if report.looked_on is None:
        return None
    return _("%(unit)s has looked at it already: ask them to return it.") % {"unit": report.superior}


REPORT = Workflow(
    "periodic_report",
    "qms.periodicreport",
    [
        Transition(
            "fill",
            list(OWED),
            ReportStatus.FILLED,
            "qms.fill_report",
            _("Fill in"),
            fields=["filled_by"],
        ),
        Transition(
            "submit",
            [ReportStatus.FILLED],
            ReportStatus.SUBMITTED,
            "qms.submit_report",
            pgettext_lazy("report", "Sign and submit"),
            [number_given, recipients_given],
            signed=True,
            meaning=_("Submits the report"),
            fields=["document_number", "recipients", "submitted_by", "submitted_on", "content_hash"],
        ),
        Transition(
            "recall",
            [ReportStatus.SUBMITTED],
            ReportStatus.FILLED,
            "qms.recall_report",
            pgettext_lazy("report", "Recall"),
            [not_looked_at],
            reason=True,
            tone="secondary",
        ),
        Transition(
            "accept",
            [ReportStatus.SUBMITTED],
            ReportStatus.ACCEPTED,
            "qms.judge_report",
            pgettext_lazy("report", "Accept"),
            fields=["accepted_by", "accepted_on", "looked_by", "looked_on"],
        ),
        Transition(
            "return",
            [ReportStatus.SUBMITTED],
            ReportStatus.RETURNED,
            "qms.judge_report",
            pgettext_lazy("report", "Return"),
            reason=True,
            tone="secondary",
            fields=["returned_why", "returned_on", "looked_by", "looked_on"],
        ),
        Transition(
            "excuse",
            list(OWED),
            ReportStatus.EXCUSED,
            "qms.judge_report",
            _("Excuse: not owed"),
            reason=True,
            tone="secondary",
        ),
        Transition(
            "owe",
            [ReportStatus.EXCUSED],
            ReportStatus.OPEN,
            "qms.judge_report",
            _("Owed after all"),
            reason=True,
            tone="secondary",
        ),
    ],
)
