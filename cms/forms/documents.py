"""Forms: a new document, a new issue."""

import re
from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.skeletons import skeleton, skeletons_for
from qms import clock
from qms.enums import DocumentKind, ExternalStatus, Role
from qms.forms.fields import DayField, PersonChoice
from qms.models import Clause, Document, Edition, Issue, RoleAssignment, Unit, User
from qms.models.reach import inside_subtree
from qms.operations.document_schemes import next_document_number, require_new_number, scheme_of
from qms.operations.documents import create_document, next_numbers, start_issue
from qms.workflow import StepRefused

REVIEWERS = {
    "reviewer_1": gettext_lazy("First reviewer"),
    "reviewer_2": gettext_lazy("Second reviewer"),
    "reviewer_3": gettext_lazy("Third reviewer"),
}
"""Reviewers are chosen in their order; more are named on the issue itself."""


def writers_in(units: Any) -> Any:
    """People who write and review documents of the units today, by their roles."""
    held = RoleAssignment.objects.standing_on(clock.today()).filter(
        role__in=[Role.OFFICER, Role.MANAGER, Role.TOP, Role.INSPECTOR], unit_id__in=units
    )
    return User.objects.people().filter(pk__in=held.values("user_id"))


OUTSIDE = gettext_lazy("Only of a document from outside, such as a law.")


class ReviewedForm(forms.Form):
    """Base of forms that name reviewers in their order."""

    def add_reviewers(self, people: Any) -> None:
        """The boxes of the reviewers, after the other fields."""
        for name, label in REVIEWERS.items():
            self.fields[name] = PersonChoice(people, label=label, required=False)

    def clean_reviewers(self, cleaned: dict[str, Any], author: User) -> None:
        """Each once, and never the author. Puts them in their order as `reviewers`."""
        chosen = [(name, cleaned[name]) for name in REVIEWERS if cleaned.get(name)]
        people = [person for _name, person in chosen]
        for place, (name, person) in enumerate(chosen):
            if person == author:
                self.add_error(name, _("Whoever wrote this issue does not review it."))
            elif person in people[:place]:
                self.add_error(name, _("%(person)s is named already.") % {"person": person})
        cleaned["reviewers"] = people


