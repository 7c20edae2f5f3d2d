"""Registers that were brought in: the list, one with the records that its rows became, taking one back."""

from collections import defaultdict
from typing import Any

from django.apps import apps
from django.core.files.storage import storages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from qms import policy
from qms.import_enums import RunState
from qms.models.imports import ImportedRow, ImportRun
from qms.operations import import_runs as operations
from qms.reports.import_runs import ImportRunReport
from qms.tables.import_runs import kind_said
from qms.views.import_files import LABELS, TONES
from qms.views.reach import get_visible
from qms.views.record import RecordView
from qms.views.register import RegisterView
from qms.views.steps import StepSpec, StepView
from qms.workflow import Step

LINES = 50  # rows of a run on one page
LONGEST_TITLE = 120  # characters of a record's words
LOOKS = {RunState.DONE: ("success", "circle-check"), RunState.UNDONE: ("neutral", "ban")}
STEPS = {
    "undo": StepSpec(
        operations.undo_run,
        label=gettext_lazy("Take it back"),
        permission="qms.undo_import",
        reason=True,
        versioned=False,
        tone="danger",
        intro=gettext_lazy("The whole register is taken back as one step."),
        effects=[
            gettext_lazy("What it created is ended, what it changed gets its earlier values back."),
            gettext_lazy("The history keeps both; the same file may be brought in again."),
        ],
        guard=lambda run: [gettext_lazy("It was taken back already.")] if run.status == RunState.UNDONE else [],
    )
}


class ImportRunList(RegisterView):
    """Runs within reach."""

    report = ImportRunReport

    def more(self, report: Any, context: dict[str, Any]) -> dict[str, Any]:
        run: Any
        for run in context["rows"]:
            run.kind_said, run.look = kind_said(run.kind), look(run)
            run.told = [(label, number, tone) for label, number, tone in counts(run) if number]
        return {}


def look(run: ImportRun) -> dict[str, str]:
    """Label, tone and icon of whether it stands."""
    tone, icon = LOOKS[RunState(run.status)]
    return {"label": str(run.get_status_display()), "tone": tone, "icon": icon}


def counts(run: ImportRun) -> list[tuple[Any, int, str]]:
    """(label, number, tone) of what the rows became."""
    numbers = {"create": run.created, "update": run.updated, "unchanged": run.unchanged}
    return [(LABELS[name], number, TONES[name]) for name, number in numbers.items()]


class ImportRunRecord(RecordView):
    """One run: whose, from which file, what its rows became."""

    model = ImportRun
    related = ("unit", "brought_by", "undone_by", "file")
    template_name = "qms/imports/run.html"
    fact_fields = ("unit", "brought_by", "brought_at", "reason", "undone_by", "undone_at")
    beside_specs = STEPS

    def status(self, record: Any) -> dict[str, str]:
        return look(record)

    def facts(self, record: Any) -> list[tuple[str, Any]]:
        numbers = [(str(label), number) for label, number, _tone in counts(record)]
        return [
            (_("What it lists"), kind_said(record.kind)),
            *super().facts(record),
            (_("Rows"), record.rows),
            *numbers,
        ]

    def steps(self, record: Any) -> list[Step]:
        return [self.beside(record, "undo")]

    def links(self, record: Any) -> list[tuple[str, str]]:
        found = [(_("Registers brought in"), reverse("import_runs"))]
        if policy.may(self.request.user, "qms.open_imports"):
            found.append((_("Bring another register in"), reverse("imports")))
        return found

    def more(self, record: Any) -> dict[str, Any]:
        lines = ImportedRow.objects.filter(run=record, label__in=of_their_own(record)).order_by("pk")
        page: Any = Paginator(lines, LINES).get_page(self.request.GET.get("page"))
        page.object_list = told_lines(list(page.object_list), self.request.user)
        return {"page_obj": page, "lines": page.object_list, "parts": parts(record)}


def labels(run: ImportRun) -> dict[str, int]:
    """Kinds of records that a run wrote, with how many."""
    found = ImportedRow.objects.filter(run=run).order_by().values_list("label").annotate(Count("pk"))
    return dict(found)


