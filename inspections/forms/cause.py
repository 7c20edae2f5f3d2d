"""Forms of causes: one sentence, an Ishikawa diagram; confirming with evidence."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inspections.models import Cause, CauseCategory
from inspections.nonconformity_phrases import BRANCHES
from inspections.operations.cause_categories import live_categories
from qms.forms.fields import TextField
from qms.forms.records import RecordForm
from qms.forms.steps import StepForm
from qms.models.organisation import nearest_holder


class SentenceForm(RecordForm):
    """A cause in plain words. Subclasses add the way that led there."""

    class Meta(RecordForm.Meta):
        model = Cause
        fields = ("text", "category", "no_action_reason")

    def restrict(self) -> None:
        self.offer_categories()
        self.fields["no_action_reason"].widget.attrs["rows"] = 2
        self.fields["no_action_reason"].help_text = gettext_lazy("Only if this cause needs no action of its own.")

    def offer_categories(self) -> None:
        """Those of the unit's QMS holder, and the one that the cause has; where none are kept none is asked for."""
        holder = nearest_holder(self.instance.nonconformity.unit_id)
        offered = live_categories(holder.pk if holder else None)
        if self.instance.category_id:
            offered = CauseCategory.objects.filter(Q(pk__in=offered.values("pk")) | Q(pk=self.instance.category_id))
        self.fields["category"].queryset = offered
        self.fields["category"].help_text = gettext_lazy("By it repeated causes are found, also in other units.")
        if not offered.exists():
            del self.fields["category"]

    def chain(self) -> list[Any]:
        """The way to the cause, as it is stored."""
        return []


class IshikawaForm(SentenceForm):
    """Where the cause could lie, branch by branch."""

    def restrict(self) -> None:
        super().restrict()
        told = {link.get("branch"): link.get("text", "") for link in self.instance.chain if isinstance(link, dict)}
        for name, label in BRANCHES.items():
            self.fields[f"branch_{name}"] = TextField(label=label, rows=2, max_length=1000, required=False)
            self.initial[f"branch_{name}"] = told.get(name, "")
        self.fields["text"].label = gettext_lazy("So the main cause is")
        self.order_fields([f"branch_{name}" for name in BRANCHES])

    def clean(self) -> dict[str, Any]:
        """At least two branches, else one sentence would say the same."""
        cleaned = super().clean() or self.cleaned_data
        if len([name for name in BRANCHES if cleaned.get(f"branch_{name}")]) < 2:
            self.add_error(None, _("Fill in at least two branches of the diagram."))
        return cleaned

    def chain(self) -> list[Any]:
        filled = {name: self.cleaned_data.get(f"branch_{name}", "") for name in BRANCHES}
        return [{"branch": name, "text": text} for name, text in filled.items() if text]


class ConfirmCauseForm(StepForm):
    """What shows that this is the cause."""

    evidence = TextField(label=gettext_lazy("What shows that this is the cause"))

    def clean_evidence(self) -> str:
        """Blanks are no evidence."""
        evidence = self.cleaned_data["evidence"]
        if not evidence.strip():
            raise forms.ValidationError(_("Say what shows that this is the cause."))
        return evidence
