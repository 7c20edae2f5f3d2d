"""Forms of consolidated reports: what is added up as of when, the assessment, signing, drawing up again."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from qms import clock
from qms.consolidating.quarters import quarter_of
from qms.enums import Role
from qms.forms.fields import DayField, TextField, UnitChoice
from qms.forms.records import RecordForm
from qms.forms.steps import StepForm
from qms.models.organisation import Unit
from qms.models.period_schemes import PeriodScheme, ReportForm, ReportPeriod
from qms.models.periodic_reports import Consolidation
from qms.models.reach import inside_subtree

OVERSEEING = (Role.OFFICER, Role.TOP)
EACH_ON_A_LINE = _("One on each line; they stand at the end of the report.")


def superiors_of(user: Any, *roles: str) -> Any:
    """Units to which others report and over which the person holds one of the roles."""
    return superiors_over(user.authority.units_as(*roles))


def superiors_over(unit_ids: Any) -> Any:
    """Units to which others report, at or below these inside their QMS."""
    receiving = PeriodScheme.objects.values("superior_id")
    return Unit.objects.filter(pk__in=receiving).filter(pk__in=inside_subtree(unit_ids)).order_by("sort_key")


def quarter_choices(unit_ids: Any) -> list[tuple[str, str]]:
    """The quarters in which periods of these units' schemes have opened, the newest first."""
    rows = ReportPeriod.objects.filter(scheme__superior_id__in=unit_ids, opens_on__lte=clock.today())
    quarters = {quarter_of(day) for day in rows.order_by().values_list("figures_to", flat=True).distinct()}
    return [(one.code, one.label) for one in sorted(quarters, reverse=True)]


class DrawForm(RecordForm):
    """What is added up: which quarter, in which form, as of which day."""

    code = forms.ChoiceField(
        label=_("Quarter"),
        help_text=_("Half-yearly reports join the second and the fourth quarter."),
    )

    class Meta(RecordForm.Meta):
        model = Consolidation
        fields = ("unit", "form", "code", "as_of", "note")
        field_classes = {"unit": UnitChoice}
        help_texts = {
            "as_of": _("Reports that were in by the end of this day are added up, with the figures they had then."),
        }

    def restrict(self) -> None:
        units = superiors_of(self.user, *OVERSEEING)
        keys = units.order_by().values("pk")
        self.fields["unit"].queryset = units
        self.fields["form"].queryset = ReportForm.objects.filter(schemes__superior_id__in=keys).distinct()
        self.fields["code"].choices = [("", "---------"), *quarter_choices(keys)]
        if not self.initial.get("as_of"):
            self.initial["as_of"] = clock.today()
        for name in ("unit", "form"):
            found = list(self.fields[name].queryset[:2])
            if len(found) == 1 and not self.initial.get(name):
                self.initial[name] = found[0].pk

    def clean_as_of(self) -> Any:
        """A day that has come."""
        day = self.cleaned_data["as_of"]
        if day > clock.today():
            raise forms.ValidationError(_("The day has not come yet: give today or an earlier day."))
        return day

    def clean(self) -> dict[str, Any]:
        """The unit's own form, and a quarter that is not added up yet."""
        cleaned = super().clean() or self.cleaned_data
        unit, form, code = (cleaned.get(name) for name in ("unit", "form", "code"))
        if unit and form and not PeriodScheme.objects.filter(superior=unit, form=form).exists():
            self.add_error("form", _("No unit reports to it in this form."))
        if unit and form and code:
            same = Consolidation.objects.filter(unit=unit, form=form, code=code, replaced_with=None).first()
            if same is not None:
                text = _("%(code)s is added up in %(number)s already: draw that one up again.")
                self.add_error("code", forms.ValidationError(text, params={"code": code, "number": same.number}))
        return cleaned


class AssessmentForm(RecordForm):
    """The assessment, and who receives the report."""

    class Meta(RecordForm.Meta):
        model = Consolidation
        fields = ("note", "recipients")
        help_texts = {"recipients": EACH_ON_A_LINE}


def recipients_before(record: Consolidation) -> str:
    """Who received the one that the unit signed last: mostly the same."""
    signed = Consolidation.objects.filter(unit_id=record.unit_id, signed_on__isnull=False).order_by("-signed_on", "-pk")
    return signed.values_list("recipients", flat=True).first() or ""


class SignForm(StepForm):
    """Number and sign of the paper, who receives it, the day."""

    document_number = forms.CharField(
        label=_("Number and sign"), max_length=60, help_text=_("As it stands on the paper, such as 75/BC-BLĐTBXH.")
    )
    recipients = TextField(label=_("Recipients"), rows=4, max_length=4000, help_text=EACH_ON_A_LINE)
    signed_on = DayField(label=_("Signed on"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["signed_on"] = self.record.signed_on or clock.today()
        if not self.record.recipients:
            self.initial["recipients"] = recipients_before(self.record)


class RedrawForm(StepForm):
    """As of which day it is drawn up again."""

    as_of = DayField(label=_("Reports as of"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["as_of"] = clock.today()
