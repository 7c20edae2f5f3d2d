"""Deputies on a person's page: named by the person themselves or the administrator, and ended."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qms import clock, policy
from qms.forms.deputies import DeputyForm
from qms.models.people import ActingFor, User
from qms.operations import deputies as operations
from qms.policy import Refused
from qms.reports.organisation import people_visible_to
from qms.views.editing import CreateView
from qms.views.panels import Panel
from qms.views.people import person_url
from qms.views.reach import get_visible
from qms.views.steps import StepSpec, StepView, step_beside
from qms.workflow import Step

RULE = "qms.appoint_deputy"


class DeputyNew(CreateView):
    """Name who acts for a person in a period."""

    model = ActingFor
    form_class = DeputyForm
    submit_label = gettext_lazy("Appoint")
    intro = gettext_lazy(
        "The deputy sees and does what is the person's in that period; for separation of duties both count as one."
    )
    operation = staticmethod(operations.appoint_deputy)

    def blank(self) -> Any:
        user = self.request.user
        rows = people_visible_to(user) | User.objects.filter(pk=user.pk)
        self.person = get_visible(User, user, self.kwargs["uid"], rows=rows)
        return ActingFor(principal=self.person)

    def check(self) -> None:
        decision = policy.may(self.request.user, RULE, self.person)
        if not decision:
            raise Refused(decision)

    def get_title(self) -> str:
        return _("Who acts for %(person)s") % {"person": self.person}

    def cancel_url(self) -> str:
        return person_url(self.person)

    def address(self, result: Any) -> str:
        return person_url(self.person)


class DeputyStep(StepView):
    """End an appointment at once."""

    model = ActingFor
    steps = {
        "end": StepSpec(
            operations.end_deputy,
            label=gettext_lazy("End the appointment"),
            permission=RULE,
            reason=True,
            versioned=False,
            tone="warning",
            effects=[gettext_lazy("From today the deputy no longer acts for the person; what was done stays.")],
        )
    }

    def get_record(self, uid: Any) -> Any:
        user = self.request.user
        seen = (people_visible_to(user) | User.objects.filter(pk=user.pk)).values("pk")
        rows = ActingFor.objects.filter(principal_id__in=seen)
        return get_visible(ActingFor, user, uid, "principal", "deputy", rows=rows)

    def step(self) -> Step:
        """The rule is asked about whom the deputy represents."""
        return step_beside(self.spec, self.record, self.request.user, asked_about=self.record.principal)

    def record_url(self) -> str:
        return person_url(self.record.principal)


def deputies_panel(record: Any, user: Any) -> Panel | None:
    """Who acts for the person, with the steps that the looker may take."""
    may = bool(policy.may(user, RULE, record))
    rows = list(record.represented_by.select_related("deputy").order_by("-valid_from", "-pk"))
    if not rows and not may:
        return None
    today = clock.today()
    shown = [
        {
            "row": row,
            "stands": row.valid_from <= today and (row.valid_to is None or row.valid_to >= today),
            "void": row.valid_to is not None and row.valid_to < row.valid_from,
            "end": may and (row.valid_to is None or row.valid_to >= today),
        }
        for row in rows
    ]
    url = reverse("person_deputy", args=[record.uid]) if may else ""
    return Panel("qms/organisation/deputies.html", {"rows": shown, "url": url})
