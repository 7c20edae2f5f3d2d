"""Forms over the holders of a transition: taken in, grouped and ended, many at once."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from qms.enums import TransitionGroup
from qms.forms.fields import SeveralChoice, TextField
from qms.forms.transition_programmes import RunningForm
from qms.models.organisation import Unit
from qms.models.transition import TransitionHolder
from qms.operations.transition_scope import standing_holdings, units_to_take_in

GROUP_HELP = _(
    "Official letter 419/BKHCN-TĐC: who applies the old edition moves; who has the new one already maintains it; "
    "who has none adopts the new one afresh."
)


class UnitsByName(SeveralChoice):
    """Units by tick boxes, with code and obligation; `obligations` by key of the unit."""

    widget = forms.CheckboxSelectMultiple
    obligations: dict[int, str] = {}

    def label_from_instance(self, obj: Any) -> str:
        obligation = self.obligations.get(obj.pk, "")
        return f"{obj.code} - {obj}" + (f" ({obligation})" if obligation else "")


class HoldersByName(SeveralChoice):
    """Holders that take part, by tick boxes, with their group."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.unit.code} - {obj.unit} ({obj.get_group_display()}, {obj.get_obligation_display().lower()})"


def standing_holders(programme: Any) -> QuerySet:
    """Holders that take part, by name."""
    return programme.holders.filter(ended_at=None).select_related("unit").order_by("unit__sort_key", "pk")


class GroupForm(RunningForm):
    """Base: a group, and why where one is exempt."""

    group = forms.ChoiceField(label=_("Group"), choices=TransitionGroup.choices, help_text=GROUP_HELP)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "reason" not in self.fields:
            self.fields["reason"] = TextField(
                label=_("Reason"), rows=3, max_length=4000, required=False, help_text=_("Needed for who is exempt.")
            )
        self.order_fields([name for name in self.fields if name not in ("units", "holders")])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("group") == TransitionGroup.EXEMPT and not cleaned.get("reason") and "reason" not in self.errors:
            self.add_error("reason", _("Say why it is exempt."))
        return cleaned


class TakeInForm(GroupForm):
    """Which holders come in; every one below the leading unit is offered."""

    units = UnitsByName(Unit.objects.none(), label=_("QMS holders"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["units"]
        field.queryset = units_to_take_in(self.record).order_by("sort_key")
        rows = standing_holdings(self.record)
        field.obligations = {row.unit_id: row.get_obligation_display().lower() for row in rows}
        field.error_messages["required"] = _("Choose at least one holder.")


class RegroupForm(GroupForm):
    """Which holders go into another group."""

    holders = HoldersByName(TransitionHolder.objects.none(), label=_("QMS holders"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.pop("holders", None)
        self.fields["holders"].queryset = standing_holders(self.record)
        self.fields["holders"].error_messages["required"] = _("Choose at least one holder.")


class EndHoldersForm(RunningForm):
    """Which holders take part no longer."""

    holders = HoldersByName(TransitionHolder.objects.none(), label=_("QMS holders"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.pop("holders", None)
        self.fields["holders"].queryset = standing_holders(self.record)
        self.fields["holders"].error_messages["required"] = _("Choose at least one holder.")
        self.order_fields(["holders", "reason"])
