"""Forms of reviewing an issue: reviewers in their order, suggestions and answers; files of a draft."""

import re
from html import unescape
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.html import strip_tags
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from qms.enums import SuggestionStatus
from qms.forms.fields import FilesField, PersonChoice, TextField, people_of
from qms.forms.steps import StepForm
from qms.models.organisation import nearest_holder
from qms.models.people import User

PLACES = 6
HEADING = re.compile(r"<h2[^>]*>(.*?)</h2>", re.DOTALL | re.IGNORECASE)


def parts_of(issue: Any) -> list[str]:
    """Titles of the sections of an issue's frozen content."""
    titles = (unescape(strip_tags(found)).strip() for found in HEADING.findall(issue.body_html))
    return list(dict.fromkeys(title[:200] for title in titles if title))


class ReviewersForm(StepForm):
    """Who reviews, in which order: one place after the other; whoever has reviewed stays."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = list(self.record.reviewers.filter(ended_at=None).select_related("person"))
        self.done = [place for place in places if place.done_at]
        waiting = [place.person_id for place in places if not place.done_at]
        if not places and self.record.reviewer_id:
            waiting = [self.record.reviewer_id]
        unit = self.record.document.unit_id
        holder = nearest_holder(unit)  # other units of the QMS review too, its office above all
        near = people_of(holder.pk if holder else unit).values("pk")
        people = User.objects.people().filter(Q(pk__in=near) | Q(pk__in=waiting)).exclude(pk=self.record.author_id)
        named = list(people)
        for number in range(1, max(PLACES, len(waiting) + 1) + 1):
            field = PersonChoice(people, required=False, label=gettext("Reviewer %(number)d") % {"number": number})
            field.choices = [("", "---------"), *((one.pk, field.label_from_instance(one)) for one in named)]
            self.fields[f"reviewer_{number}"] = field
            self.initial[f"reviewer_{number}"] = waiting[number - 1] if number <= len(waiting) else None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        people = [person.pk for person in self._people(cleaned)]
        if len(set(people)) < len(people):
            raise forms.ValidationError(_("One person is named twice: give each reviewer one place."))
        return cleaned

    @staticmethod
    def _people(cleaned: dict[str, Any]) -> list[Any]:
        return [value for name, value in cleaned.items() if name.startswith("reviewer_") and value is not None]

    def operation_values(self) -> dict[str, Any]:
        return {"people": [place.person for place in self.done] + self._people(self.cleaned_data)}


class SuggestForm(StepForm):
    """What a reviewer suggests for a part of the issue."""

    part = forms.ChoiceField(label=_("Part"), required=False)
    text = TextField(label=_("Suggestion"), rows=5, max_length=10_000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parts = [(title, title) for title in parts_of(self.record)]
        self.fields["part"].choices = [("", _("the whole document")), *parts]


class ApplyForm(StepForm):
    """The author has applied it; a word about how, if they like."""

    answer = TextField(label=_("Answer"), rows=3, required=False, max_length=4000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["answer"] = ""

    def operation_values(self) -> dict[str, Any]:
        return super().operation_values() | {"status": SuggestionStatus.APPLIED.value}


class DeclineForm(ApplyForm):
    """Not taken up, and why."""

    answer = TextField(label=_("Why it is not taken up"), rows=3, max_length=4000)

    def operation_values(self) -> dict[str, Any]:
        return super().operation_values() | {"status": SuggestionStatus.DECLINED.value}


class IssueFilesForm(StepForm):
    """Files that are content of the document."""

    documents = FilesField(
        label=_("Files"), help_text=_("Word (.docx), Excel (.xlsx) or PDF, at most 25 MB each. The same name replaces.")
    )
