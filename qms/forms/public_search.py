"""Searching what is public: words, field, unit, level."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from qms.enums import ProcedureLevel
from qms.models.organisation import Unit
from qms.models.reach import UnitPath
from qms.reports.publication import fields_shown, public_documents


class PublicSearchForm(forms.Form):
    """Everything may be left empty; what is no choice is ignored."""

    q = forms.CharField(label=_("Search"), required=False, max_length=200)
    field = forms.ChoiceField(label=_("Field"), required=False)
    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Unit"), required=False, to_field_name="code")
    level = forms.ChoiceField(label=_("Level"), required=False, choices=[("", "---------"), *ProcedureLevel.choices])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["field"].choices = [("", "---------"), *((name, name) for name in fields_shown())]
        above = UnitPath.objects.filter(unit_id__in=public_documents().values("unit_id"), inside=True)
        fields["unit"].queryset = Unit.objects.filter(pk__in=above.values("ancestor_id")).order_by("sort_key")

    def narrow(self, rows: Any) -> Any:
        """The rows that the filters leave; the words are searched by the report."""
        self.is_valid()
        values = getattr(self, "cleaned_data", {})
        for name in ("field", "level"):
            if values.get(name):
                rows = rows.filter(**{name: values[name]})
        unit = values.get("unit")
        if unit:
            rows = rows.filter(unit_id__in=UnitPath.objects.filter(ancestor=unit).values("unit_id"))
        return rows
