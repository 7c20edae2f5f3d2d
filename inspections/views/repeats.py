"""Repeats: list, record, and the decision."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inspections.forms.repeat import TakeUpForm
from inspections.models import Nonconformity, Repeat
from inspections.operations import repeat_decisions as operations
from inspections.repeat_workflow import REPEAT
from inspections.repeat_worklist import title_of
from inspections.reports.repeats import RepeatReport
from qms.models.actions import Action
from qms.views.record import RecordView
from qms.views.register import RegisterView
from qms.views.steps import StepSpec, StepView

RELATED = ("unit", "clause__edition", "category", "where", "decided_by", "action")


class RepeatList(RegisterView):
    """All repeats within reach."""

    report = RepeatReport

    def more(self, report: Any, context: dict[str, Any]) -> dict[str, Any]:
        """The way to the categories by which repeats are found."""
        return {"other_list": (_("Cause categories"), reverse("cause_categories"))}


class RepeatRecord(RecordView):
    """One repeat with its nonconformities."""

    model = Repeat
    related = RELATED
    workflow = REPEAT
    template_name = "inspections/repeat.html"
    fact_fields = (
        "unit", "kind", "clause", "category", "where", "found_on", "decided_by", "decided_on", "decision", "action",
    )  # fmt: skip

    def title(self, record: Any) -> str:
        return title_of(record)

    def links(self, record: Any) -> list[tuple[str, str]]:
        """The action that answers it, where the person reaches it."""
        seen = Action.objects.visible_to(self.request.user).filter(pk=record.action_id)
        return [(_("Action %(number)s") % {"number": one.number}, one.get_absolute_url()) for one in seen]

    def more(self, record: Any) -> dict[str, Any]:
        """Its nonconformities; those out of reach are only counted."""
        keys = list(record.members.filter(ended_at=None).values_list("nonconformity_id", flat=True))
        seen = Nonconformity.objects.visible_to(self.request.user).filter(pk__in=keys)
        listed = list(seen.select_related("unit").order_by("raised_on", "pk"))
        return {"members": listed, "hidden": len(keys) - len(listed)}


class RepeatStep(StepView):
    """Taking up, or dismissing."""

    model = Repeat
    related = RELATED
    workflow = REPEAT
    steps = {
        "take_up": StepSpec(
            operations.take_up_repeat, TakeUpForm, effects=[gettext_lazy("The owner of a new action is told.")]
        ),
        "dismiss": StepSpec(
            operations.dismiss_repeat,
            intro=gettext_lazy("It is proposed again only when a further nonconformity comes."),
        ),
    }
