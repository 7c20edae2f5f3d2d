"""Forms of paper copies: handing out to several places, taking back, loss."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from qms import clock
from qms.forms.fields import DayField, PersonChoice, TextField, UnitChoice, people_of
from qms.forms.steps import StepForm
from qms.models.organisation import Unit, nearest_holder
from qms.operations.paper_copies import last_number

PLACES = 6  # copies handed out at once
Place = tuple[str, str, str]


class PastDay(DayField):
    """A day that has come; today unless said otherwise."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(initial=clock.today, **kwargs)

    def clean(self, value: Any) -> Any:
        day = super().clean(value)
        if day and day > clock.today():
            text = _("%(day)s has not come yet. Give today or an earlier day.")
            raise forms.ValidationError(text, params={"day": day.strftime("%d/%m/%Y")})
        return day


class HandOutForm(StepForm):
    """For each copy the unit that keeps it, who holds it and where it is kept; rows left empty are no copies."""

    issued_on = PastDay(label=_("Handed out on"))
    last_shown = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["last_shown"] = last_number(self.record.document)
        holder = nearest_holder(self.record.document.unit_id) or self.record.document.unit
        units = Unit.objects.below(holder.pk).valid_on(clock.today()).order_by("sort_key")
        people = people_of(holder.pk).order_by("sort_key")
        named = {"unit": list(units), "holder": list(people)}
        self.places: list[Place] = []
        for number in range(1, PLACES + 1):
            self._add(number, "unit", UnitChoice(units, label=_("Unit that keeps it"), required=False), named)
            self._add(number, "holder", PersonChoice(people, label=_("Holder"), required=False), named)
            place = forms.CharField(label=_("Where it is kept"), max_length=200, required=False)
            self.fields[f"held_by_{number}"] = place
            self.places.append((f"unit_{number}", f"holder_{number}", f"held_by_{number}"))

    def _add(self, number: int, name: str, field: Any, named: dict[str, list[Any]]) -> None:
        """A choice whose options are read once for all rows."""
        field.choices = [("", "---------"), *((one.pk, field.label_from_instance(one)) for one in named[name])]
        self.fields[f"{name}_{number}"] = field

    def rows(self) -> Iterator[tuple[int, list[Any]]]:
        """The fields of each copy, for the page."""
        for number, names in enumerate(self.places, 1):
            yield number, [self[name] for name in names]

    def clean(self) -> dict[str, Any]:
        """Each copy has a unit; at least one is handed out."""
        cleaned = super().clean()
        chosen = []
        for unit_name, holder_name, place_name in self.places:
            unit, holder, place = cleaned.get(unit_name), cleaned.get(holder_name), cleaned.get(place_name) or ""
            if unit is not None:
                chosen.append((unit, holder, place))
            elif (holder is not None or place) and unit_name not in self.errors:
                self.add_error(unit_name, gettext("Say which unit keeps this copy."))
        if not chosen and not self.errors:
            self.add_error(self.places[0][0], gettext("Give at least one place: the unit that keeps the copy."))
        cleaned["chosen"] = chosen
        return cleaned

    def operation_values(self) -> dict[str, Any]:
        shown = {name: self.cleaned_data[name] for name in ("issued_on", "last_shown")}
        return {"places": self.cleaned_data["chosen"], **shown}

    def show_again(self, record: Any) -> None:
        """What was typed stays; sent once more it is meant."""
        super().show_again(record)
        self.data["last_shown"] = str(last_number(record.document))


class RecallForm(StepForm):
    """When it came back, and what is to be said of it."""

    recalled_on = PastDay(label=_("Recalled on"))
    note = TextField(label=_("Note"), rows=3, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["recalled_on"] = clock.today()


class RecallAllForm(StepForm):
    """One day and one reason for all copies of the issue; the step asks for the reason."""

    recalled_on = PastDay(label=_("Recalled on"))
