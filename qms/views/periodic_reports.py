"""Periodic reports: register, record, the form, steps, files, the records behind a figure."""

from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from qms import clock, policy
from qms.enums import Role
from qms.forms import periodic_reports as forms
from qms.forms.attaching import AttachForm
from qms.measured_queries import QUERIES, counted
from qms.measured_records import COUNTINGS, in_part, records_of
from qms.models.organisation import Unit
from qms.models.periodic_reports import PeriodicReport, PeriodicReportFile
from qms.models.reach import Reachable, inside_subtree
from qms.operations import periodic_reports as operations
from qms.operations import report_files
from qms.report_workflow import OWED, REPORT
from qms.reporting.figures import different_now
from qms.reporting.shown import sections_of
from qms.reporting_enums import ReportStatus
from qms.reports.decisions import standing_then
from qms.reports.periodic_reports import PeriodicReportReport, days_late
from qms.reports.printed_periodic_reports import SENT
from qms.views.attempts import attempt
from qms.views.paging import LongPaginator
from qms.views.reach import get_visible, links_to
from qms.views.record import RecordView
from qms.views.register import PAGE, RegisterView
from qms.views.rows import RowStepView
from qms.views.steps import StepSpec, StepView, step_beside
from qms.workflow import Step

BESIDE = partial(StepSpec, tone="secondary", permission="qms.fill_report")
JUDGING = partial(StepSpec, permission="qms.judge_report")


def _next_page(record: Any, result: Any) -> str:
    return str(result.get_absolute_url())


STEPS = {
    "fill": StepSpec(operations.fill_report, forms.FillForm, template_name="qms/periodic_reports/fill.html"),
    "submit": StepSpec(
        operations.submit_report,
        forms.SubmitForm,
        effects=[
            gettext_lazy("Its figures and texts are frozen: changed records change nothing of it."),
            gettext_lazy("The unit that it is reported to sees it and is told."),
        ],
        template_name="qms/periodic_reports/submit.html",
    ),
    "recall": StepSpec(
        operations.recall_report, effects=[gettext_lazy("It may be changed and must be signed again.")]
    ),
    "look": JUDGING(
        operations.look_at_report,
        label=gettext_lazy("Begin to look at it"),
        guard=operations.look_blockers,
        effects=[gettext_lazy("From now on the unit does not recall it; you return it or accept it.")],
    ),
    "accept": StepSpec(operations.accept_report, effects=[gettext_lazy("It is added up with the others.")]),
    "return": StepSpec(
        operations.return_report,
        forms.ReturnForm,
        effects=[gettext_lazy("The unit corrects it, signs it again and submits it again.")],
        intro=gettext_lazy("Write a comment beside each figure or text that has to be put right."),
        template_name="qms/periodic_reports/return.html",
    ),
    "excuse": StepSpec(operations.excuse_report, effects=[gettext_lazy("It counts as neither late nor missing.")]),
    "owe": StepSpec(operations.owe_report),
    "correct": BESIDE(
        operations.correct_report,
        label=gettext_lazy("Correct by a new version"),
        guard=operations.correct_blockers,
        reason=True,
        effects=[
            gettext_lazy("The accepted report stays as it is; the new version names it."),
            gettext_lazy("Figures, texts and the annexes that were submitted with it are carried over."),
        ],
        done=_next_page,
    ),
    "attach": BESIDE(
        report_files.attach_report_files, AttachForm, label=gettext_lazy("Attach annexes"), versioned=False
    ),
}  # fmt: skip


UNSEEN = ("excuse", "owe")
"""Steps that the superior takes on reports that were not sent to it."""


class PeriodicReportList(RegisterView):
    """All periodic reports within reach."""

    report = PeriodicReportReport
    template_name = "qms/periodic_reports/list.html"


