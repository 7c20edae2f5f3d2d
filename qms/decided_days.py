"""Days decided beyond the public calendar, as the calendar asks for them: answered from memory, kept up to date.

Each process keeps one answer. Whether anything changed, here or in another process, is asked with one short query: at
the first question of a request, after an own change, and every half minute in a process that serves no requests.
"""

import time
from typing import Any

from django.core.signals import request_started
from django.db.models import Count, Max

from qms.calendar import Overrides
from qms.enums import DayKind

SECONDS = 30


class DecidedDays:
    """The provider of `calendar.set_overrides`."""

    def __init__(self) -> None:
        self.version: Any = None
        self.overrides = Overrides()
        self.asked_at: float | None = None

    def __call__(self) -> Overrides:
        """The same object while nothing changed."""
        if self.asked_at is None or time.monotonic() - self.asked_at > SECONDS:
            self.asked_at = time.monotonic()
            self._refresh()
        return self.overrides

    def ask_again(self, **signal: Any) -> None:
        """At the next question look whether something changed."""
        self.asked_at = None

    def _refresh(self) -> None:
        from qms.models.reminding import DecidedDay  # noqa: PLC0415 - the calendar stands below the models

        version = DecidedDay.history.aggregate(many=Count("pk"), last=Max("pk"))
        if version == self.version:
            return
        days = DecidedDay.objects.filter(ended_at=None).values_list("day", "kind")
        by_kind = {kind: frozenset(day for day, its in days if its == kind) for kind in DayKind}
        found = Overrides(by_kind[DayKind.OFF], by_kind[DayKind.WORKED])
        if found != self.overrides:
            self.overrides = found
        self.version = version


decided_days = DecidedDays()


def listen() -> None:
    """Each request asks anew, at most once."""
    request_started.connect(decided_days.ask_again, dispatch_uid="qms_decided_days")
