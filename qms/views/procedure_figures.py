"""Monthly figures of procedures: list with sums, record, correction; when a procedure was published."""

from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qms import clock, policy
from qms.forms import procedure_figures as forms
from qms.models.documents import Document
from qms.models.outputs import ProcedureFigure
from qms.operations import procedure_figures as operations
from qms.procedure_counts import COUNTS, carried_over, oddities
from qms.reports.procedure_figures import (
    ProcedureFigureReport,
    dressed,
    sums,
    sums_by_month,
    sums_by_unit,
    with_procedure,
)
from qms.views.panels import Panel, Shown
from qms.views.reach import links_to
from qms.views.record import RecordView
from qms.views.register import RegisterView
from qms.views.steps import StepSpec, StepView
from qms.workflow import Step

BESIDE = partial(StepSpec, tone="secondary", permission="qms.record_procedure_figures", reason=True)

STEPS = {
    "correct": BESIDE(
        operations.correct_procedure_figure, forms.CorrectForm, label=gettext_lazy("Correct the figures"),
        effects=[gettext_lazy("The figures before stay readable in the history.")],
    ),
    "withdraw": BESIDE(
        operations.withdraw_procedure_figure, label=gettext_lazy("Take the figures away"), tone="danger",
        effects=[gettext_lazy("They count in no sum any more and stay readable in the history.")],
        done=lambda record, result: reverse("procedure_figures"),
    ),
}  # fmt: skip

PUBLICATION = {
    "publication": StepSpec(
        operations.date_publication, forms.PublicationForm, label=gettext_lazy("Decision and publication"),
        permission="qms.date_publication", versioned=False,
    )
}  # fmt: skip


class ProcedureFigureList(RegisterView):
    """All figures within reach, with their sums."""

    report = ProcedureFigureReport
    template_name = "qms/procedure_figures/list.html"

    def more(self, report: Any, context: dict[str, Any]) -> dict[str, Any]:
        rows = context["page_obj"].paginator.object_list
        asked = [(name, value) for name in ("unit", "document", "as_of", "show", "month_from", "month_to")
                 if (value := self.request.GET.get(name))]  # fmt: skip
        by_month = [pair for pair in asked if not pair[0].startswith("month")]
        by_unit = [pair for pair in asked if pair[0] != "unit"]
        return {
            "sums": sums(rows),
            "by_month": sums_by_month(rows, _begun(by_month)),
            "by_unit": sums_by_unit(rows, _begun(by_unit)),
        }


def _begun(pairs: list[tuple[str, str]]) -> str:
    return f"{urlencode(pairs)}&" if pairs else ""


class ProcedureFigureRecord(RecordView):
    """One procedure of one unit in one month."""

    beside_specs = STEPS
    model = ProcedureFigure
    related = ("unit", "document", "recorded_by")
    template_name = "qms/procedure_figures/record.html"
    fact_fields = ("unit", "document", *COUNTS, "source", "recorded_by", "external_ref")

    def rows(self) -> Any:
        seen = ProcedureFigure.objects.visible_to(self.request.user)
        return with_procedure(seen, self.as_of or clock.today())

    def title(self, record: Any) -> str:
        return _("%(procedure)s in %(month)s") % {"procedure": record.document, "month": f"{record.month:%m/%Y}"}

    def steps(self, record: Any) -> list[Step]:
        """Correcting, taking away; nothing once they are gone."""
        return [] if record.ended_at else [self.beside(record, name) for name in STEPS]

    def links(self, record: Any) -> list[tuple[str, str]]:
        unit = links_to(self.request.user, [record.unit])
        procedure = (str(record.document), record.document.get_absolute_url())
        query = urlencode({"unit": record.unit_id, "month": f"{record.month:%m/%Y}"})
        month = (_("All procedures of the unit in this month"), f"{reverse('procedure_figures_month')}?{query}")
        return [*unit, procedure, month, (_("Figures of procedures"), reverse("procedure_figures"))]

    def more(self, record: Any) -> dict[str, Any]:
        same = ProcedureFigure.objects.filter(document=record.document_id, unit=record.unit_id, ended_at=None)
        before = list(same.filter(month__lt=record.month))
        counts = {name: getattr(record, name) for name in COUNTS}
        return {
            "figure": dressed(record),
            "ended": record.ended_at,
            "oddities": oddities(counts, carried_over(before), bool(before)),
        }


class ProcedureFigureStep(StepView):
    """Correcting figures, taking them away."""

    model = ProcedureFigure
    related = ("unit", "document")
    steps = STEPS


class PublicationStep(StepView):
    """When a procedure was decided and published, set from its document's page."""

    model = Document
    related = ("unit",)
    steps = PUBLICATION


def publication_of_document(shown: Shown) -> Panel | None:
    """Days of decision and publication on the page of an administrative procedure."""
    document, issue = shown.record, shown.in_force
    dates = getattr(document, "publication_dates", None)
    is_procedure = bool(issue is not None and issue.procedure_code) or dates is not None
    if not is_procedure:
        return None
    may = shown.as_of is None and shown.own_side and policy.may(shown.user, "qms.date_publication", document)
    if dates is None and not may:
        return None
    days = (dates.published_on - dates.decided_on).days if dates and dates.published_on else None
    url = reverse("publication_step", args=[document.uid, "publication"]) if may else ""
    listed = reverse("procedure_figures") + f"?document={document.pk}" if shown.own_side else ""
    return Panel("qms/procedure_figures/publication.html", {"dates": dates, "days": days, "url": url, "list": listed})
