"""Sessions of an inspection: add, change, take out, mark as held."""

from typing import Any

from django.forms.utils import ErrorDict
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from inspections.forms.session import SessionForm
from inspections.models import Inspection, Session
from inspections.operations import session as operations
from inspections.parts_seen import require_part
from qms import policy
from qms.views.editing import CreateView, EditView, FormView
from qms.views.reach import get_visible
from qms.views.rows import RowStepView
from qms.views.steps import StepSpec

STEPS = {
    "drop": StepSpec(
        operations.drop_session,
        label=_("Take this session out"),
        permission="inspections.plan_inspection",
        reason=True,
        versioned=False,
        tone="danger",
    ),
    "held": StepSpec(
        operations.hold_session,
        label=_("Mark the session as held"),
        permission="inspections.answer_checklist",
        versioned=False,
        effects=[_("Its people and clauses no longer change.")],
        done=lambda session, result: reverse("inspection_conduct", args=[session.inspection.uid]),
    ),
}


class SessionForms(FormView):
    """What adding and changing a session have in common."""

    model = Session
    form_class = SessionForm
    template_name = "inspections/session_form.html"

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Save, or only show who may go to what was typed so far."""
        if "look" not in request.POST:
            return super().post(request, **kwargs)
        form = self.form(request.POST, request.FILES)
        form._errors = ErrorDict()  # nothing is judged yet but who may go
        return self.show(form)

    def check(self) -> None:
        """Ask the rule about the inspection."""
        policy.require(self.request.user, "inspections.plan_inspection", self.record.inspection)

    def save(self, form: Any) -> Any:
        """Plan the session, then make its checklist from its clauses."""
        values = {name: form.cleaned_data[name] for name in ("inspectors", "clauses", "documents", "templates")}
        user = self.request.user
        session = operations.plan_session(form.instance, by=user, **values)
        operations.make_checklist(session, by=user)
        return session

    def cancel_url(self) -> str:
        """Back to the inspection."""
        return self.record.inspection.get_absolute_url()

    def address(self, result: Any) -> str:
        """To the inspection."""
        return result.inspection.get_absolute_url()


class SessionNew(SessionForms, CreateView):
    """Add a session."""

    title = _("Add a session")

    def blank(self) -> Any:
        related = ("unit", "raised_by_unit", "edition__standard", "lead")
        inspection = get_visible(Inspection, self.request.user, self.kwargs["uid"], *related)
        return Session(inspection=inspection, unit=inspection.unit, day=inspection.starts_on)


class SessionEdit(SessionForms, EditView):
    """Change a session that was not held."""

    title = _("Change the session")

    def get_instance(self) -> Any:
        user: Any = self.request.user
        seen = Inspection.objects.visible_to(user).values("pk")
        rows = Session.objects.filter(inspection_id__in=seen, ended_at=None)
        related = ("unit", "inspection__unit", "inspection__lead", "inspection__edition__standard")
        session = get_visible(Session, user, self.kwargs["uid"], *related, rows=rows)
        require_part(session.inspection, user, session.unit_id)
        return session


class SessionStep(RowStepView):
    """Take a session out, or mark it as held."""

    model = Session
    parent = "inspection"
    related = ("unit",)
    steps = STEPS

    def get_record(self, uid: Any) -> Any:
        session = super().get_record(uid)
        require_part(session.inspection, self.request.user, session.unit_id)
        return session
