"""Forms of the report: what it concludes, and what a unit says to it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from inspections.enums import NonconformityStatus
from inspections.models import Nonconformity
from inspections.operations.inspection import units_commented_by
from inspections.report_draft import drafted
from qms import policy
from qms.forms.fields import TextField, UnitChoice
from qms.forms.steps import StepForm
from qms.models.organisation import Unit


class ReportForm(StepForm):
    """What the report concludes, and who receives it. Empty ones begin with a draft made from the facts."""

    conclusion = TextField(
        label=_("Conclusion"), rows=8, help_text=_("Drafted from what was found: change it as you see fit.")
    )
    strengths = TextField(
        label=_("Strengths"), required=False, rows=4, help_text=_("Begins with the good practices that were found.")
    )
    distribution = TextField(
        label=_("Who receives the report"),
        required=False,
        rows=3,
        help_text=_("One a line, beside the inspected units."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.is_bound:
            missing = [name for name in ("conclusion", "strengths") if not getattr(self.record, name).strip()]
            draft = drafted(self.record) if missing else {}
            self.initial.update({name: draft[name] for name in missing})


def disputable(inspection: Any, user: Any) -> list[Nonconformity]:
    """Nonconformities of the inspection that wait for the word of units for which the person speaks."""
    rows = inspection.nonconformities.filter(status=NonconformityStatus.RECORDED).select_related("unit", "inspection")
    return [row for row in rows.order_by("pk") if policy.may(user, "inspections.accept_nonconformity", row)]


class CommentForm(StepForm):
    """What a unit says to the report, and the nonconformities it objects to, each with its reason."""

    unit_comment = TextField(label=_("The unit's comment"), help_text=_("Or write that you agree."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["unit_comment"] = ""
        self.rows = disputable(self.record, self.user)
        self._ask_which_unit()
        for row in self.rows:
            label = _("I object to %(number)s (%(grade)s): %(fact)s")
            words = {"number": row.number, "grade": row.get_grade_display(), "fact": row.fact}
            self.fields[f"object_{row.pk}"] = forms.BooleanField(label=label % words, required=False)
            self.fields[f"reason_{row.pk}"] = TextField(
                label=_("Why you object to %(number)s") % words,
                required=False,
                rows=2,
                max_length=4000,
            )

    def _ask_which_unit(self) -> None:
        """Who speaks for several inspected units says for which; the first that has not spoken is proposed."""
        own = units_commented_by(self.record, self.user)
        if len(own) < 2:
            return
        said = set(
            self.record.inspected_units.filter(ended_at=None, commented_on__isnull=False).values_list("unit", flat=True)
        )
        said |= {self.record.unit_id} if self.record.unit_commented_on else set()
        field = UnitChoice(Unit.objects.filter(pk__in=[unit.pk for unit in own]), label=_("The unit that comments"))
        self.fields = {"unit": field} | self.fields
        self.initial["unit"] = next((unit.pk for unit in own if unit.pk not in said), own[0].pk)

    def clean(self) -> dict[str, Any]:
        """An objection has a reason, and a reason belongs to an objection."""
        given = self.cleaned_data
        for row in self.rows:
            objects, why = given.get(f"object_{row.pk}"), given.get(f"reason_{row.pk}", "").strip()
            words = {"number": row.number}
            if objects and not why:
                self.add_error(f"reason_{row.pk}", _("Say why you object to %(number)s.") % words)
            if why and not objects:
                self.add_error(
                    f"object_{row.pk}", _("Tick that you object to %(number)s, or take the reason away.") % words
                )
        return super().clean()

    def operation_values(self) -> dict[str, Any]:
        """The comment, its unit where it was asked, and the disputes."""
        given = self.cleaned_data
        values = {"unit_comment": given["unit_comment"]}
        if "unit" in self.fields:
            values["unit"] = given["unit"]
        disputes = [(row, given[f"reason_{row.pk}"]) for row in self.rows if given.get(f"object_{row.pk}")]
        return values | {"disputes": disputes}
