"""Forms of the inbox and of choices of notices."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from qms.notice_kinds import group_titles


class InboxForm(forms.Form):
    """Which notices are shown; sent by GET."""

    fields: Any  # by name; the groups are named when the form is made

    q = forms.CharField(label=_("Search"), required=False, max_length=100, strip=True)
    show = forms.ChoiceField(label=_("Show"), required=False, choices=[("", _("All")), ("unread", _("Unread only"))])
    group = forms.ChoiceField(label=_("About"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        titles = enumerate(group_titles())
        self.fields["group"].choices = [("", _("Everything")), *((str(place), title) for place, title in titles)]


class LanguageForm(forms.Form):
    """In which language the mails are written."""

    language = forms.ChoiceField(label=_("Language of the mails"), choices=settings.LANGUAGES)
