"""Choosing a register to bring in."""

from typing import Any

from django import forms
from django.utils import formats
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from qms import clock, policy
from qms.enums import Role
from qms.forms.fields import UnitChoice
from qms.importing import limits
from qms.importing.text import fold
from qms.models.organisation import Unit
from qms.models.standards import Edition
from qms.registry import registry


def kinds_of(user: Any) -> list[tuple[str, str]]:
    """Names and words of the kinds that the person may bring in somewhere."""
    officer = bool(user.authority.units_as(Role.OFFICER))
    found = [
        (name, str(capfirst(kind.label)))
        for name, kind in registry.import_kinds.items()
        if (officer if kind.needs_unit else policy.may(user, kind.permission, None))
    ]
    return sorted(found, key=lambda one: fold(one[1]))


def rows_at_most(kinds: list[tuple[str, str]]) -> str:
    """How many rows a file of these kinds may have, in a sentence."""
    held = ", ".join(label.lower() for name, label in kinds if not registry.import_kinds[name].chunked)
    if not held:
        return gettext("At most %(rows)s rows.") % {"rows": number_of_rows(limits.ROWS)}
    told = {"rows": number_of_rows(limits.ROWS), "kinds": held, "most": number_of_rows(limits.WHOLE_ROWS)}
    return gettext("At most %(rows)s rows; of %(kinds)s at most %(most)s: split longer ones.") % told


def number_of_rows(number: int) -> str:
    """A whole number with its thousands parted as the reader writes them."""
    return formats.number_format(number, use_l10n=True, force_grouping=True)


class ImportForm(forms.Form):
    """Which file, what it lists, and whose it is."""

    kind = forms.ChoiceField(label=_("What the file lists"))
    unit = UnitChoice(label=_("Unit that the register belongs to"), required=False)
    file = forms.FileField(
        label=_("File"),
        help_text=_("An Excel workbook (.xlsx) or a list (.csv), up to 25 MB."),  # how many rows is said below
        allow_empty_file=True,  # reading it says so, by its name
    )
    sheet = forms.CharField(
        label=_("Sheet"), required=False, max_length=100, help_text=_("Only this sheet; empty: every sheet that fits.")
    )
    edition = forms.ModelChoiceField(
        Edition.objects.none(),
        label=_("Edition of clauses that name none"),
        required=False,
        help_text=_("Without it, such clauses are kept as written."),
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = kinds_of(user)
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]
        self.fields["file"].help_text = f"{self.fields['file'].help_text} {rows_at_most(kinds)}".strip()
        units = Unit.objects.below(*user.authority.units_as(Role.OFFICER)).valid_on(clock.today())
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        names = [name for name, _label in kinds]
        first = "findings" if "findings" in names else next(iter(names), None)
        for name, value in (("kind", first), ("unit", next(iter(user.authority.units_as(Role.OFFICER)), None))):
            self.initial.setdefault(name, value)
        self.fields["edition"].queryset = Edition.objects.select_related("standard")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A unit is needed where the kind of register belongs to one."""
        cleaned = super().clean() or {}
        kind = registry.import_kinds.get(cleaned.get("kind", ""))
        if kind is not None and kind.needs_unit and not cleaned.get("unit") and "unit" not in self.errors:
            self.add_error("unit", _("Choose the unit that this register belongs to."))
        return cleaned


class CommitForm(forms.Form):
    """The decision on a preview: as it was seen, and why."""

    expected = forms.CharField(widget=forms.HiddenInput, max_length=200)
    reason = forms.CharField(
        label=_("Why (kept in the history)"),
        required=False,
        max_length=500,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
