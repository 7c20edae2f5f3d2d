"""Telling people: in-app notices, written in the transaction that they tell of."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from qms import clock
from qms.models.people import MACHINE_ACCOUNTS, User
from qms.models.reminding import NoticeChoice
from qms.models.system import Notice
from qms.registry import registry

BATCH = 500


def notify(kind: str, *, about: Any, to: Iterable[User | None], by: User | None = None, **details: Any) -> int:
    """Write one notice for each person, once each, never for who did it. Returns how many.

    `kind` names a phrase registered in `registry.notice_phrases`; `details` fill its named placeholders.
    """
    people = {user.pk: user for user in to if user is not None and user.is_active}
    if by is not None:
        people.pop(by.pk, None)
    notices = [
        Notice(
            user=user,
            kind=kind,
            record_kind=about._meta.label_lower,
            record_uid=about.uid,
            number=getattr(about, "number", ""),
            url=about.get_absolute_url(),
            details={name: str(value) for name, value in details.items()},
            created_at=clock.now(),
        )
        for user in people.values()
        if user.username not in MACHINE_ACCOUNTS
    ]
    return write_notices(notices)


def write_notices(notices: Sequence[Notice]) -> int:
    """Write notices as each person wants them: of a kind that they switched off in the product one comes as read.

    The row is written all the same: it may go into the daily mail, and it tells that the person was told.
    """
    silent = _switched_off(notices)
    for notice in notices:
        if (notice.user_id, notice.kind) in silent:
            notice.read_at = notice.created_at
    Notice.objects.bulk_create(notices, batch_size=BATCH)
    return len(notices)


def _switched_off(notices: Sequence[Notice]) -> set[tuple[int, str]]:
    kinds = {notice.kind for notice in notices} - set(registry.standing_notices)
    people = sorted({notice.user_id for notice in notices if notice.kind in kinds})
    found: set[tuple[int, str]] = set()
    for start in range(0, len(people), BATCH):
        rows = NoticeChoice.objects.filter(user_id__in=people[start : start + BATCH], kind__in=kinds, in_product=False)
        found |= set(rows.values_list("user_id", "kind"))
    return found


def inbox(user: User) -> Any:
    """The person's notices that they want to see in the product."""
    off = NoticeChoice.objects.filter(user=user, in_product=False).exclude(kind__in=list(registry.standing_notices))
    return Notice.objects.filter(user=user).exclude(kind__in=off.values("kind"))


def mark_read(user: User, *, up_to: int) -> int:
    """Mark the person's notices as read, up to and including key `up_to`. Returns how many changed."""
    return Notice.objects.filter(user=user, read_at=None, pk__lte=up_to).update(read_at=clock.now())


def mark_one_read(user: User, pk: int) -> int:
    """Mark one notice of the person as read. Returns how many changed."""
    return Notice.objects.filter(user=user, read_at=None, pk=pk).update(read_at=clock.now())


def came_in(users: Sequence[int], *, after: dt.datetime, until: dt.datetime) -> Any:
    """Notices of these people from a moment to a moment, oldest first."""
    return Notice.objects.filter(user_id__in=users, created_at__gt=after, created_at__lte=until).order_by("pk")
