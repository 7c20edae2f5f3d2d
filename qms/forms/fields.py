"""Form fields of the house: days, people, units and clauses within reach, several files."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from qms import clock
from qms.models.organisation import Unit
from qms.models.people import User
from qms.models.reach import inside_ancestors, inside_subtree
from qms.operations.files import Prepared, prepare

MOST_DIGITS = 18  # of a database key


class DayField(forms.DateField):
    """A day by the browser's date box; also typed dd/mm/yyyy."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class TextField(forms.CharField):
    """Several lines of text."""

    def __init__(self, *args: Any, rows: int = 4, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
        kwargs.setdefault("max_length", 20_000)
        super().__init__(*args, **kwargs)


def people_in_reach(user: Any) -> Any:
    """People who work today in units that the person may name."""
    units = Unit.objects.visible_to(user).values("pk")
    return User.objects.people().working_in(units, clock.today())


def people_of(unit_id: int | None) -> Any:
    """People who work today in a unit, above it or below it inside its QMS."""
    if unit_id is None:
        return User.objects.none()
    up = inside_ancestors([unit_id])
    down = inside_subtree([unit_id])
    today = clock.today()
    return User.objects.people().working_in(down, today) | User.objects.people().working_in(up, today)


class PersonChoice(forms.ModelChoiceField):
    """One person of `queryset`, with position."""

    def __init__(self, queryset: Any = None, **kwargs: Any) -> None:
        super().__init__(User.objects.none() if queryset is None else queryset, **kwargs)

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj} ({obj.position})" if obj.position else str(obj)


class SeveralChoice(forms.ModelMultipleChoiceField):
    """Several records of `queryset`. A key longer than the database's is no choice, as with one record."""

    def clean(self, value: Any) -> Any:
        keys = value if isinstance(value, list | tuple) else ()
        for key in keys:
            if len(str(key)) > MOST_DIGITS:
                text = self.error_messages["invalid_choice"]
                raise forms.ValidationError(text, code="invalid_choice", params={"value": key})
        return super().clean(value)


class PeopleChoice(SeveralChoice):
    """Several people of `queryset`, with position."""

    def __init__(self, queryset: Any = None, **kwargs: Any) -> None:
        super().__init__(User.objects.none() if queryset is None else queryset, **kwargs)

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj} ({obj.position})" if obj.position else str(obj)


class UnitChoice(forms.ModelChoiceField):
    """One unit of `queryset`, with its code."""

    def __init__(self, queryset: Any = None, **kwargs: Any) -> None:
        super().__init__(Unit.objects.none() if queryset is None else queryset, **kwargs)

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.code} - {obj}"


class SeveralFiles(forms.ClearableFileInput):
    """A file box that takes several files, also from a phone's camera."""

    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"


class FilesField(forms.FileField):
    """Several files, read and checked before any transaction: cleans to what `attach_files` takes."""

    widget = SeveralFiles
    default_error_messages = {"many": _("At most %(limit)d files at once.")}
    LIMIT = 20
    HELP = _("Photos, PDF, Word or Excel, at most 25 MB each.")

    def __init__(self, *, help_text: Any = HELP, **kwargs: Any) -> None:
        super().__init__(help_text=help_text, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> list[Prepared]:
        uploads = data if isinstance(data, list | tuple) else [data]
        uploads = [upload for upload in uploads if upload]
        if len(uploads) > self.LIMIT:
            raise forms.ValidationError(self.error_messages["many"], params={"limit": self.LIMIT})
        if not uploads and self.required:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        return [_prepared(upload) for upload in uploads]


def _prepared(upload: Any) -> Prepared:
    if not hasattr(upload, "_prepared"):
        upload._prepared = prepare(upload)
    return upload._prepared
