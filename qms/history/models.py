"""What every history row carries beside the copied fields."""

from django.conf import settings
from django.db import models


class ChainedHistory(models.Model):
    """One recorded change of one record, chained to the one before by hash.

    `chain_text` is the canonical text that `row_hash` was made over; verifying hashes that text and compares the
    columns it names. `history_date` is recorded_at, `history_user` who, `history_change_reason` why.
    """

    sequence = models.PositiveIntegerField(editable=False)
    previous_hash = models.CharField(max_length=64, blank=True, editable=False)
    row_hash = models.CharField(max_length=64, editable=False)
    chain_text = models.TextField(editable=False)
    chain_format = models.PositiveSmallIntegerField(editable=False)
    operation = models.CharField(max_length=80, editable=False)
    occurred_at = models.DateTimeField(null=True, editable=False)
    on_behalf_of = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.DO_NOTHING,
        null=True,
        db_constraint=False,
        db_index=False,
        related_name="+",
        editable=False,
    )

    class Meta:
        abstract = True
