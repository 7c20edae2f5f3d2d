"""A line that the team adds to the checklist during the visit."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inspections.enums import InspectionStatus
from inspections.forms.added_line import LineForm
from inspections.models import ChecklistLine, Inspection, Session
from inspections.operations.checklist_making import add_line
from qms import policy
from qms.views.editing import CreateView
from qms.views.reach import get_visible
from qms.workflow import StepRefused


class LineNew(CreateView):
    """Type a question and say in which session it is asked."""

    model = ChecklistLine
    form_class = LineForm
    title = gettext_lazy("Add a question to the checklist")
    submit_label = gettext_lazy("Add the question")
    operation = add_line

    def blank(self) -> Any:
        self.inspection = get_visible(Inspection, self.request.user, self.kwargs["uid"], "unit", "lead")
        return ChecklistLine(session=Session(inspection=self.inspection, unit=self.inspection.unit))

    def check(self) -> None:
        """The team, while the inspection is in progress."""
        policy.require(self.request.user, "inspections.add_line", self.inspection)
        if self.inspection.status != InspectionStatus.IN_PROGRESS:
            raise StepRefused([_("A line is added by hand while the inspection is in progress.")])

    def cancel_url(self) -> str:
        return reverse("inspection_conduct", args=[self.inspection.uid])

    def address(self, result: Any) -> str:
        return f"{self.cancel_url()}#line-{result.pk}"

    def success(self, result: Any) -> str:
        return _("Added to the checklist: %(question)s") % {"question": result.question}
