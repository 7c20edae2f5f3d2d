"""Units: list, record with its tree, forms for administrators."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qms import clock, policy
from qms.forms import organisation as forms
from qms.models.organisation import QMSHolding, Unit, nearest_holder
from qms.models.people import Membership, RoleAssignment
from qms.operations import organisation as operations
from qms.reports.organisation import UnitReport, people_visible_to
from qms.views.editing import CreateView, EditView
from qms.views.reach import get_visible
from qms.views.record import RecordView
from qms.views.register import RegisterView
from qms.views.steps import StepSpec, StepView


class UnitList(RegisterView):
    """Units within reach."""

    report = UnitReport

    def more(self, report: Any, context: dict[str, Any]) -> dict[str, Any]:
        return {"other_list": (_("People"), reverse("people"))}


class UnitRecord(RecordView):
    """One unit: where it stands, what stands below it, who works and holds a role there."""

    model = Unit
    related = ("parent", "successor")
    template_name = "qms/organisation/unit.html"
    fact_fields = (
        "code", "name_vi", "name_en", "kind", "parent", "superior_text", "place", "valid_from", "valid_to", "successor",
    )  # fmt: skip

    def facts(self, record: Any) -> list[tuple[str, Any]]:
        holder = nearest_holder(record.pk)
        return [*super().facts(record), (_("Quality management system of"), holder.name if holder else _("none"))]

    def record_actions(self, record: Any) -> list[tuple[Any, str]]:
        actions = super().record_actions(record)
        if policy.may(self.request.user, "qms.manage_organisation", record):
            actions += [
                (_("Change"), reverse("unit_edit", args=[record.uid])),
                (_("Record a QMS"), reverse("unit_holding", args=[record.uid])),
                (_("End the unit"), reverse("unit_step", args=[record.uid, "end"])),
            ]
        return actions

    def more(self, record: Any) -> dict[str, Any]:
        today, user = clock.today(), self.request.user
        people = people_visible_to(user).values("pk")
        works = Membership.objects.standing_on(today).filter(unit=record, user_id__in=people).select_related("user")
        held = RoleAssignment.objects.standing_on(today).filter(unit=record, user_id__in=people).select_related("user")
        return {
            "children": Unit.objects.visible_to(user).filter(parent=record).valid_on(today),
            "members": [row.user for row in works.order_by("user__sort_key")],
            "role_rows": held.order_by("role", "user__sort_key"),
            "holdings": record.holdings.order_by("valid_from"),
        }


class UnitNew(CreateView):
    """A new unit."""

    model = Unit
    form_class = forms.UnitForm
    permission = "qms.manage_organisation"
    title = gettext_lazy("New unit")
    operation = staticmethod(operations.save_unit)

    def cancel_url(self) -> str:
        return reverse("units")


class UnitEdit(EditView):
    """Change a unit."""

    model = Unit
    form_class = forms.UnitForm
    permission = "qms.manage_organisation"
    title = gettext_lazy("Change unit")
    operation = staticmethod(operations.save_unit)


class UnitHolding(CreateView):
    """Record that a unit holds a QMS."""

    model = QMSHolding
    form_class = forms.HoldingForm
    permission = "qms.manage_organisation"
    title = gettext_lazy("Holds a quality management system")
    operation = staticmethod(operations.hold_qms)

    def blank(self) -> Any:
        self.unit = get_visible(Unit, self.request.user, self.kwargs["uid"])
        return QMSHolding(unit=self.unit)

    def cancel_url(self) -> str:
        return self.unit.get_absolute_url()

    def address(self, result: Any) -> str:
        return self.unit.get_absolute_url()


class UnitStep(StepView):
    """End a unit."""

    model = Unit
    steps = {
        "end": StepSpec(
            operations.end_unit,
            forms.EndUnitForm,
            label=gettext_lazy("End the unit"),
            permission="qms.manage_organisation",
            reason=True,
            versioned=False,
            tone="danger",
            intro=gettext_lazy("Its records stay; it can be named no more from the day after."),
        )
    }
