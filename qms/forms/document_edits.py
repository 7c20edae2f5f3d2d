"""The form that corrects what identifies a document."""

import re
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qms.forms.fields import PersonChoice, TextField, people_of
from qms.forms.records import RecordForm
from qms.models.documents import Document
from qms.models.people import User
from qms.models.standards import Clause, Edition

OUTSIDE = ("issued_by", "issued_on")


class DocumentEditForm(RecordForm):
    """Titles, issuer, author and clauses, with the reason of the correction."""

    edition = forms.ModelChoiceField(
        Edition.objects.none(), label=gettext_lazy("Edition of the clauses"), required=False
    )
    clauses = forms.CharField(
        label=gettext_lazy("Clauses"),
        required=False,
        help_text=gettext_lazy("Numbers with commas between them, such as 7.5.3, 8.5.1."),
    )
    reason = TextField(label=gettext_lazy("Reason"), rows=3, max_length=4000)

    class Meta(RecordForm.Meta):
        model = Document
        fields = ("title_vi", "title_en", "issued_by", "issued_on", "author")
        field_classes = {"author": PersonChoice}

    def restrict(self) -> None:
        """Authors work in the unit, above or below it; what comes from outside has an issuer."""
        if not self.instance.is_external:
            for name in OUTSIDE:
                del self.fields[name]
        people = people_of(self.instance.unit_id)
        self.fields["author"].queryset = User.objects.people().filter(
            Q(pk__in=people.values("pk")) | Q(pk=self.instance.author_id)
        )
        self.fields["edition"].queryset = Edition.objects.order_by("-year")
        cited = list(self.instance.clause_references.filter(ended_at=None, clause__isnull=False).order_by("pk"))
        edition = self._edition_of(cited)
        self.initial["edition"] = edition
        clauses = Clause.objects.filter(pk__in=[row.clause_id for row in cited], edition=edition)
        self.initial["clauses"] = ", ".join(clauses.order_by("pk").values_list("number", flat=True))

    def _edition_of(self, cited: list[Any]) -> Any:
        """The edition that the document cites, the newest where several; else the one usually cited."""
        editions = Edition.objects.order_by("-year")
        named = editions.filter(clauses__in=[row.clause_id for row in cited]).first()
        return named or editions.filter(standard__code="9001", year="2015").first()

    def clean(self) -> dict[str, Any]:
        """Clauses exist in the edition. Those of other editions stay as they are."""
        cleaned = super().clean() or self.cleaned_data
        edition = cleaned.get("edition")
        numbers = list(dict.fromkeys(re.findall(r"[^\s,;]+", cleaned.get("clauses") or "")))
        found = {clause.number: clause for clause in Clause.objects.filter(edition=edition, number__in=numbers)}
        missing = [number for number in numbers if number not in found]
        if missing:
            text = _("%(edition)s has no clause %(numbers)s.")
            told = {"edition": edition or _("The edition"), "numbers": ", ".join(missing)}
            self.add_error("clauses", text % told)
        others = self.instance.clause_references.filter(ended_at=None, clause__isnull=False)
        others = others.exclude(clause__edition=edition).select_related("clause")
        cleaned["clause_list"] = [found[number] for number in numbers if number in found]
        cleaned["clause_list"] += [row.clause for row in others]
        return cleaned
