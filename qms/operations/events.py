"""Events beside the changes of records: who signed in, exported, printed, verified. Each is written once."""

import datetime as dt
import logging
import uuid
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import DatabaseError

from qms import clock
from qms.history.canonical import plain
from qms.history.recording import operation
from qms.history.standing import present
from qms.models.evidence import AuditEvent, TrailEntry
from qms.models.people import SYSTEM, Membership, User

log = logging.getLogger(__name__)

LONGEST = 200  # characters of a detail
MOST_NAMES = 20  # refused sign-ins of one address in one minute that become events
MINUTE = dt.timedelta(minutes=1)
IDENTIFYING = ("number", "code")
"""How people call a record, whichever it has."""


@present()
def note_event(
    kind: str,
    *,
    by: Any = None,
    typed: str = "",
    about: Any = None,
    about_title: str = "",
    details: dict[str, Any] | None = None,
) -> AuditEvent:
    """Write that it happened. `by` None: nobody known, the account `system` writes it.

    `about` is a record or None; `details` are plain values for the sentence. It is never changed afterwards.
    """
    person = by if isinstance(by, User) else None
    event = AuditEvent(
        kind=kind,
        person=person,
        typed=_clean(typed)[:150],
        unit_id=main_unit(person) if person else None,
        at=clock.now(),
        about_title=_clean(about_title or (str(about) if about is not None else ""))[:300],
        details=_details(details or {}),
    )
    if about is not None:
        event.about_kind = about._meta.label_lower
        event.about_uid = getattr(about, "uid", None)
        event.about_number = next((str(getattr(about, name)) for name in IDENTIFYING if getattr(about, name, "")), "")[
            :80
        ]
    return _write(event, by=person or _system())


@operation("note_event")
def _write(event: AuditEvent, *, by: Any) -> AuditEvent:
    event.save()
    return event


def note_quietly(kind: str, **what: Any) -> AuditEvent | None:
    """As `note_event`, for reading: a page or a file is answered even where the event cannot be written."""
    try:
        return note_event(kind, **what)
    except DatabaseError:
        log.exception("An event was not written: %s", kind)
        return None


def note_refused(kind: str, typed: str, address: str, **details: Any) -> AuditEvent | None:
    """A refused attempt from outside: one event for each name and address in a minute, and few names of an address."""
    typed = _clean(typed)[:150]
    lately = TrailEntry.objects.filter(kind=AuditEvent._meta.label_lower, recorded_at__gt=clock.now() - MINUTE)
    events = AuditEvent.objects.filter(pk__in=lately.values("record_id"), kind=kind)
    names = [event.typed for event in events if event.details.get("address", "") == address]
    if typed in names or len(names) >= MOST_NAMES:
        return None
    return note_quietly(kind, typed=typed, details={"address": address} | details)


def main_unit(person: Any) -> int | None:
    """Key of the unit where the person works, the longest standing of several; else where they hold a role."""
    if isinstance(person, AnonymousUser) or person.pk is None:
        return None
    rows = Membership.objects.standing_on(clock.today()).filter(user_id=person.pk).order_by("valid_from", "pk")
    found = rows.values_list("unit_id", flat=True).first()
    return found or min(person.authority.all_units, default=None)


def _system() -> User:
    from qms.operations.people import ensure_machine_accounts  # noqa: PLC0415 - people write events themselves

    return User.objects.filter(username=SYSTEM).first() or ensure_machine_accounts()


def _clean(text: Any) -> str:
    """Text as a line: nothing that breaks a column or a terminal."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in str(text)).split())


def _details(details: dict[str, Any]) -> dict[str, Any]:
    return {name: _plain(value) for name, value in details.items() if value not in (None, "")}


def _plain(value: Any) -> Any:
    if isinstance(value, bool | int):
        return value
    if isinstance(value, dt.date | dt.datetime | uuid.UUID):
        return plain(value)
    return _clean(value)[:LONGEST]
