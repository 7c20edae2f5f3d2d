"""Forms: a new document, a new issue."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qms import clock
from qms.enums import DocumentKind, Role
from qms.models import Clause, Document, Edition, RoleAssignment, Unit, User
from qms.models.reach import inside_subtree
from qms.operations.documents import create_document, start_issue


class NewDocumentForm(forms.Form):
    """What identifies a document; its content is written on its page."""

    number = forms.CharField(label=gettext_lazy("Number"), max_length=40, help_text=gettext_lazy("Such as QT-05."))
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=DocumentKind.choices)
    unit = forms.ModelChoiceField(Unit.objects.none(), label=gettext_lazy("Owner unit"))
    title_vi = forms.CharField(label=gettext_lazy("Title in Vietnamese"), max_length=300)
    title_en = forms.CharField(label=gettext_lazy("Title in English"), max_length=300, required=False)
    author = forms.ModelChoiceField(
        User.objects.none(),
        label=gettext_lazy("Author"),
        required=False,
        help_text=gettext_lazy("Leave empty to write it yourself."),
    )
    reviewer = forms.ModelChoiceField(User.objects.none(), label=gettext_lazy("Reviewer"), required=False)
    edition = forms.ModelChoiceField(
        Edition.objects.none(), label=gettext_lazy("Edition of the clauses"), required=False
    )
    clauses = forms.CharField(
        label=gettext_lazy("Clauses"),
        required=False,
        help_text=gettext_lazy("Numbers with commas between them, such as 7.5.3, 8.5.1."),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        units = inside_subtree(user.authority.units_as(Role.OFFICER))
        writers = RoleAssignment.objects.standing_on(clock.today()).filter(
            role__in=[Role.OFFICER, Role.MANAGER, Role.TOP, Role.INSPECTOR], unit_id__in=units
        )
        people = User.objects.people().filter(pk__in=writers.values("user_id"))
        fields: Any = self.fields
        fields["unit"].queryset = Unit.objects.filter(pk__in=units)
        fields["author"].queryset = people
        fields["reviewer"].queryset = people
        fields["edition"].queryset = Edition.objects.order_by("-year")
        fields["edition"].initial = Edition.objects.filter(standard__code="9001", year="2015").first()

    def clean(self) -> dict[str, Any]:
        """Each clause exists in the edition; the number is new in the unit; author and reviewer differ."""
        cleaned = super().clean() or self.cleaned_data
        self._clean_clauses(cleaned)
        unit, number = cleaned.get("unit"), cleaned.get("number")
        if unit and number and Document.objects.filter(unit=unit, number=number).exists():
            text = _("%(unit)s already has a document %(number)s. Give another number, or start a new issue of it.")
            self.add_error("number", text % {"unit": unit, "number": number})
        if cleaned.get("reviewer") == (cleaned.get("author") or self.user):
            self.add_error("reviewer", _("Whoever wrote this issue does not review it."))
        return cleaned

    def _clean_clauses(self, cleaned: dict[str, Any]) -> None:
        numbers = list(dict.fromkeys(re.findall(r"[^\s,;]+", cleaned.get("clauses") or "")))
        found = {clause.number: clause for clause in Clause.objects.filter(edition=cleaned.get("edition"))}
        missing = [number for number in numbers if number not in found]
        if missing:
            text = _("%(edition)s has no clause %(numbers)s.") % {
                "edition": cleaned.get("edition") or _("The edition"),
                "numbers": ", ".join(missing),
            }
            self.add_error("clauses", text)
        cleaned["clause_list"] = [found[number] for number in numbers if number in found]

    def save(self) -> Document:
        """Create it. Raises ValidationError where somebody gave the number meanwhile."""
        values = self.cleaned_data
        return create_document(
            by=self.user,
            clauses=values["clause_list"],
            **{name: values[name] for name in ("number", "kind", "unit", "title_vi", "title_en", "author", "reviewer")},
        )


class NewIssueForm(forms.Form):
    """Whether the next issue is a new one or an amendment, and what changes."""

    change = forms.ChoiceField(
        label=gettext_lazy("What is started"),
        choices=[("issue", gettext_lazy("A new issue")), ("amendment", gettext_lazy("An amendment of this issue"))],
        widget=forms.RadioSelect,
        initial="issue",
    )
    summary_of_change = forms.CharField(
        label=gettext_lazy("What changes and why"), widget=forms.Textarea(attrs={"rows": 3})
    )

    def save(self, document: Document, *, by: User) -> Any:
        """Start the draft."""
        return start_issue(
            document,
            by=by,
            amendment=self.cleaned_data["change"] == "amendment",
            summary_of_change=self.cleaned_data["summary_of_change"],
        )


def add_errors(form: forms.Form, error: ValidationError) -> None:
    """Put an operation's refusal beside the fields it names, as far as the form has them."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for name, faults in error.error_dict.items():
        form.add_error(name if name in form.fields else None, faults)
