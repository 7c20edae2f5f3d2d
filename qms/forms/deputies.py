"""The form by which a person names their own deputy."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from qms import clock
from qms.forms.fields import PersonChoice, people_in_reach
from qms.forms.organisation import DatedForm
from qms.forms.records import RecordForm
from qms.models.people import ActingFor

LONGEST = 366  # days


class DeputyForm(DatedForm):
    """Who acts for the person, in which form, by which letter, from when until when."""

    class Meta(RecordForm.Meta):
        model = ActingFor
        fields = ("deputy", "form", "basis", "valid_from", "valid_to")
        field_classes = {"deputy": PersonChoice}

    def restrict(self) -> None:
        self.fields["deputy"].queryset = people_in_reach(self.user).exclude(pk=self.instance.principal_id)
        self.fields["valid_to"].required = True
        self.initial["valid_from"] = self.initial.get("valid_from") or clock.today()

    def clean_valid_from(self) -> Any:
        """Nobody acted before it was recorded."""
        day = self.cleaned_data["valid_from"]
        if day < clock.today():
            raise forms.ValidationError(
                _("%(day)s is past. Give today or a later day."), params={"day": day.strftime("%d/%m/%Y")}
            )
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        begins, ends = cleaned.get("valid_from"), cleaned.get("valid_to")
        if begins and ends and (ends - begins).days > LONGEST:
            self.add_error("valid_to", _("A period is at most a year; record another when it ends."))
        if begins and ends and cleaned.get("deputy") and not self.errors:
            self._require_free(cleaned["deputy"], begins, ends)
        return cleaned

    def _require_free(self, deputy: Any, begins: Any, ends: Any) -> None:
        """The same person is named once for a day: a second appointment would outlive the end of the first."""
        standing = ActingFor.objects.filter(principal=self.instance.principal, deputy=deputy, valid_from__lte=ends)
        one = standing.filter(Q(valid_to=None) | Q(valid_to__gte=begins)).order_by("valid_from").first()
        if one is None:
            return
        until = one.valid_to.strftime("%d/%m/%Y") if one.valid_to else "…"
        words = _("%(person)s acts for %(who)s from %(begins)s to %(ends)s already: end that first, or begin after it.")
        begun = one.valid_from.strftime("%d/%m/%Y")
        values = {"person": deputy, "who": one.principal, "begins": begun, "ends": until}
        self.add_error("valid_from", forms.ValidationError(words, params=values))
