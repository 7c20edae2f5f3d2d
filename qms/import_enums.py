"""The choices of registers brought in."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class StagingState(models.TextChoices):
    """Where a chosen file stands on its way in."""

    READING = "reading", _("Being read")
    READY = "ready", _("Waits for your decision")
    REFUSED = "refused", pgettext_lazy("file", "Refused")
    WRITING = "writing", _("Being brought in")
    DONE = "done", _("Brought in")
    DROPPED = "dropped", pgettext_lazy("file", "Dropped")


class RunState(models.TextChoices):
    """Whether what a file brought in stands."""

    DONE = "done", _("Brought in")
    UNDONE = "undone", _("Undone")
