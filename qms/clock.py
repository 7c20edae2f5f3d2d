"""The only source of now() and today().

The demo runs on its own day: an offset in seconds, from a setting that production refuses.
"""

import datetime as dt
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")


def now() -> dt.datetime:
    """The installation's moment, aware, in UTC."""
    return timezone.now() + dt.timedelta(seconds=settings.QMS_CLOCK_OFFSET_SECONDS)


def today() -> dt.date:
    """The installation's day in Vietnam (UTC+7)."""
    return now().astimezone(HANOI).date()


def day_of(moment: dt.datetime) -> dt.date:
    """The Vietnamese day on which `moment` (aware) fell."""
    return moment.astimezone(HANOI).date()


def end_of(day: dt.date) -> dt.datetime:
    """The first moment after `day` in Vietnam: what had been recorded before it was recorded by the end of that day."""
    return dt.datetime.combine(day + dt.timedelta(days=1), dt.time.min, HANOI)
