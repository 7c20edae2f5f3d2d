"""Form: how a QMS holder numbers its documents and issues, reviews them and has them read."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qms.enums import DocumentKind
from qms.forms.records import RecordForm
from qms.models.document_care import DocumentScheme
from qms.operations.document_schemes import check_pattern, pattern_of

PREFIX = "pattern_"


class SchemeForm(RecordForm):
    """The scheme, with one box for the numbers of each kind of document."""

    class Meta(RecordForm.Meta):
        model = DocumentScheme
        fields = (
            "first_issue", "uses_amendments", "first_amendment", "amendments_before_issue",
            "review_months", "reading_days", "training_threshold",
        )  # fmt: skip
        help_texts = {
            "first_issue": gettext_lazy("Such as 01, or 1."),
            "uses_amendments": gettext_lazy("Without it each change is a new issue."),
            "amendments_before_issue": gettext_lazy("So many, then a new issue; 0: no end."),
            "training_threshold": gettext_lazy("Warns whoever approves, and stops nothing. Empty: no warning."),
        }

    def restrict(self) -> None:
        """The boxes of the numbers come first."""
        boxes = {f"{PREFIX}{kind}": self._box(kind, label) for kind, label in DocumentKind.choices}
        self.fields = boxes | self.fields

    def _box(self, kind: str, label: Any) -> forms.CharField:
        return forms.CharField(
            label=_("Numbers: %(kind)s") % {"kind": label},
            max_length=40,
            initial=pattern_of(self.instance, kind),
            help_text=_("{n} counts, {n:02} counts in two digits.") if kind == DocumentKind.PROCEDURE else "",
            validators=[check_pattern],
        )

    def clean(self) -> dict[str, Any]:
        """Numbers of two kinds cannot run into each other."""
        cleaned = super().clean() or self.cleaned_data
        seen: dict[str, str] = {}
        for name in [f"{PREFIX}{kind}" for kind in DocumentKind.values]:
            pattern = cleaned.get(name)
            if pattern and pattern in seen.values():
                self.add_error(name, ValidationError(_("Another kind of document has these numbers.")))
            elif pattern:
                seen[name] = pattern
        return cleaned

    def extra_values(self) -> dict[str, Any]:
        """What the operation takes: the patterns by kind beside the columns."""
        patterns = {kind: self.cleaned_data[f"{PREFIX}{kind}"] for kind in DocumentKind.values}
        columns = {name: self.cleaned_data[name] for name in self.Meta.fields}
        return columns | {"number_patterns": patterns}
