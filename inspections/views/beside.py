"""Steps beside a lifecycle, such as writing the report, and steps of rows that hang on a record."""

from typing import Any

from qms import policy
from qms.views.reach import get_visible
from qms.views.steps import StepSpec, StepView
from qms.workflow import Step


def step_beside(spec: StepSpec, record: Any, user: Any, url: str = "", *, asked_about: Any = None) -> Step:
    """A step that is no transition, as the person sees it; the rule is asked about `asked_about` or the record."""
    decision = policy.may(user, spec.permission, record if asked_about is None else asked_about)
    reasons = [] if decision else [str(decision.reason)]
    if spec.guard is not None:
        reasons += [str(reason) for reason in spec.guard(record)]
    return Step(spec, record, reasons, str(decision.who), url)  # type: ignore[arg-type]


class RowStepView(StepView):
    """Steps of a row such as a session: rules are asked about the record on which it hangs, which is shown after."""

    parent = ""
    """The row's key to its record."""

    def get_record(self, uid: Any) -> Any:
        seen = self.model._meta.get_field(self.parent).related_model.objects.visible_to(self.request.user)
        rows = self.model.objects.filter(**{f"{self.parent}__in": seen.values("pk"), "ended_at": None})
        return get_visible(self.model, self.request.user, uid, self.parent, *self.related, rows=rows)

    def step(self) -> Step:
        """The step as this person sees it."""
        return step_beside(self.spec, self.record, self.request.user, asked_about=getattr(self.record, self.parent))

    def record_url(self) -> str:
        return getattr(self.record, self.parent).get_absolute_url()
