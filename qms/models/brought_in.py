"""Records brought in from elsewhere: marked, with file, row, their own dates and names as text."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class BroughtIn(models.Model):
    """What a brought-in record keeps of its source; guards on cause, signature and evidence spare it.

    `source_hash` is the hash of the row as read: the same row twice changes nothing. `moved_here` is set once
    somebody takes a workflow step here; a later import then leaves the state alone.
    """

    brought_in = models.BooleanField(_("brought in"), default=False, editable=False)
    external_ref = models.CharField(_("source's own number"), max_length=120, blank=True, editable=False)
    source_file = models.CharField(_("source file"), max_length=200, blank=True, editable=False)
    source_row = models.PositiveIntegerField(_("source row"), null=True, blank=True, editable=False)
    source_hash = models.CharField(max_length=64, blank=True, editable=False)
    source_text = models.JSONField(_("as written"), default=dict, blank=True, editable=False)
    moved_here = models.BooleanField(default=False, editable=False)
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        abstract = True