class NewDocumentForm(ReviewedForm):
    """What identifies a document; its content is written on its page."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=DocumentKind.choices)
    unit = forms.ModelChoiceField(Unit.objects.none(), label=gettext_lazy("Owner unit"))
    number = forms.CharField(label=gettext_lazy("Number"), max_length=40, required=False)
    title_vi = forms.CharField(label=gettext_lazy("Title in Vietnamese"), max_length=300)
    title_en = forms.CharField(label=gettext_lazy("Title in English"), max_length=300, required=False)
    issued_by = forms.CharField(label=gettext_lazy("Issued by"), max_length=200, required=False, help_text=OUTSIDE)
    issued_on = DayField(label=gettext_lazy("Issued on"), required=False, help_text=OUTSIDE)
    skeleton = forms.ChoiceField(
        label=gettext_lazy("Start from"),
        required=False,
        help_text=gettext_lazy("A skeleton brings the sections with their usual words, ready to fill."),
    )
    edition = forms.ModelChoiceField(
        Edition.objects.none(), label=gettext_lazy("Edition of the clauses"), required=False
    )
    clauses = forms.CharField(
        label=gettext_lazy("Clauses"),
        required=False,
        help_text=gettext_lazy("Numbers with commas between them, such as 7.5.3, 8.5.1."),
    )
    author = PersonChoice(
        label=gettext_lazy("Author"), required=False, help_text=gettext_lazy("Leave empty to write it yourself.")
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        units = inside_subtree(user.authority.units_as(Role.OFFICER))
        fields: Any = self.fields
        fields["unit"].queryset = Unit.objects.filter(pk__in=units)
        fields["unit"].initial = fields["unit"].queryset.filter(pk__in=user.authority.units_as(Role.OFFICER)).first()
        fields["number"].help_text = self._suggested(fields["unit"].initial)
        fields["author"].queryset = writers_in(units)
        fields["skeleton"].choices = [("", _("An empty page")), *self._skeletons()]
        fields["edition"].queryset = Edition.objects.order_by("-year")
        fields["edition"].initial = Edition.objects.filter(standard__code="9001", year="2015").first()
        self.add_reviewers(writers_in(units))

    def _skeletons(self) -> Iterator[tuple[str, list[tuple[str, str]]]]:
        """Skeletons under the kind of document that each is for."""
        for kind, label in DocumentKind.choices:
            offers = [(one.key, one.title) for one in skeletons_for(kind)]
            if offers:
                yield str(label), offers

    def _suggested(self, unit: Unit | None) -> str:
        """The next free numbers of the QMS."""
        text = _("Leave it empty for the next free number of its kind.")
        if unit is None:
            return text
        scheme = scheme_of(unit)
        kinds = (DocumentKind.PROCEDURE, DocumentKind.INSTRUCTION, DocumentKind.FORM)
        free = ", ".join(filter(None, (next_document_number(unit, kind, scheme) for kind in kinds)))
        return _("%(text)s In %(unit)s these are next: %(numbers)s.") % {"text": text, "unit": unit, "numbers": free}

    def clean(self) -> dict[str, Any]:
        """Clauses exist in the edition, the skeleton fits, the number is new in the unit, reviewers did not write."""
        cleaned = super().clean() or self.cleaned_data
        self._clean_clauses(cleaned)
        unit, kind, chosen = cleaned.get("unit"), cleaned.get("kind"), skeleton(cleaned.get("skeleton") or "")
        if unit and kind and not cleaned.get("number") and "number" not in self.errors:
            cleaned["number"] = next_document_number(unit, kind)
        if kind and chosen and chosen.kind != kind:
            text = _("«%(skeleton)s» is for another kind of document: choose «%(kind)s», or another start.")
            wanted = DocumentKind(chosen.kind).label
            self.add_error("skeleton", text % {"skeleton": chosen, "kind": wanted})
        cleaned["sections"] = chosen.sections if chosen else None
        number = cleaned.get("number")
        if unit and number:
            try:
                require_new_number(unit, number)
            except ValidationError as fault:
                self.add_error(None, fault)
        self.clean_reviewers(cleaned, cleaned.get("author") or self.user)
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
        names = ["number", "kind", "unit", "title_vi", "title_en", "author", "reviewers", "sections"]
        outside = {}
        if values["kind"] == DocumentKind.EXTERNAL:
            names += ["issued_by", "issued_on"]
            outside = {"external_status": ExternalStatus.IN_FORCE, "status_checked_on": clock.today()}
        given = {name: values[name] for name in names}
        return create_document(by=self.user, clauses=values["clause_list"], **given, **outside)


class NewIssueForm(ReviewedForm):
    """Whether the next issue is a new one or an amendment, what changes, and who reviews it."""

    change = forms.ChoiceField(label=gettext_lazy("What is started"), widget=forms.RadioSelect, initial="issue")
    summary_of_change = forms.CharField(
        label=gettext_lazy("What changes and why"), widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, document: Document, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.document, self.user = document, user
        standing = document.issues.exclude(status="abandoned").order_by("-effective_on", "-pk").first()
        fields: Any = self.fields
        fields["change"].choices = list(_changes(document, standing))
        before = [person for person in _reviewers(standing) if person != user]
        people = writers_in(inside_subtree(user.authority.record_units))
        self.add_reviewers(people | User.objects.people().filter(pk__in=[person.pk for person in before]))
        for name, person in zip(REVIEWERS, before, strict=False):
            fields[name].initial = person

    def clean(self) -> dict[str, Any]:
        """Reviewers did not write."""
        cleaned = super().clean() or self.cleaned_data
        self.clean_reviewers(cleaned, self.user)
        return cleaned

    def save(self) -> Issue:
        """Start the draft."""
        return start_issue(
            self.document,
            by=self.user,
            amendment=self.cleaned_data["change"] == "amendment",
            summary_of_change=self.cleaned_data["summary_of_change"],
            reviewers=self.cleaned_data["reviewers"],
        )


def _changes(document: Document, standing: Issue | None) -> Iterator[tuple[str, Any]]:
    """What may be started by the scheme of the QMS, with the numbers that it would have."""
    scheme = scheme_of(document.unit)
    offers = {"issue": _("A new issue"), "amendment": _("An amendment of this issue")}
    if not scheme.uses_amendments:
        del offers["amendment"]
    for name, label in offers.items():
        try:
            numbers = ".".join(filter(None, next_numbers(standing, amendment=name == "amendment", scheme=scheme)))
        except StepRefused:
            numbers = ""
        yield name, f"{label} ({numbers})" if numbers else label


def _reviewers(issue: Issue | None) -> list[User]:
    """Who was named to review that issue, in their order."""
    if issue is None:
        return []
    places = issue.reviewers.filter(ended_at=None, person__is_active=True).select_related("person")
    return [place.person for place in places]


def add_errors(form: forms.Form, error: ValidationError) -> None:
    """Put an operation's refusal beside the fields it names, as far as the form has them."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for name, faults in error.error_dict.items():
        form.add_error(name if name in form.fields else None, faults)
