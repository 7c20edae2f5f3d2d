"""Whose whole data is taken out."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from qms.models.organisation import Unit
from qms.packing.holders import holders_of


class HolderDataForm(forms.Form):
    """The holder."""

    holder = forms.ModelChoiceField(Unit.objects.none(), label=_("QMS holder"), to_field_name="uid")

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        holder: Any = self.fields["holder"]
        holder.queryset = self.holders = holders_of(user)
        if not self.initial.get("holder") and len(self.holders) == 1:
            self.initial["holder"] = self.holders[0].uid
