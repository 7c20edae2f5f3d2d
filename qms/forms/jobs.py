"""Which of one's jobs are shown."""

from django import forms
from django.utils.translation import gettext_lazy as _

from qms.evidence_enums import JobState


class JobFilter(forms.Form):
    """Sent by GET."""

    state = forms.ChoiceField(label=_("Status"), required=False, choices=[("", _("All")), *JobState.choices])
