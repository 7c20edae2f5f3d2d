"""What an evidence pack is asked by."""

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qms import clock
from qms.forms.fields import DayField
from qms.models.organisation import Unit
from qms.models.standards import Clause, Edition, InformationDemand
from qms.packing.holders import holders_of
from qms.par.proofs import PROOFS

EARLIEST = dt.date(1990, 1, 1)


class PackForm(forms.Form):
    """The holder, the edition, the day."""

    holder = forms.ModelChoiceField(Unit.objects.none(), label=gettext_lazy("QMS holder"), to_field_name="uid")
    edition = forms.ModelChoiceField(Edition.objects.none(), label=gettext_lazy("Edition"), to_field_name="uid")
    as_of = DayField(
        label=gettext_lazy("As recorded by the end of"),
        required=False,
        help_text=gettext_lazy("Empty: as of now."),
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        holder: Any = self.fields["holder"]
        holder.queryset = self.holders = holders_of(user)
        edition: Any = self.fields["edition"]
        edition.queryset = editions()
        if not self.initial.get("holder") and len(self.holders) == 1:
            self.initial["holder"] = self.holders[0].uid
        published = edition.queryset.filter(standard__code="9001", published_on__lte=clock.today())
        latest = published.order_by("-published_on").first()
        self.initial["edition"] = latest.uid if latest else None

    def clean_as_of(self) -> dt.date | None:
        """A past day; today is the same as empty."""
        day: dt.date | None = self.cleaned_data["as_of"]
        if day is not None and not EARLIEST <= day <= clock.today():
            raise ValidationError(_("%(day)s is no past day.") % {"day": f"{day:%d/%m/%Y}"})
        return None if day == clock.today() else day


def editions() -> Any:
    """Editions whose clauses are known; those that ask for the proofs of a year have a page of their own."""
    known = Clause.objects.values("edition_id")
    of_a_year = InformationDemand.objects.filter(item__in=PROOFS).values("clause__edition_id")
    rows = Edition.objects.filter(pk__in=known).exclude(pk__in=of_a_year)
    return rows.select_related("standard").order_by("standard__code", "-year")
