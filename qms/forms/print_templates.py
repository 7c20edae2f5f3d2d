"""Forms: choosing an own Word template, putting it in place, going back to ours."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qms.forms.fields import TextField
from qms.printing.own_templates import check_template
from qms.printing.template_parts import FILE_MB

ACCEPT = ".docx,application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class TemplateForm(forms.Form):
    """A Word file to stand in for ours: every fault is said on the field; the name given stays."""

    file = forms.FileField(
        label=gettext_lazy("Word file"),
        allow_empty_file=True,
        help_text=gettext_lazy("A Word document (.docx). It is checked and tried with a sample; nothing changes yet."),
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
    )
    name = forms.CharField(
        label=gettext_lazy("Name of the template"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Such as: Form 02 of Decision 15. Empty: the name of the file."),
    )

    def __init__(self, *args: Any, form_name: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.form_name = form_name
        self.content = b""

    def clean_file(self) -> Any:
        """Read at most what a template may weigh, then check and try it."""
        upload = self.cleaned_data["file"]
        if upload.size > FILE_MB * 1024 * 1024:
            text = _("%(name)s is larger than %(size)s MB. Make its pictures smaller and choose it again.")
            raise ValidationError(text % {"name": upload.name, "size": FILE_MB})
        self.content = upload.read()
        faults = check_template(self.form_name, self.content)
        if faults:
            raise ValidationError([ValidationError(fault) for fault in faults])
        return upload

    def clean(self) -> dict[str, Any]:
        """Without a name, the file's."""
        cleaned = super().clean() or self.cleaned_data
        if "file" in cleaned and not cleaned.get("name"):
            cleaned["name"] = str(cleaned["file"].name).replace("\\", "/").rpartition("/")[2][:200]
        return cleaned


class PlaceForm(forms.Form):
    """The decision to use a template that was looked at."""

    reason = TextField(label=gettext_lazy("Reason (kept in the history)"), rows=2, max_length=4000, required=False)


class EndForm(forms.Form):
    """Back to our form, with the reason."""

    reason = TextField(label=gettext_lazy("Reason"), rows=2, max_length=4000)
