"""Who is named on a record, while they are named and when they no longer are: derived from the records."""

from typing import Any

from django.db import models

from qms import clock


class Named(models.Model):
    """That a person is named on a record: `kind` is the model's label, `record_id` its key, `capacity` says as what.

    `named_at`: since when; none where it was so before the moment was kept.
    """

    user = models.ForeignKey("qms.User", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=60)
    record_id = models.BigIntegerField()
    capacity = models.CharField(max_length=40)
    named_at = models.DateTimeField(null=True, default=clock.now)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.user_id} {self.capacity} {self.kind}:{self.record_id}"


class Participation(Named):
    """That a person is named on a record (owner, verifier, team) today."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "kind", "record_id", "capacity"], name="participation_once")
        ]
        indexes = [models.Index(fields=["kind", "record_id"], name="participation_of_record")]


class PastParticipation(Named):
    """That a person was named on a record until `left_at`: who looks back at a day reaches what named them then."""

    left_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["user", "kind", "record_id"], name="past_participation_of_person")]


COLUMNS = ("user_id", "kind", "record_id", "capacity", "named_at")


def end_participation(rows: models.QuerySet[Participation]) -> None:
    """These people are no longer named on these records; that they were stays known."""
    ended = list(rows)
    if not ended:
        return
    now = clock.now()
    PastParticipation.objects.bulk_create(
        [PastParticipation(left_at=now, **_columns(row)) for row in ended], batch_size=1000
    )
    Participation.objects.filter(pk__in=[row.pk for row in ended]).delete()


def _columns(row: Participation) -> dict[str, Any]:
    return {name: getattr(row, name) for name in COLUMNS}
