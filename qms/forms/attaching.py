"""Attaching files to a record beside its lifecycle."""

from django.utils.translation import gettext_lazy as _

from qms.forms.fields import FilesField
from qms.forms.steps import StepForm


class AttachForm(StepForm):
    """Files that belong to the record."""

    evidence = FilesField(label=_("Files"))
