"""Forms: choosing a Word file, deciding on what was read."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.word.keeping import keep
from qms.importing.problems import ImportRefused
from qms.models import ImportStaging, User


class WordFileForm(forms.Form):
    """The Word file of a procedure."""

    file = forms.FileField(
        label=gettext_lazy("Word file"),
        max_length=200,
        help_text=gettext_lazy("A Word document (.docx) up to 25 MB. Nothing is saved before you have looked at it."),
        widget=forms.ClearableFileInput(
            attrs={"accept": ".docx,application/vnd.openxmlformats-officedocument.wordprocessingml.document"}
        ),
    )

    def keep(self, *, by: User) -> ImportStaging | None:
        """The file, kept; or None with the sentence on the form."""
        upload: Any = self.cleaned_data["file"]
        if upload.size > settings.FILE_UPLOAD_MAX_BYTES:
            text = _("“%(name)s” is larger than %(size)s MB. Make its pictures smaller and choose it again.")
            size = settings.FILE_UPLOAD_MAX_BYTES // (1024 * 1024)
            self.add_error("file", text % {"name": upload.name, "size": size})
            return None
        try:
            return keep(upload.read(), str(upload.name), by=by)
        except ImportRefused as refusal:
            self.add_error("file", refusal.sentence)
            return None


class WordSaveForm(forms.Form):
    """The decision on a preview: as the draft was seen, and what becomes of the rest of it."""

    expected = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**62)
    only_file = forms.BooleanField(
        label=gettext_lazy("Take out the sections that the file does not have"),
        required=False,
        help_text=gettext_lazy("Without this they stay as they are in the draft."),
    )