class PeriodicReportRecord(RecordView):
    """One periodic report: every figure with where it comes from, texts, annexes, what differs now."""

    beside_specs = STEPS
    model = PeriodicReport
    related = ("unit", "superior", "form", "period", "submitted_by", "accepted_by", "replaces", "filled_by")
    workflow = REPORT
    template_name = "qms/periodic_reports/record.html"
    fact_fields = (
        "unit", "superior", "period_code", "figures_from", "figures_to", "due_on", "opened_on", "edition_number",
        "filled_by", "document_number", "recipients", "submitted_by", "submitted_on", "looked_by", "looked_on",
        "returned_on", "returned_why", "accepted_by", "accepted_on", "why",
    )  # fmt: skip

    def title(self, record: Any) -> str:
        return f"{record.form.title} – {record.period_code}"

    def steps(self, record: Any) -> list[Step]:
        """The lifecycle's steps, and what is beside it."""
        steps = super().steps(record)
        if record.status == ReportStatus.SUBMITTED and record.looked_on is None:
            steps.insert(0, self.beside(record, "look"))
        if record.status == ReportStatus.ACCEPTED:
            steps.append(self.beside(record, "correct"))
        if record.status != ReportStatus.EXCUSED:
            steps.append(self.beside(record, "attach"))
        return steps

    def links(self, record: Any) -> list[tuple[str, str]]:
        later = PeriodicReport.objects.filter(replaces_id=record.pk).first()
        own = links_to(self.request.user, [record.unit])
        if record.replaces is not None:
            own.append((_("Corrects %(number)s") % {"number": record.replaces}, record.replaces.get_absolute_url()))
        if later is not None and PeriodicReport.objects.visible_to(self.request.user).filter(pk=later.pk).exists():
            own.append((_("Corrected by %(number)s") % {"number": later}, later.get_absolute_url()))
        return [*own, (_("Periodic reports"), reverse("periodic_reports"))]

    def print_urls(self, record: Any) -> list[tuple[str, str]]:
        kinds = (("pdf", "PDF"), ("docx", "Word"), ("xlsx", "Excel"))
        return [(label, reverse("periodic_report_print", args=[record.uid, kind])) for kind, label in kinds]

    def more(self, record: Any) -> dict[str, Any]:
        sections = sections_of(record)
        figures = [one.figure for section in sections for one in section.lines if one.figure is not None]
        frozen = record.status in (ReportStatus.SUBMITTED, ReportStatus.ACCEPTED)
        return {
            "sections": sections,
            "days_late": days_late(record, self.as_of or clock.today()),
            "day": self.as_of or clock.today(),
            "frozen": frozen,
            "different": different_now(record, figures, clock.today()) if frozen and figures else [],
            "blank": sum(one.numerator is None for one in figures),
            "files": self.files(record),
        }

    def files(self, record: Any) -> list[dict[str, Any]]:
        """Its annexes, each with where it can be taken away."""
        links = standing_then(PeriodicReportFile, self.as_of).filter(record_id=record.pk)
        links = links.select_related("file", "added_by").order_by("pk")
        kept = report_files.went_with(record, links) if record.status not in OWED else set()
        return [
            {"link": link, "end_url": self.end_url(record, link) if link.pk not in kept else "",
             "later": record.status in SENT and link.pk not in kept}
            for link in links
        ]  # fmt: skip

    def end_url(self, record: Any, link: Any) -> str:
        """Where the file is taken away, for who may."""
        link.record = record
        may = not self.as_of and policy.may(self.request.user, "qms.end_report_file", link)
        return reverse("periodic_report_file_step", args=[link.uid, "end"]) if may else ""


