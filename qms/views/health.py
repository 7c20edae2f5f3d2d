"""Whether the process lives, and whether it can serve; a monitor compares the second with `ok`."""

import datetime as dt

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse

from qms import clock
from qms.history import seals
from qms.models.evidence import TrailEntry

LONGEST_UNSEALED = dt.timedelta(seconds=300)


def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok", content_type="text/plain")


def readyz(request: HttpRequest) -> HttpResponse:
    """The database answers and the seal store is there (else 503); what waits too long for a seal is said beside ok."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        if not _store_stands():
            return _answer("seal store", 503)
        waiting = _longest_unsealed()
    except DatabaseError:
        return _answer("database", 503)
    if waiting > LONGEST_UNSEALED:
        return _answer(f"ok, but unsealed for {int(waiting.total_seconds())} s: is `tick` running?", 200)
    return _answer("ok", 200)


def _answer(text: str, status: int) -> HttpResponse:
    return HttpResponse(text, status=status, content_type="text/plain", headers={"Cache-Control": "no-store"})


def _store_stands() -> bool:
    """Whether the store holds the last seal that the database knows."""
    last = seals.known()
    try:
        return last is None or seals.Store().holds(last.number)
    except Exception:  # noqa: BLE001 - whatever a storage of another house raises, it is not there
        return False


def _longest_unsealed() -> dt.timedelta:
    """How long the oldest change has waited for its seal."""
    oldest = TrailEntry.objects.filter(seal=None).order_by("id").values_list("recorded_at", flat=True).first()
    return clock.now() - oldest if oldest else dt.timedelta(0)