def of_their_own(run: ImportRun) -> list[str]:
    """Kinds of records that have pages; the others are parts of these."""
    return [label for label in labels(run) if hasattr(apps.get_model(label), "get_absolute_url")]


def parts(run: ImportRun) -> list[tuple[str, int]]:
    """(name, number) of what was written beside them."""
    own = of_their_own(run)
    return [
        (str(capfirst(apps.get_model(label)._meta.verbose_name)), number)
        for label, number in labels(run).items()
        if label not in own
    ]


def told_lines(lines: list[ImportedRow], user: Any) -> list[dict[str, Any]]:
    """Lines with their records, where the person reaches them: one query for each kind."""
    keys = defaultdict(set)
    for line in lines:
        keys[line.label].add(line.record_id)
    records = {label: reached(apps.get_model(label), wanted, user) for label, wanted in keys.items()}
    return [told_line(line, records[line.label].get(line.record_id)) for line in lines]


def told_line(line: ImportedRow, record: Any) -> dict[str, Any]:
    """A line with its record, None where it is out of reach."""
    return {
        "line": line,
        "kind": capfirst(apps.get_model(line.label)._meta.verbose_name),
        "label": LABELS[line.verdict],
        "tone": TONES[line.verdict],
        "record": record,
        "title": title_of(record) if record is not None else "",
    }


def title_of(record: Any) -> str:
    """Number and first words of a record."""
    number, words = getattr(record, "number", ""), getattr(record, "title", "") or getattr(record, "statement", "")
    words = str(words or record)
    text = words if not number or str(number) in words else f"{number} · {words}"
    return Truncator(text).chars(LONGEST_TITLE)


def reached(model: Any, keys: set[int], user: Any) -> dict[int, Any]:
    """Records of these keys that the person may see."""
    rows = model.objects.visible_to(user) if hasattr(model.objects, "visible_to") else model.objects.none()
    return {record.pk: record for record in rows.filter(pk__in=keys)}


@require_safe
def import_run_file(request: HttpRequest, uid: Any) -> HttpResponseBase:
    """The file as it came, always as an attachment."""
    run = get_visible(ImportRun, request.user, uid, "file")
    if run.file is None or run.file.gone_at is not None:
        raise Http404
    try:
        content = storages["records"].open(run.file.stored_name)
    except FileNotFoundError:
        raise Http404 from None
    response = FileResponse(content, as_attachment=True, filename=run.name, content_type=run.file.media_type)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response


class ImportRunStep(StepView):
    """Taking a run back; what stands in the way is shown first."""

    model = ImportRun
    related = ("unit", "brought_by")
    steps = STEPS
    template_name = "qms/imports/undo.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """The form, or what stands against it."""
        return self.show(self.form(), status=409) if self.against else super().get(request, **kwargs)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Take it back, or everything that stands against it; names of records stay with who may see them."""
        if self.against:
            return self.show(self.form(request.POST), status=409)
        return super().post(request, **kwargs)

    @cached_property
    def against(self) -> list[dict[str, str]]:
        """What was touched since, as far as this person may know of it."""
        if self.record.status != RunState.DONE or not policy.may(self.request.user, "qms.undo_import", self.record):
            return []
        found = operations.touched_since(self.record)
        return [self.told(one) for one in found]

    def told(self, one: operations.Touched) -> dict[str, str]:
        """One such record, by name and address where it is within reach."""
        within = reached(type(one.record), {one.record.pk}, self.request.user)
        if within:
            return {"title": one.title, "url": one.url, "sentence": one.sentence}
        title = _("A record that you do not see (%(kind)s)") % {"kind": one.record._meta.verbose_name}
        return {"title": title, "url": "", "sentence": one.sentence}

    def context(self, form: Any) -> dict[str, Any]:
        return super().context(form) | {"touched": self.against, "counts": counts(self.record)}

    def success(self, result: Any) -> str:
        return _("“%(name)s” was taken back: what it created is ended, what it changed is as before.") % {
            "name": self.record.name
        }
