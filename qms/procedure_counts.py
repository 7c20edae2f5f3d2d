"""What is counted of a procedure in a month, and what is odd about it."""

import datetime as dt
from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.utils.translation import gettext as _

COUNTS = ("received", "early", "on_time", "late", "online_3", "online_4", "by_post", "complaints")
DONE = ("early", "on_time", "late")
DECLARED_ONLINE = ("3", "4")


def first_of(day: dt.date) -> dt.date:
    """The first day of the day's month."""
    return day.replace(day=1)


def month_before(month: dt.date) -> dt.date:
    """The first day of the month before."""
    return first_of(month - dt.timedelta(days=1))


def rate(early: int, on_time: int, late: int) -> Decimal | None:
    """The share of what was done that was done early or on time, in percent with one decimal; None without any."""
    done = early + on_time + late
    if not done:
        return None
    return (Decimal(100 * (early + on_time)) / done).quantize(Decimal("0.1"), ROUND_HALF_UP)


def rate_of(figure: Any) -> Decimal | None:
    """The on-time rate of a row or of sums by name."""
    get = figure.get if isinstance(figure, Mapping) else lambda name: getattr(figure, name)
    return rate(*(get(name) or 0 for name in DONE))


def online(figure: Any) -> int:
    """Dossiers handled online, at either level."""
    return int(figure.online_3 + figure.online_4)


def carried_over(earlier: Iterable[Any]) -> int:
    """What earlier months received and had not done, as far as they are recorded."""
    return max(0, sum(one.received - one.early - one.on_time - one.late for one in earlier))


def oddities(counts: Mapping[str, int], carried: int, knows_before: bool) -> list[str]:
    """Sentences about figures that do not go together; they are warnings, for the sources do err."""
    said = []
    done = sum(counts[name] for name in DONE)
    if knows_before and done > counts["received"] + carried:
        text = _("%(done)s done, but %(received)s received and %(carried)s carried over from the months before.")
        said.append(text % {"done": done, "received": counts["received"], "carried": carried})
    if counts["online_3"] + counts["online_4"] > counts["received"]:
        text = _("%(online)s handled online, but %(received)s received.")
        online_ones = counts["online_3"] + counts["online_4"]
        said.append(text % {"online": online_ones, "received": counts["received"]})
    if counts["by_post"] > counts["received"]:
        text = _("%(post)s by post, but %(received)s received.")
        said.append(text % {"post": counts["by_post"], "received": counts["received"]})
    return said
