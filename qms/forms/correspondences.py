"""Forms of the table between two editions: correcting a row, adding one."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from qms.correspondences.words import DEGREES, basis_shown, degree_shown
from qms.enums import Basis, Relation
from qms.forms.fields import TextField
from qms.forms.records import RecordForm
from qms.forms.steps import StepForm
from qms.models.standards import Clause, Correspondence

NOTE = 400  # characters
NONE = _("none")


class ClauseChoice(forms.ModelChoiceField):
    """A clause of one edition, in the edition's order."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        kwargs.setdefault("empty_label", NONE)
        super().__init__(Clause.objects.none(), **kwargs)


class RowFields(forms.Form):
    """What a row says; another's own word of degree or evidence can be kept."""

    from_clause = ClauseChoice(label=_("Old clause"))
    to_clause = ClauseChoice(label=_("New clause"))
    relation = forms.ChoiceField(label=_("Relation"), choices=Relation.choices)
    change_degree = forms.ChoiceField(label=_("Degree of change"), required=False)
    note_vi = TextField(label=_("Note in Vietnamese"), rows=3, required=False, max_length=NOTE)
    note_en = TextField(label=_("Note in English"), rows=3, required=False, max_length=NOTE)
    basis = forms.ChoiceField(label=_("Evidence"))

    def offer(self, row: Correspondence) -> None:
        """The clauses of the two editions, and the words that the row has already."""
        for name, edition_id in (("from_clause", row.from_edition_id), ("to_clause", row.to_edition_id)):
            queryset = Clause.objects.filter(edition_id=edition_id).order_by("position")
            self.fields[name].queryset = queryset  # type: ignore[attr-defined]
        degrees = {"": _("not judged"), **DEGREES} | {row.change_degree: degree_shown(row.change_degree)}
        degrees[""] = _("not judged")
        bases = dict(Basis.choices) | ({row.basis: basis_shown(row.basis)} if row.basis else {})
        self.fields["change_degree"].choices = list(degrees.items())  # type: ignore[attr-defined]
        self.fields["basis"].choices = list(bases.items())  # type: ignore[attr-defined]


class CorrectRowForm(StepForm, RowFields):
    """Change what a row says."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(self.record)


class AddRowForm(RowFields, RecordForm):
    """A row that is missing."""

    reason = TextField(label=_("Reason"), rows=3, max_length=4000)

    class Meta(RecordForm.Meta):
        model = Correspondence
        fields = ("from_clause", "to_clause", "relation", "change_degree", "note_vi", "note_en", "basis")

    def restrict(self) -> None:
        self.offer(self.instance)
        self.initial["basis"] = self.instance.basis or Basis.OWN

    def validate_constraints(self) -> None:
        """The operation says in words what a constraint would refuse."""
