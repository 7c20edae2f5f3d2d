"""Periodic reports on the home page, in reminders and in the calendar; what keeps, packs and proves them."""

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import BigIntegerField, F, IntegerField, Q, TextField, Value
from django.db.models.functions import Cast, Concat
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from qms.due_days import DueSource
from qms.enums import Role
from qms.models.periodic_reports import PeriodicReport
from qms.models.reach import inside_subtree
from qms.models.standards import in_language
from qms.operations.periodic_reports import frozen_hash
from qms.packing.sections import of_units, under
from qms.registry import Owed, PackSection, RetainedKind, WorkItem
from qms.report_workflow import OWED
from qms.reporting_enums import ReportStatus
from qms.reports.periodic_reports import PeriodicReportReport
from qms.work_of_plans import COLUMNS

MOST = 100  # items a provider gives
CHUNK = 200
SENT = (ReportStatus.SUBMITTED, ReportStatus.ACCEPTED)


def reports_to_do(user: Any) -> Iterable[WorkItem]:
    """What the unit fills in, what its head signs, what the superior judges; one query for all."""
    for row in report_rows(user).order_by("day", "number")[:MOST]:
        yield report_item(dict(zip(COLUMNS, row, strict=True)))


def report_rows(user: Any) -> Any:
    """The rows of it, in the columns that the home page asks for in one query with plans and meetings."""
    authority = user.authority
    kept = inside_subtree(authority.units_as(Role.OFFICER))
    owed = Q(status__in=[ReportStatus.OPEN, ReportStatus.RETURNED], unit_id__in=kept)
    to_sign = Q(status=ReportStatus.FILLED, unit_id__in=inside_subtree(authority.units_as(Role.TOP)))
    to_judge = Q(status=ReportStatus.SUBMITTED, superior_id__in=kept)
    form = F("form__title_en" if get_language() == "en" else "form__title_vi")
    rows = PeriodicReport.objects.filter(owed | to_sign | to_judge).annotate(
        record_kind=Value("report"),
        title=Concat(form, Value(" – "), "period_code", output_field=TextField()),
        day=F("due_on"),
        year_of=Cast(Value(None), IntegerField()),
        chair_key=Cast(Value(None), BigIntegerField()),
    )
    return rows.order_by().values_list(*COLUMNS)


def report_item(told: dict[str, Any]) -> WorkItem:
    """What the home page says of one."""
    group, note = _asked(told["status"])
    return WorkItem(
        group=group, title=told["title"][:200], url=reverse("periodic_report", args=[told["uid"]]),
        number=told["number"], kind=_("Periodic report"), due=told["day"] if told["status"] in OWED else None,
        unit=in_language(told["unit__name_vi"], told["unit__name_en"]), note=note,
    )  # fmt: skip


def _asked(status: str) -> tuple[str, str]:
    return {
        ReportStatus.OPEN: ("do", _("Fill it in")),
        ReportStatus.RETURNED: ("do", _("It was returned: put it right")),
        ReportStatus.FILLED: ("decide", _("Sign and submit it")),
        ReportStatus.SUBMITTED: ("decide", _("Look at it: accept or return it")),
    }[ReportStatus(status)]


def owed_reports() -> Any:
    """Reports that their units still owe by a day: no corrections, which are owed by none."""
    return PeriodicReport.objects.filter(status__in=OWED, edition_number=1)


def reports_owed(first: dt.date, last: dt.date) -> Iterable[Owed]:
    """By the day on which each is due; the managers of the unit owe it."""
    rows = owed_reports().filter(due_on__range=(first, last)).select_related("form").order_by("pk")
    for one in rows.iterator(chunk_size=CHUNK):
        title = f"{one.form.title} – {one.period_code}"
        yield Owed(one, one.unit_id, one.due_on, one.filled_by_id, one.opened_on, title, part="report")


DUE = DueSource(
    name="report",
    label=gettext_lazy("Periodic report due"),
    report=PeriodicReportReport,
    day="due_on",
    waiting=lambda: Q(status__in=OWED, edition_number=1),
    own=lambda user: Q(unit_id__in=inside_subtree(user.authority.units_as(Role.OFFICER, Role.TOP))),
    text=lambda record: f"{record.form.title} – {record.period_code}",
    owner=lambda record: str(record.filled_by or ""),
    related=("unit", "form", "filled_by"),
)

RETAINED = RetainedKind(
    PeriodicReport,
    gettext_lazy("Periodic reports"),
    closed=lambda: Q(status__in=[ReportStatus.ACCEPTED, ReportStatus.EXCUSED]),
    ended=lambda: F("figures_to"),
    recorded=lambda: F("opened_on"),
    name="period_code",
    files=[("qms.periodicreportfile", "record_id")],
    words=("bao cao dinh ky",),
)

SECTION = PackSection(
    PeriodicReport,
    gettext_lazy("Periodic reports and their figures"),
    of_units(PeriodicReport),
    46,
    about="period_code",
    day="submitted_on",
    parts=(("qms.reportfigure", "report"), ("qms.reporttext", "report")),
)

PACK_CLAUSES = [under("9.1", "9.1.3")]


def frozen_faults(alias: str) -> Iterator[tuple[Any, str]]:
    """Submitted reports whose figures or texts are not those that were signed."""
    rows = PeriodicReport.objects.using(alias).filter(status__in=SENT).exclude(content_hash="").order_by("pk")
    for report in rows.iterator(chunk_size=CHUNK):
        if frozen_hash(report) != report.content_hash:
            yield report, _("figures or texts do not have the hash that was signed")
