"""Issues of the context and interested parties: lists, records, recording, changing, reviewing, ending."""

import datetime as dt
from collections.abc import Sequence
from functools import partial
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qms import clock, policy
from qms.forms import context as forms
from qms.models.context import ContextFactor, InterestedParty
from qms.models.organisation import Unit
from qms.operations import context as operations
from qms.policy import Refused, denied
from qms.printing import CONTEXT_REGISTER, PARTY_REGISTER
from qms.reports.context import ContextFactorReport, InterestedPartyReport
from qms.reports.printed_risks import factor_entries, party_entries
from qms.reports.risks import records_risks
from qms.views.editing import CreateView, EditView
from qms.views.facts import spoken
from qms.views.printed_lists import PrintedList
from qms.views.reach import links_to
from qms.views.record import RecordView
from qms.views.risks import named
from qms.views.steps import StepSpec, StepView
from qms.workflow import Step

KEPT = partial(StepSpec, permission=operations.RULE, reason=True, guard=operations.standing_blockers)

STEPS = {
    "review": KEPT(
        operations.review_context,
        forms.ContextReviewForm,
        label=gettext_lazy("Review"),
        effects=[gettext_lazy("It still holds; today is the day of its last review.")],
    ),
    "end": KEPT(
        operations.end_context,
        label=gettext_lazy("End"),
        tone="secondary",
        effects=[gettext_lazy("It leaves the list and stays readable with the reason.")],
    ),
}


class ContextFactorList(PrintedList):
    """Issues of the context within reach."""

    report = ContextFactorReport
    printed_form = CONTEXT_REGISTER

    def entries(self, records: Sequence[Any], as_of: dt.date | None) -> Sequence[Any]:
        return factor_entries(records)

    def more(self, report: Any, context: dict[str, Any]) -> dict[str, Any]:
        return {"other_list": (_("Interested parties"), reverse("interested_parties"))}


class InterestedPartyList(PrintedList):
    """Interested parties within reach."""

    report = InterestedPartyReport
    printed_form = PARTY_REGISTER

    def entries(self, records: Sequence[Any], as_of: dt.date | None) -> Sequence[Any]:
        return party_entries(records)

    def more(self, report: Any, context: dict[str, Any]) -> dict[str, Any]:
        return {"other_list": (_("Context of the organisation"), reverse("context_factors"))}


class ContextRecord(RecordView):
    """Base of both pages."""

    beside_specs = STEPS
    related = ("unit", "recorded_by")
    template_name = "qms/context/record.html"
    list_name = ""
    list_title: Any = ""

    def facts(self, record: Any) -> list[tuple[str, Any]]:
        """With whether it concerns climate change, and until when it counted."""
        climate = (_("Concerns climate change"), spoken(record.climate))
        ended = [(_("Ended on"), spoken(clock.day_of(record.ended_at)))] if record.ended_at else []
        return [*super().facts(record), climate, *ended]

    def steps(self, record: Any) -> list[Step]:
        """Reviewing and ending, as long as it stands."""
        names = () if record.ended_at else tuple(STEPS)
        return [self.beside(record, name) for name in names]

    def record_actions(self, record: Any) -> list[tuple[Any, str]]:
        actions = super().record_actions(record)
        if record.ended_at is None and policy.may(self.request.user, operations.RULE, record):
            actions.insert(0, (_("Edit"), reverse(f"{self.page_name}_edit", args=[record.uid])))
        return actions

    def links(self, record: Any) -> list[tuple[str, str]]:
        return [*links_to(self.request.user, [record.unit]), (self.list_title, reverse(self.list_name))]

    def more(self, record: Any) -> dict[str, Any]:
        day = self.as_of or clock.today()
        late = record.ended_at is None and record.review_due_on is not None and record.review_due_on < day
        return {"is_late": late, "day": day}


class ContextFactorRecord(ContextRecord):
    """One issue of the context."""

    model = ContextFactor
    list_name = "context_factors"
    list_title = gettext_lazy("Context of the organisation")
    fact_fields = (
        "kind", "subject", "unit", "effect", "response", "reviewed_on", "review_due_on", "recorded_by", "external_ref",
    )  # fmt: skip

    def title(self, record: Any) -> str:
        return str(record.statement)


class InterestedPartyRecord(ContextRecord):
    """One interested party."""

    model = InterestedParty
    list_name = "interested_parties"
    list_title = gettext_lazy("Interested parties")
    fact_fields = (
        "unit", "needs", "is_requirement", "response", "reviewed_on", "review_due_on", "recorded_by", "external_ref",
    )  # fmt: skip


class ContextFactorStep(StepView):
    """Steps of an issue of the context."""

    model = ContextFactor
    related = ("unit",)
    steps = STEPS


class InterestedPartyStep(StepView):
    """Steps of an interested party."""

    model = InterestedParty
    related = ("unit",)
    steps = STEPS


class ContextNew(CreateView):
    """Base: ?unit= (a uid) fills in the unit."""

    submit_label = gettext_lazy("Record")
    operation = staticmethod(operations.record_context)
    list_name = ""

    def check(self) -> None:
        if not records_risks(self.request.user):
            who = _("a quality officer, the unit's manager, top management")
            text = _(
                "Context and interested parties are kept by a quality officer, the unit's manager or top management."
            )
            raise Refused(denied(text, who))

    def form(self, *data: Any) -> Any:
        """Starts with the unit that the address names, as far as the person may name it."""
        form = super().form(*data)
        unit = named(self.request, "unit", Unit.objects.visible_to(self.request.user))
        if unit is not None:
            form.initial["unit"] = unit.pk
        return form

    def cancel_url(self) -> str:
        return reverse(self.list_name)


class ContextFactorNew(ContextNew):
    """A new issue of the context."""

    model = ContextFactor
    form_class = forms.ContextFactorForm
    title = gettext_lazy("Record an issue of the context")
    list_name = "context_factors"


class InterestedPartyNew(ContextNew):
    """A new interested party."""

    model = InterestedParty
    form_class = forms.InterestedPartyForm
    title = gettext_lazy("Record an interested party")
    list_name = "interested_parties"


class ContextEdit(EditView):
    """Base of changing either."""

    related = ("unit",)
    permission = operations.RULE
    title = gettext_lazy("Edit")
    operation = staticmethod(operations.edit_context)


class ContextFactorEdit(ContextEdit):
    """Change an issue of the context."""

    model = ContextFactor
    form_class = forms.ContextFactorForm


class InterestedPartyEdit(ContextEdit):
    """Change an interested party."""

    model = InterestedParty
    form_class = forms.InterestedPartyForm
