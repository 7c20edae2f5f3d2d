"""Clauses typed by their numbers, of one edition: both fields of a form, and what is wrong with them."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qms.models.standards import Clause, Edition

MOST = 30  # clauses of one record


def edition_field() -> forms.ModelChoiceField:
    """The edition whose numbers are typed."""
    rows = Edition.objects.select_related("standard").order_by("-year")
    return forms.ModelChoiceField(rows, label=gettext_lazy("Edition of the clauses"), required=False)


def clauses_field() -> forms.CharField:
    """The numbers themselves."""
    return forms.CharField(
        label=gettext_lazy("Clauses"),
        required=False,
        max_length=400,
        help_text=gettext_lazy("Numbers with commas between them, such as 7.5.3, 8.5.1."),
    )


def usual_edition() -> Edition | None:
    """ISO 9001:2015 where it is loaded."""
    return Edition.objects.filter(standard__code="9001", year="2015").first()


def find_clauses(edition: Edition | None, text: str) -> list[Clause]:
    """The clauses of the typed numbers. Raises ValidationError naming every number that is not one."""
    numbers = list(dict.fromkeys(part for part in re.split(r"[,;\s]+", text.strip()) if part))
    if not numbers:
        return []
    if edition is None:
        raise forms.ValidationError(_("Choose the edition of these clauses."))
    if len(numbers) > MOST:
        raise forms.ValidationError(_("At most %(limit)d clauses."), params={"limit": MOST})
    found = {clause.number: clause for clause in Clause.objects.filter(edition=edition, number__in=numbers)}
    missing = [number for number in numbers if number not in found]
    if missing:
        raise forms.ValidationError(
            _("%(edition)s has no clause %(numbers)s. Check the number, or choose another edition."),
            params={"edition": edition, "numbers": ", ".join(missing)},
        )
    return [found[number] for number in numbers]


def clean_cited(form: Any, cleaned: dict[str, Any]) -> None:
    """Replace the typed numbers by their clauses, or say on the field what is wrong."""
    try:
        cleaned["clauses"] = find_clauses(cleaned.get("edition"), cleaned.get("clauses") or "")
    except forms.ValidationError as error:
        form.add_error("clauses", error)
