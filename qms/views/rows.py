"""Steps of rows that hang on a record: reached, refused and shown through it."""

from typing import Any

from qms.views.reach import get_visible
from qms.views.steps import StepView, step_beside
from qms.workflow import Step


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
