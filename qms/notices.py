"""Telling people: in-app notices, written in the transaction that they tell of."""

from collections.abc import Iterable
from typing import Any

from qms import clock
from qms.models.people import MACHINE_ACCOUNTS, User
from qms.models.system import Notice


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
    Notice.objects.bulk_create(notices)
    return len(notices)


def mark_read(user: User, *, up_to: int) -> int:
    """Mark the person's notices as read, up to and including key `up_to`. Returns how many changed."""
    return Notice.objects.filter(user=user, read_at=None, pk__lte=up_to).update(read_at=clock.now())
