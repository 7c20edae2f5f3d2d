"""The form of a comment."""

from typing import Any

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from qms.forms.fields import FilesField, TextField
from qms.forms.records import RecordForm
from qms.mentions import MOST, names_in, people_named, who_reach
from qms.models.comments import Comment


class CommentForm(RecordForm):
    """Text with people named in it, and files. Who would be named in vain is said once before it is sent."""

    text = TextField(
        label=_("Comment"),
        rows=3,
        max_length=10_000,
        help_text=_("Whoever reaches this record reads it. Type @ and a name to tell somebody."),
        widget=forms.Textarea(attrs={"rows": 3, "data-mentions": reverse_lazy("choose", args=["people"])}),
    )
    files = FilesField(  # type: ignore[assignment]  # a form's own name for what was sent
        label=_("Files"), required=False
    )
    warned = forms.CharField(widget=forms.HiddenInput, required=False)

    class Meta(RecordForm.Meta):
        model = Comment
        fields = ("text",)

    def __init__(self, *args: Any, about: Any, **kwargs: Any) -> None:
        self.about = about
        self.untold: list[Any] = []
        super().__init__(*args, **kwargs)

    def clean_text(self) -> str:
        """Everybody named is somebody whom the writer may name."""
        text: str = self.cleaned_data["text"]
        names = names_in(text)
        if len(names) > MOST:
            raise forms.ValidationError(_("Name at most %(limit)d people."), params={"limit": MOST})
        self.named = people_named(text, self.user)
        unknown = set(names) - {person.username for person in self.named}
        if unknown:
            raise forms.ValidationError(
                _("Nobody whom you can name is called %(names)s. Correct the user name, or write it without @."),
                params={"names": ", ".join(f"@{name}" for name in names if name in unknown)},
            )
        return text

    def clean(self) -> dict[str, Any]:
        """Who does not reach the record is said first; sent again as it is, it is written without telling them."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if "text" not in cleaned:
            return cleaned
        _told, self.untold = who_reach(self.named, self.about)
        names = ",".join(person.username for person in self.untold)
        if names != cleaned.get("warned", ""):
            self.data["warned"] = names
        if names and names != cleaned.get("warned", ""):
            words = gettext(
                "%(people)s: does not reach this record and will not be told. Take the name out, or send again."
            )
            self.add_error("text", words % {"people": ", ".join(str(person) for person in self.untold)})
        return cleaned
