"""Forms of change requests: asking, taking up with a draft, starting that draft."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from qms import clock
from qms.enums import ChangeKind, DocumentKind, IssueStatus, Role
from qms.forms.fields import FilesField, PersonChoice, TextField, UnitChoice, people_of
from qms.forms.records import RecordForm
from qms.forms.steps import StepForm
from qms.models.change_requests import ChangeRequest
from qms.models.documents import HEAVY, Document, Issue
from qms.models.organisation import Unit
from qms.models.people import Membership
from qms.models.reach import inside_subtree

NAMED = 6  # documents that a fault names


def units_of(user: Any) -> QuerySet:
    """Units for which the person asks: those of their roles, and the one where they work."""
    held, today = user.authority.all_units, clock.today()
    works_in = Membership.objects.standing_on(today).filter(user=user, unit_id__in=inside_subtree(held))
    rows = Unit.objects.filter(pk__in=held) | Unit.objects.filter(pk__in=works_in.values("unit_id"))
    return rows.valid_on(today).distinct().order_by("sort_key")


def documents_to_ask_about(user: Any) -> Any:
    """What the person reads."""
    return Document.objects.readable_by(user) | Document.objects.visible_to(user).filter(ended_at=None)


class ChangeRequestForm(RecordForm):
    """What is asked for, why, for which unit, by when."""

    document_named = forms.CharField(
        label=_("Document"),
        max_length=300,
        required=False,
        help_text=_("Its number, or words of its title. Empty for a new document."),
    )
    files = FilesField(  # type: ignore[assignment]  # a form's own name for what was sent
        label=_("Files"), required=False
    )

    field_order = ("kind", "document_named", "title", "why", "proposal", "wanted_on", "unit", "files")

    class Meta(RecordForm.Meta):
        model = ChangeRequest
        fields = ("kind", "title", "why", "proposal", "wanted_on", "unit")
        field_classes = {"unit": UnitChoice}
        labels = {"title": _("In short")}

    def __init__(self, *args: Any, document: Document | None = None, **kwargs: Any) -> None:
        self.known = document
        super().__init__(*args, **kwargs)
        self.fields["kind"].widget = forms.RadioSelect(choices=ChangeKind.choices)
        if document is not None:
            self.initial["document_named"] = document.number

    def restrict(self) -> None:
        units = units_of(self.user)
        self.fields["unit"].queryset = units
        works_in = Membership.objects.standing_on(clock.today()).filter(user=self.user, unit_id__in=units.values("pk"))
        self.initial["unit"] = works_in.values_list("unit_id", flat=True).first() or (
            units.values_list("pk", flat=True).first()
        )

    def clean(self) -> dict[str, Any]:
        """A change or a withdrawal is of one document that the person reads."""
        cleaned = super().clean() or self.cleaned_data
        named = (cleaned.get("document_named") or "").strip()
        cleaned["document"] = None
        if cleaned.get("kind") in (None, ChangeKind.NEW):
            return cleaned
        if not named:
            self.add_error("document_named", _("Say which document is to be changed or withdrawn."))
        elif self.known is not None and named == self.known.number:
            cleaned["document"] = self.known
        else:
            cleaned["document"] = self._found(named)
        return cleaned

    def _found(self, named: str) -> Document | None:
        rows = documents_to_ask_about(self.user).select_related("unit").order_by("number", "pk")
        found = list(rows.filter(number__iexact=named)[: NAMED + 1]) or list(rows.search(named)[: NAMED + 1])
        if len(found) == 1:
            return found[0]
        if not found:
            text = gettext("No document that you read is called «%(named)s». Look for it under Documents.")
            self.add_error("document_named", text % {"named": named})
            return None
        text = gettext("«%(named)s» may be: %(documents)s. Write the number, or ask from the document’s own page.")
        listed = "; ".join(f"{document} ({document.unit.code})" for document in found[:NAMED])
        self.add_error(
            "document_named", text % {"named": named, "documents": listed + ("…" if len(found) > NAMED else "")}
        )
        return None

    def clean_wanted_on(self) -> Any:
        """Nothing can be wanted by a day that has passed."""
        day = self.cleaned_data["wanted_on"]
        if day and day < clock.today():
            raise forms.ValidationError(
                _("%(day)s is past. Give today or a later day."), params={"day": day.strftime("%d/%m/%Y")}
            )
        return day

    def validate_constraints(self) -> None:
        """The document is looked at by the operation."""


class IssueChoice(forms.ModelChoiceField):
    """One issue with its title."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj} {obj.title} ({obj.get_status_display()})"


def drafts_for(request: ChangeRequest, user: Any) -> QuerySet:
    """Issues under way that may answer a request: of its document, or first issues of documents not yet in force."""
    rows = Issue.objects.visible_to(user).filter(status__in=IssueStatus.under_way()).select_related("document")
    if request.document_id is not None:
        rows = rows.filter(document_id=request.document_id)
    else:
        came = Issue.objects.filter(status__in=[IssueStatus.APPROVED, IssueStatus.WITHDRAWN])
        rows = rows.exclude(document__in=came.values("document_id"))
    return rows.defer(*HEAVY).order_by("document__number", "pk")


class TakeUpForm(StepForm):
    """The draft that will answer it; a withdrawal is of the issue in force, which needs no choice."""

    issue = IssueChoice(Issue.objects.none(), label=_("The draft that will answer it"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.pop("issue", None)
        if self.record.kind == ChangeKind.WITHDRAW:
            del self.fields["issue"]
            return
        drafts = drafts_for(self.record, self.user)
        self.fields["issue"].queryset = drafts
        if len(first := list(drafts.values_list("pk", flat=True)[:2])) == 1:
            self.initial["issue"] = first[0]


class StartIssueForm(StepForm):
    """Whether it is a new issue or an amendment, and what changes."""

    change = forms.ChoiceField(
        label=_("What is started"),
        choices=[("issue", _("A new issue")), ("amendment", _("An amendment of this issue"))],
        widget=forms.RadioSelect,
        initial="issue",
    )
    summary_of_change = TextField(label=_("What changes and why"), rows=3)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["summary_of_change"] = f"{self.record.number}: {self.record.title}"

    def operation_values(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        return {"amendment": cleaned["change"] == "amendment", "summary_of_change": cleaned["summary_of_change"]}


class CreateDocumentForm(StepForm):
    """What identifies the new document."""

    number = forms.CharField(label=_("Number of the document"), max_length=40, help_text=_("Such as QT-05."))
    kind = forms.ChoiceField(label=_("Kind"), choices=DocumentKind.choices, initial=DocumentKind.PROCEDURE)
    unit = UnitChoice(label=_("Owner unit"))
    title_vi = forms.CharField(label=_("Title in Vietnamese"), max_length=300)
    title_en = forms.CharField(label=_("Title in English"), max_length=300, required=False)
    author = PersonChoice(label=_("Author"), required=False, help_text=_("Leave empty to write it yourself."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.update({"number": "", "kind": DocumentKind.PROCEDURE, "title_vi": self.record.title})
        units = inside_subtree(self.user.authority.units_as(Role.OFFICER))
        self.fields["unit"].queryset = Unit.objects.filter(pk__in=units).valid_on(clock.today())
        self.fields["author"].queryset = people_of(self.record.unit_id)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        unit, number = cleaned.get("unit"), cleaned.get("number")
        if unit and number and Document.objects.filter(unit=unit, number=number, ended_at=None).exists():
            text = _("%(unit)s already has a document %(number)s. Give another number, or start a new issue of it.")
            self.add_error("number", forms.ValidationError(text, params={"unit": unit, "number": number}))
        return cleaned
