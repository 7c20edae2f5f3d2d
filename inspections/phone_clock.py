"""When something was done, by a phone whose clock may be wrong: pure."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

TOLERATED = dt.timedelta(seconds=120)
"""A phone's clock that is off by no more is believed as it is."""


@dataclass(frozen=True)
class PhoneClock:
    """How a phone's clock stood against ours when it sent, and before when nothing of this inspection can be."""

    received_at: dt.datetime
    skew: dt.timedelta = dt.timedelta()
    earliest: dt.datetime | None = None

    @classmethod
    def read(cls, sent_at: dt.datetime | None, now: dt.datetime, earliest: dt.date | None = None) -> "PhoneClock":
        """From the phone's own moment of sending and ours of receiving."""
        floor = None if earliest is None else dt.datetime.combine(earliest, dt.time.min, now.tzinfo)
        try:
            skew = dt.timedelta() if sent_at is None else now - sent_at
        except OverflowError:
            skew = dt.timedelta()
        return cls(now, skew, floor)

    @property
    def is_wrong(self) -> bool:
        """Whether it is off by more than is tolerated."""
        return abs(self.skew) > TOLERATED

    def moment(self, claimed: dt.datetime | None) -> dt.datetime:
        """When it was done: as claimed, corrected where the clock is wrong, never later than now.

        A moment before the inspection could have been taken along says nothing; it becomes that of receiving.
        """
        if claimed is None:
            return self.received_at
        try:
            corrected = (claimed + self.skew if self.is_wrong else claimed).astimezone(dt.UTC)
        except (OverflowError, ValueError):
            return self.received_at
        if self.earliest is not None and corrected < self.earliest:
            return self.received_at
        return min(corrected, self.received_at)

    def in_words(self) -> str:
        """The reason that the history gives for corrected times; nothing where the clock is right."""
        if not self.is_wrong:
            return ""
        words = {"minutes": max(1, round(abs(self.skew).total_seconds() / 60))}
        if self.skew > dt.timedelta():
            return _("The phone's clock was %(minutes)d minutes slow: the times were corrected.") % words
        return _("The phone's clock was %(minutes)d minutes fast: the times were corrected.") % words


def clock_for(inspection: object, sent_at: dt.datetime | None, now: dt.datetime) -> PhoneClock:
    """The phone's clock for an inspection: nothing was answered before it was notified or begun."""
    days = [getattr(inspection, name) for name in ("notified_on", "started_on", "starts_on")]
    return PhoneClock.read(sent_at, now, min(day for day in days if day is not None))
