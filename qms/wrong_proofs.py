"""Wrong passwords and codes of somebody who is known: counted for the person, whatever device or page they come from.

What counts is the event itself, so the pause and the trail cannot disagree.
"""

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from qms import clock
from qms.evidence_enums import EventKind
from qms.models.evidence import AuditEvent
from qms.operations.events import note_event

MOST = 8  # wrong ones in a row of time before nothing more is taken
PAUSE = dt.timedelta(minutes=15)
COUNTED = (EventKind.SIGNING_FAILED, EventKind.SIGN_IN_FAILED)


def _lately(person: Any) -> list[dt.datetime]:
    rows = AuditEvent.objects.filter(person_id=person.pk, kind__in=COUNTED, at__gt=clock.now() - PAUSE)
    rows = rows.filter(details__counted=True).order_by("-at")
    return list(rows.values_list("at", flat=True)[:MOST])


def paused_until(person: Any) -> dt.datetime | None:
    """Until when no password or code of the person is taken for signing; None where it is."""
    wrong = _lately(person)
    return wrong[-1] + PAUSE if len(wrong) >= MOST else None


def refuse_while_paused(person: Any) -> None:
    """Raise ValidationError with the moment from which the person may try again."""
    until = paused_until(person)
    if until is not None:
        raise ValidationError(
            _("Too many wrong passwords or codes. Try again after %(time)s, or ask your administrator.")
            % {"time": until.astimezone(clock.HANOI).strftime("%H:%M")},
            code="paused",
        )


def count_wrong(person: Any, where: str, *, about: Any = None) -> None:
    """Write the event that a wrong password or code was given; the one that begins the pause is told too."""
    kind = EventKind.SIGN_IN_FAILED if where == "sign_in" else EventKind.SIGNING_FAILED
    note_event(kind, by=person, about=about, details={"counted": True, "where": where})
    if len(_lately(person)) >= MOST:
        note_event(EventKind.LOCKED, by=person, details={"where": where})
