"""Rows of a form whose units and people are looked up once for all of them."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django import forms

from qms.models.organisation import Unit
from qms.models.people import User

EMPTY = ("", "---------")


class Known(forms.TypedChoiceField):
    """One of the records that are offered: the form brings them, no row asks the database."""

    def __init__(self, **kwargs: Any) -> None:
        self.records: Mapping[str, Any] = {}
        super().__init__(empty_value=None, **kwargs)

    def offer(self, records: Mapping[str, Any], choices: Iterable[tuple[str, str]]) -> None:
        """What may be chosen."""
        self.records = records
        self.choices = [EMPTY, *choices]

    def _coerce(self, value: Any) -> Any:
        # What is not offered stays what was sent: a spare row with it counts as filled in and is refused, not dropped.
        return None if value in self.empty_values else self.records.get(value, value)

    def prepare_value(self, value: Any) -> Any:
        return getattr(value, "pk", value)


class Offered:
    """Units and people that all rows of one form offer; read when the first row asks."""

    def __init__(self, units: Any, people: Any) -> None:
        self.units: dict[str, Unit] = {str(one.pk): one for one in units}
        self.people: dict[str, User] = {str(one.pk): one for one in people}
        self.unit_choices = [(key, f"{one.code} - {one}") for key, one in self.units.items()]
        self.person_choices = [(key, _named(one)) for key, one in self.people.items()]


def _named(person: User) -> str:
    return f"{person} ({person.position})" if person.position else str(person)


class TypedRow(forms.Form):
    """A row with the hidden uid of what stands already; the field `away` takes it away, whatever else it says."""

    fields: Any  # by name
    uid = forms.UUIDField(widget=forms.HiddenInput, required=False)

    SAYS = ""
    """The field without which a row counts as empty."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("away"):
            self.check(cleaned)
            return cleaned
        for name in list(self.errors):
            del self.errors[name]
        return cleaned

    def check(self, cleaned: dict[str, Any]) -> None:
        """Say at its fields what speaks against a row that stays."""

    @property
    def is_given(self) -> bool:
        """Whether the row says anything and is not taken away."""
        return bool(self.cleaned_data.get(self.SAYS)) and not self.cleaned_data.get("away")


class OfferedRow(TypedRow):
    """A row with unit and owner among those offered."""

    def __init__(self, *args: Any, offered: Offered, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].offer(offered.units, offered.unit_choices)
        self.fields["owner"].offer(offered.people, offered.person_choices)


def rows_valid(formset: Any, say: Callable[[], None]) -> bool:
    """Whether all rows are right; else `say` puts a sentence on the form."""
    if formset.is_valid():
        return True
    say()
    return False