class PeriodicReportStep(StepView):
    """Steps of a periodic report."""

    model = PeriodicReport
    related = ("unit", "superior", "form")
    workflow = REPORT
    steps = STEPS

    def get_record(self, uid: Any) -> Any:
        """The record within reach. The superior excuses what it is not sent: it sees whose report it is, no figure."""
        if self.name not in UNSEEN:
            return super().get_record(uid)
        user: Any = self.request.user
        units = inside_subtree(user.authority.units_as(Role.OFFICER, Role.TOP))
        rows = PeriodicReport.objects.filter(superior_id__in=units) | PeriodicReport.objects.visible_to(user)
        return get_visible(self.model, user, uid, *self.related, rows=rows.distinct())

    def context(self, form: Any) -> dict[str, Any]:
        """With what is signed, as it stands now."""
        return super().context(form) | ({"sections": sections_of(self.record)} if self.name == "submit" else {})

    def record_url(self) -> str:
        """Its page, or that of its scheme for who does not see it."""
        if self.name in UNSEEN:
            return reverse("report_scheme", args=[self.record.period.scheme.uid])
        return super().record_url()

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """On the form's page also «count again»: what was typed stays."""
        if self.name == "fill" and "recount" in request.POST:
            return self.count_again(request)
        return super().post(request, **kwargs)

    def count_again(self, request: HttpRequest) -> HttpResponse:
        """The records as of today; the page again with what was typed and is not saved yet."""
        form = self.form(request.POST, request.FILES)
        _done, status = attempt(form, self.record, lambda: operations.recount([self.record], by=request.user))
        form.follow_the_records()  # type: ignore[attr-defined]
        again = self.form(form.data)
        if status == 200:
            again.errors.clear()
        return self.show(again if status == 200 else form, status=status)


class PeriodicReportFileStep(RowStepView):
    """Taking a wrong annex away; reached through its record."""

    model = PeriodicReportFile
    parent = "record"
    related = ("record__unit",)
    steps = {
        "end": StepSpec(
            report_files.end_report_file,
            label=gettext_lazy("Take this file away"),
            permission="qms.end_report_file",
            guard=report_files.end_file_blockers,
            reason=True,
            tone="danger",
        )
    }

    def step(self) -> Step:
        """The rule is asked about the file: after the submission it depends on who attached it."""
        return step_beside(self.spec, self.record, self.request.user)


class CountedRecords(View):
    """The records behind a figure of a unit and a period, as far as the person reaches them."""

    def get(self, request: HttpRequest, name: str) -> HttpResponse:
        """The list; of a past day with ?as_of=."""
        unit = Unit.objects.visible_to(request.user).filter(pk=_whole(request, "unit")).first()
        first, last = (clock.read_day(request.GET.get(key, "")) for key in ("first", "last"))
        if name not in COUNTINGS or unit is None or first is None or last is None:
            raise Http404
        query, until = QUERIES[name], min(last, clock.today())
        rows = records_of(name, unit.pk, first, until)
        seen = seen_by(request.user, rows, unit.pk)
        page = LongPaginator(seen.order_by("pk"), PAGE, request.GET.get("page")).get_page(request.GET.get("page"))
        keys = in_part(name, rows, first, until)
        context = {
            "query": query, "unit": unit, "first": first, "last": last, "page_obj": page,
            "rows": [{"record": one, "counts": one.pk in keys, "url": _address(one)} for one in page.object_list],
            "counted": counted(name, [unit.pk], first, last, clock.today())[unit.pk],
            "unseen": rows.count() - seen.count(), "is_share": COUNTINGS[name].part is not None,
        }  # fmt: skip
        return render(request, "qms/periodic_reports/records.html", context)


def seen_by(user: Any, rows: Any, unit_id: int) -> Any:
    """Those of the records that the person reaches; rows without a reach of their own by the side of the unit."""
    if hasattr(rows, "visible_to") and issubclass(rows.model, Reachable):
        return rows.visible_to(user)
    on_side = user.is_system or user.authority.record_units & user.authority.ancestors_inside(unit_id)
    return rows if on_side else rows.none()


def _whole(request: HttpRequest, name: str) -> int:
    text = request.GET.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 18 else 0


def _address(record: Any) -> str:
    """Its page, or that of the record on which it hangs."""
    shown: Any
    for shown in (record, *(getattr(record, name, None) for name in ("plan", "training", "unit"))):
        if hasattr(shown, "get_absolute_url"):
            return str(shown.get_absolute_url())
    return ""
