"""People: list, record, forms for administrators."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qms import policy
from qms.forms import organisation as forms
from qms.models.people import ActingFor, Competence, Membership, RoleAssignment, User
from qms.operations import people as operations
from qms.operations.handing_over import leaving_blockers
from qms.operations.second_factors import end_second_factor, second_factor_faults
from qms.policy import Refused
from qms.reports.organisation import PersonReport, people_visible_to
from qms.second_factor import factor_of
from qms.views.editing import CreateView, EditView
from qms.views.reach import get_visible, signed_in
from qms.views.record import RecordView
from qms.views.register import RegisterView
from qms.views.steps import StepSpec, StepView, step_beside


def person_url(person: User) -> str:
    """The person's page."""
    return reverse("person", args=[person.uid])


class PersonList(RegisterView):
    """People whom one may look up."""

    report = PersonReport

    def more(self, report: Any, context: dict[str, Any]) -> dict[str, Any]:
        return {"other_list": (_("Units"), reverse("units"))}


class PersonRecord(RecordView):
    """One person: where they work, what they are, for whom they act, what they are competent in."""

    model = User
    template_name = "qms/organisation/person.html"
    fact_fields = ("username", "full_name", "position_vi", "position_en", "email", "is_active")

    def rows(self) -> Any:
        return people_visible_to(self.request.user)

    def title(self, record: Any) -> str:
        return str(record)

    def may_manage(self, record: Any) -> bool:
        """Whether this person keeps that account."""
        return bool(policy.may(self.request.user, "qms.manage_people", record))

    def base_context(self, record: Any, as_of: Any) -> dict[str, Any]:
        """The account's history is the administrator's and the person's own."""
        context = super().base_context(record, as_of)
        if signed_in(self.request).authority.is_admin or record.pk == self.request.user.pk:
            return context
        return context | {"timeline": None}

    def record_actions(self, record: Any) -> list[tuple[Any, str]]:
        if not self.may_manage(record):
            return super().record_actions(record)
        added = [(label, reverse("person_add", args=[record.uid, kind])) for kind, (label, *_rest) in ADDED.items()]
        own = [(_("Change"), reverse("person_edit", args=[record.uid])), *added]
        if record.is_active:
            own.append((_("Deactivate"), reverse("person_step", args=[record.uid, "deactivate"])))
        if record.pk != self.request.user.pk and factor_of(record) is not None:
            own.append((_("End the second factor"), reverse("person_step", args=[record.uid, "end-second-factor"])))
        return super().record_actions(record) + own

    def more(self, record: Any) -> dict[str, Any]:
        return {
            "memberships": record.memberships.select_related("unit").order_by("-valid_from"),
            "role_rows": record.role_assignments.select_related("unit").order_by("-valid_from"),
            "acts_for": record.acts_for.select_related("principal").order_by("-valid_from"),
            "competences": record.competences.select_related("standard", "edition").order_by("-valid_from"),
            "may_manage": self.may_manage(record) and not self.as_of,
        }


class PersonNew(CreateView):
    """A new person."""

    model = User
    form_class = forms.PersonForm
    title = gettext_lazy("New person")
    operation = staticmethod(operations.save_person)

    def check(self) -> None:
        policy.require(self.request.user, "qms.manage_people", None)

    def address(self, result: Any) -> str:
        return person_url(result)

    def cancel_url(self) -> str:
        return reverse("people")


class PersonEdit(EditView):
    """Change a person's account."""

    model = User
    form_class = forms.PersonForm
    permission = "qms.manage_people"
    title = gettext_lazy("Change person")
    operation = staticmethod(operations.save_person)

    def get_instance(self) -> Any:
        return get_visible(User, self.request.user, self.kwargs["uid"], rows=people_visible_to(self.request.user))

    def address(self, result: Any) -> str:
        return person_url(result)

    def cancel_url(self) -> str:
        return person_url(self.record)


ADDED: dict[str, tuple[Any, Any, Any, str, Any]] = {
    "membership": (gettext_lazy("Add a unit"), Membership, forms.MembershipForm, "user", operations.record_appointment),
    "role": (gettext_lazy("Give a role"), RoleAssignment, forms.RoleForm, "user", operations.assign_role),
    "acting-for": (
        gettext_lazy("Appoint as deputy"), ActingFor, forms.ActingForForm, "deputy", operations.record_appointment,
    ),
    "competence": (
        gettext_lazy("Add a competence"), Competence, forms.CompetenceForm, "user", operations.record_appointment,
    ),
}  # fmt: skip
"""What is added to a person: words, model, form, key that names the person, operation."""


class PersonAdd(CreateView):
    """Add a unit, a role, an appointment or a competence to a person."""

    def blank(self) -> Any:
        rows = people_visible_to(self.request.user)
        self.person = get_visible(User, self.request.user, self.kwargs["uid"], rows=rows)
        self.title, self.model, self.form_class, key, self.run_operation = ADDED[self.kwargs["kind"]]
        return self.model(**{key: self.person})

    def check(self) -> None:
        decision = policy.may(self.request.user, "qms.manage_people", self.person)
        if not decision:
            raise Refused(decision)

    def get_title(self) -> str:
        return f"{self.title}: {self.person}"

    def save(self, form: Any) -> Any:
        return self.run_operation(form.instance, by=self.request.user)

    def cancel_url(self) -> str:
        return person_url(self.person)

    def address(self, result: Any) -> str:
        return person_url(self.person)


class PersonStep(StepView):
    """Deactivate an account, or end the second factor of who lost the telephone."""

    model = User
    steps = {
        "deactivate": StepSpec(
            operations.deactivate_person,
            label=gettext_lazy("Deactivate"),
            permission="qms.manage_people",
            reason=True,
            versioned=False,
            tone="danger",
            intro=gettext_lazy("The person signs in no more; their records keep their name."),
            guard=leaving_blockers,
            template_name="qms/organisation/deactivate.html",
        ),
        "end-second-factor": StepSpec(
            end_second_factor,
            label=gettext_lazy("End the second factor"),
            permission="qms.manage_people",
            reason=True,
            versioned=False,
            tone="danger",
            intro=gettext_lazy("For who lost the telephone. The person is told, and may set up another one."),
            guard=second_factor_faults,
        ),
    }

    def get_record(self, uid: Any) -> Any:
        return get_visible(User, self.request.user, uid, rows=people_visible_to(self.request.user))

    def record_url(self) -> str:
        return person_url(self.record)


class RoleStep(StepView):
    """End a role."""

    model = RoleAssignment
    steps = {
        "end": StepSpec(
            operations.end_role,
            forms.EndRoleForm,
            label=gettext_lazy("End the role"),
            permission="qms.manage_people",
            reason=True,
            versioned=False,
            tone="warning",
        )
    }

    def get_record(self, uid: Any) -> Any:
        seen = people_visible_to(self.request.user).values("pk")
        rows = RoleAssignment.objects.filter(user_id__in=seen)
        return get_visible(RoleAssignment, self.request.user, uid, "user", "unit", rows=rows)

    def step(self) -> Any:
        """The rule is asked about the person who holds the role."""
        return step_beside(self.spec, self.record, self.request.user, asked_about=self.record.user)

    def record_url(self) -> str:
        return person_url(self.record.user)
