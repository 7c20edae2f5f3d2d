"""Forms of publication: the public address."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from qms.forms.steps import StepForm
from qms.operations.publication import offered_slug, slug_faults


class PublishForm(StepForm):
    """The address under which everybody finds it."""

    slug = forms.CharField(
        label=_("Public address"),
        max_length=120,
        help_text=_("The end of the address: small letters and digits with single hyphens between them."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["slug"] = self.record.public_slug or offered_slug(self.record)

    def clean_slug(self) -> str:
        """Clean, and nobody else's now or before."""
        slug: str = self.cleaned_data["slug"].strip().lower()
        faults: list[Any] = slug_faults(self.record, slug)
        if faults:
            raise ValidationError(faults)
        return slug
