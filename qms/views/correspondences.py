"""One row of the table between two editions: its page, its correction; adding a row; records on a clause; YAML."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from qms import clock
from qms.correspondences.hanging import hanging_on, references_on
from qms.correspondences.words import basis_shown, degree_shown
from qms.correspondences.yaml_file import yaml_of
from qms.forms.correspondences import AddRowForm, CorrectRowForm
from qms.looks import status_look
from qms.models.standards import Clause, Correspondence
from qms.operations import correspondences as operations
from qms.registry import MovingKind, registry
from qms.views.editing import CreateView
from qms.views.record import RecordView
from qms.views.standards import correspondence_url, edition_called
from qms.views.steps import StepSpec, StepView, step_beside
from qms.workflow import Step

ROWS = 50  # records of a clause on one page
RELATED = ("from_edition__standard", "to_edition__standard", "from_clause", "to_clause")

STEPS = {
    "correct": StepSpec(
        operations.correct_row,
        CorrectRowForm,
        label=gettext_lazy("Correct the row"),
        permission="qms.correct_correspondence",
        reason=True,
        effects=[
            gettext_lazy("The table gets a new version. Decisions that were taken before stay, to be looked at again.")
        ],
    ),
    "end": StepSpec(
        operations.end_row,
        label=gettext_lazy("Take the row out"),
        permission="qms.correct_correspondence",
        reason=True,
        tone="danger",
        effects=[
            gettext_lazy("The table gets a new version without this row; the row stays in the history."),
            gettext_lazy("A clause that has no other row is then listed as unconfirmed."),
        ],
    ),
}


class CorrespondenceRow(RecordView):
    """One row with its history."""

    model = Correspondence
    related = RELATED

    def rows(self) -> Any:
        return Correspondence.objects.all()

    def title(self, record: Any) -> str:
        return title_of(record)

    def status(self, record: Any) -> dict[str, str]:
        return status_look(record, "relation")

    def facts(self, record: Any) -> list[tuple[str, Any]]:
        facts = [
            (record.from_edition.code, record.from_clause or "–"),
            (record.to_edition.code, record.to_clause or "–"),
            (_("Relation in the source’s word"), record.own_word),
            (_("Degree of change"), degree_shown(record.change_degree)),
            (_("Note in Vietnamese"), record.note_vi),
            (_("Note in English"), record.note_en),
            (_("Evidence"), basis_shown(record.basis)),
            (_("Ended"), record.ended_at),
        ]
        return [(label, value) for label, value in facts if value]

    def steps(self, record: Any) -> list[Step]:
        if record.ended_at is not None:
            return []
        user = self.request.user
        urls = {name: reverse("correspondence_row_step", args=[record.uid, name]) for name in STEPS}
        return [step_beside(spec, record, user, urls[name]) for name, spec in STEPS.items()]

    def links(self, record: Any) -> list[tuple[str, str]]:
        one, two = record.from_edition, record.to_edition
        return [
            (f"{one.code} → {two.code}", correspondence_url(one, two)),
            (_("Versions of the table"), reverse("correspondence_versions", args=[one.uid, two.uid])),
        ]


def title_of(row: Correspondence) -> str:
    """Both clauses by number."""
    sides = (row.from_clause.number if row.from_clause else "–", row.to_clause.number if row.to_clause else "–")
    return " → ".join(sides)


class CorrespondenceRowStep(StepView):
    """Correct a row, or take it out."""

    model = Correspondence
    steps = STEPS

    def get_record(self, uid: Any) -> Any:
        rows = Correspondence.objects.filter(ended_at=None).select_related(*RELATED)
        return get_object_or_404(rows, uid=uid)

    def record_url(self) -> str:
        return reverse("correspondence_row", args=[self.record.uid])

    def address(self, result: Any) -> str:
        return correspondence_url(self.record.from_edition, self.record.to_edition)


class CorrespondenceAdd(CreateView):
    """A row that is missing."""

    model = Correspondence
    form_class = AddRowForm
    permission = "qms.correct_correspondence"
    title = gettext_lazy("Add a row")
    intro = gettext_lazy("The table gets a new version with this row.")
    submit_label = gettext_lazy("Add the row")

    def blank(self) -> Correspondence:
        one, two = edition_called(self.kwargs["from_uid"]), edition_called(self.kwargs["to_uid"])
        row = Correspondence(from_edition=one, to_edition=two)
        for name, edition in (("from_clause", one), ("to_clause", two)):
            number = self.request.GET.get(name, "")[:40]
            setattr(row, name, Clause.objects.filter(edition=edition, number=number).first() if number else None)
        return row

    def save(self, form: Any) -> Correspondence:
        return operations.add_row(form.instance, by=self.request.user, reason=form.cleaned_data["reason"])

    def cancel_url(self) -> str:
        return correspondence_url(self.record.from_edition, self.record.to_edition)

    def address(self, result: Any) -> str:
        return correspondence_url(result.from_edition, result.to_edition)

    def success(self, result: Any) -> str:
        return _("Added: %(row)s.") % {"row": title_of(result)}


@require_safe
def correspondence_file(request: HttpRequest, from_uid: Any, to_uid: Any) -> HttpResponse:
    """The whole table as a data file of the product's own shape."""
    one, two = edition_called(from_uid), edition_called(to_uid)
    name = f"correspondence-{one.code}-{two.code}-{clock.today().isoformat()}.yaml".replace(":", "-")
    answer = HttpResponse(yaml_of(one, two), content_type="application/yaml; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@require_safe
def clause_records(request: HttpRequest, uid: Any) -> HttpResponse:
    """The records within reach that still hang on a clause, one kind at a time."""
    clause = get_object_or_404(Clause.objects.select_related("edition__standard"), uid=uid)
    found = hanging_on(clause.edition_id, request.user).get(clause.pk)
    kinds = [(name, kind, near, below) for name, kind, near, below in (found.kinds if found else [])]
    asked = request.GET.get("kind", "")
    if asked and asked not in registry.moving_kinds:
        raise Http404
    chosen = asked or next((name for name, _kind, near, _below in kinds if near), "")
    context: dict[str, Any] = {"clause": clause, "kinds": kinds, "chosen": chosen, "page_obj": None, "rows": []}
    if chosen:
        kind = registry.moving_kinds[chosen]
        page = Paginator(references_on(kind, clause.pk, request.user), ROWS).get_page(request.GET.get("page"))
        context |= {"page_obj": page, "rows": [told(kind, reference) for reference in page.object_list]}
    return render(request, "qms/correspondences/records.html", context)


def told(kind: MovingKind, reference: Any) -> tuple[str, str, str]:
    """(number, name, address) of the record of a reference."""
    record = reference
    for name in kind.record.removesuffix("_id").split("__"):
        record = getattr(record, name)
    value: Any = reference
    for name in kind.number.split("__"):
        value = getattr(value, name, "")
    return str(value or ""), str(getattr(record, "title", "") or record), kind.url(reference)
