"""The only source of now() and today(); days as people write them.

The demo runs on its own day: an offset in seconds, from a setting that production refuses.
"""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")

_moment: ContextVar[dt.datetime | None] = ContextVar("qms_moment", default=None)


def now() -> dt.datetime:
    """The installation's moment, aware, in UTC."""
    moment = _moment.get()
    if moment is not None:
        return moment
    return timezone.now() + dt.timedelta(seconds=settings.QMS_CLOCK_OFFSET_SECONDS)


def held_at() -> dt.datetime | None:
    """The moment at which the clock is held, None while it runs."""
    return _moment.get()


@contextmanager
def at(moment: dt.datetime | None) -> Iterator[None]:
    """Hold the clock at `moment` (aware) inside, or let it run (None).

    Only for building the demonstration's past, for showing a past day, and for tests.
    """
    token = _moment.set(moment.astimezone(dt.UTC) if moment else None)
    try:
        yield
    finally:
        _moment.reset(token)


def today() -> dt.date:
    """The installation's day in Vietnam (UTC+7)."""
    return now().astimezone(HANOI).date()


def day_of(moment: dt.datetime) -> dt.date:
    """The Vietnamese day on which `moment` (aware) fell."""
    return moment.astimezone(HANOI).date()


def end_of(day: dt.date) -> dt.datetime:
    """The first moment after `day` in Vietnam: what had been recorded before it was recorded by the end of that day."""
    return dt.datetime.combine(day + dt.timedelta(days=1), dt.time.min, HANOI)


def read_day(text: str) -> dt.date | None:
    """A day written 2019-12-31 or 31/12/2019."""
    for pattern in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return dt.datetime.strptime(text, pattern).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    return None
