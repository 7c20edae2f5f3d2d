"""The report of an inspection as a page that reads like the document, and each version that was concluded."""

from collections import Counter
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View

from inspections.enums import Grade, InspectionStatus
from inspections.models import Inspection
from inspections.parts_seen import units_seen
from inspections.printed_report import closed_words, comment_words, counted
from inspections.report_comparison import earlier, later, of_units
from inspections.report_due import lateness
from inspections.report_facts import inspected_units, units_said
from inspections.report_reading import Reading, has_report, reading, version_reading, versions_of
from inspections.report_words import in_words
from qms import clock
from qms.reports.printed_parts import language
from qms.views.panels import Panel
from qms.views.reach import get_visible

RELATED = ("unit", "raised_by_unit__parent", "lead", "edition__standard")


class ReportPage(View):
    """The report as it stands for the reader."""

    def get(self, request: HttpRequest, uid: Any) -> HttpResponse:
        """The document, or 404 before the visit."""
        record = get_visible(Inspection, request.user, uid, *RELATED)
        if not has_report(record):
            raise Http404
        return show(request, record, reading(record, request.user), "inspection_print", [record.uid])


class VersionPage(View):
    """One concluded version as it was frozen."""

    def get(self, request: HttpRequest, uid: Any, number: int) -> HttpResponse:
        """The document of that version."""
        record = get_visible(Inspection, request.user, uid, *RELATED)
        version = get_object_or_404(record.report_versions, number=number)
        names = [record.uid, version.number]
        return show(request, record, version_reading(version), "inspection_report_version_print", names)


def show(request: HttpRequest, record: Inspection, read: Reading, print_name: str, args: list[Any]) -> HttpResponse:
    """The page of one reading."""
    facts = read.words(language())
    context = {
        "record": record,
        "read": read,
        "facts": facts,
        "units": [_heard(row) | {"said": comment_words(row)} for row in facts["units"]],
        "tally": tally(facts),
        "comparison": [_compared(row) for row in facts["comparison"]],
        "state": state_words(read),
        "late": late_words(record),
        "versions": versions_of(record),
        "print_urls": [
            ("Word", reverse(print_name, args=[*args, "docx"])),
            ("PDF", reverse(print_name, args=[*args, "pdf"])),
        ],
        **neighbours(record, request.user),
    }
    return render(request, "inspections/report.html", context)


def _heard(row: dict[str, Any]) -> dict[str, Any]:
    """A unit's row that also says whether its days passed in silence, though nothing is concluded yet."""
    over = row["comment_until"] is not None and row["comment_until"] < clock.today()
    return row | {"silent": row["silent"] or (over and not row["commented_on"])}


def _compared(row: dict[str, Any]) -> dict[str, Any]:
    still = [*row["findings_open"], *row["nonconformities_open"]]
    return row | {"then": counted(row["then"]), "now": counted(row["now"]), "closed": closed_words(row), "still": still}


def tally(facts: dict[str, Any]) -> dict[str, Any]:
    """Findings by unit and grade with totals."""
    counts = Counter((row["name"], row["grade"]) for row in facts["findings"])
    units = dict.fromkeys([*(row["name"] for row in facts["units"]), *(row["name"] for row in facts["findings"])])
    rows = [(unit, [counts[unit, grade.value] for grade in Grade]) for unit in units]
    rows.append((_("Total"), [sum(column) for column in zip(*(row[1] for row in rows), strict=True)]))
    return {
        "columns": [grade.label for grade in Grade],
        "rows": [{"unit": unit, "counts": row, "total": sum(row)} for unit, row in rows],
    }


def state_words(read: Reading) -> str:
    """What this copy is, in a sentence."""
    if read.copy == "draft":
        return _("Draft: it follows the records until it is sent to the unit.")
    if read.copy == "comment":
        return _("Sent to the units for comment; not concluded yet.")
    if read.version is None:
        return _("No version of this report was frozen when it was concluded: it is told from the records as they are.")
    if read.copy == "superseded":
        words = {"number": read.version.number, "day": f"{read.version.superseded_on:%d/%m/%Y}"}
        return _("Version %(number)d, superseded on %(day)s: it no longer stands.") % words
    words = {"number": read.version.number, "day": f"{read.version.concluded_on:%d/%m/%Y}"}
    return _("Version %(number)d, frozen with its hash when it was concluded on %(day)s.") % words


def late_words(record: Any) -> str:
    """By how much the report is or was late; empty where it is in time."""
    late = lateness(record)
    if late is None or not late.is_late:
        return ""
    words = {"days": late.days, "due": f"{late.due_on:%d/%m/%Y}"}
    if late.sent_on is None:
        return (
            ngettext(
                "The report was due on %(due)s: it is %(days)d working day late.",
                "The report was due on %(due)s: it is %(days)d working days late.",
                late.days,
            )
            % words
        )
    return (
        ngettext(
            "The report was due on %(due)s: it was sent %(days)d working day late.",
            "The report was due on %(due)s: it was sent %(days)d working days late.",
            late.days,
        )
        % words
    )


def neighbours(record: Any, user: Any) -> dict[str, Any]:
    """The inspections of the same units before and after this one, of those that the person reaches."""
    units = of_units(unit.pk for unit, _row in inspected_units(record))
    rows = Inspection.objects.visible_to(user).filter(units, ended_at=None).exclude(status=InspectionStatus.CANCELLED)
    return {"previous": earlier(record, rows).first(), "following": later(record, rows).first()}


def report_panel(record: Any, user: Any) -> Panel | None:
    """What the inspection's page tells of its report: lateness, the units' words, versions, neighbours."""
    near = neighbours(record, user)
    if not has_report(record) and not near["previous"] and not near["following"]:
        return None
    units = in_words(units_said(record, units_seen(record, user)), language()) if record.sent_on else []
    context = {
        "record": record,
        "has_report": has_report(record),
        "late": late_words(record),
        "units": [_heard(row) for row in units],
        "versions": versions_of(record),
        **near,
    }
    return Panel("inspections/report_panel.html", context, "rest")
