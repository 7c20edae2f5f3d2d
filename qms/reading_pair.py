"""How one person's reading of one issue stands: `qms.reading` for a single pair, by a few short questions.

A page asks this of whoever opens it; lists ask the statement of `qms.reading_rows`. A property holds both to the same.
"""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.db.models import Q

from qms import clock
from qms.models.documents import Issue
from qms.reading_rows import State

Audience = tuple[int, str, dt.date, int, bool, int]
Stay = tuple[int, str, dt.date]


def state_for(user: Any, issue: Issue, day: dt.date | None = None) -> State | None:
    """The state of an issue in force on the day; None where the person need not read it."""
    day = day or clock.today()
    meetings = list(_meetings(user, issue.document, day))
    if not meetings:
        return None
    confirmed = max(issue.acknowledgements.filter(user=user).values_list("acknowledged_on", flat=True), default=None)
    assert issue.effective_on is not None, "an issue in force has its day"
    hits = [
        _hit(max(issue.effective_on, since, began), days, yearly, confirmed, day)
        for (_unit, _role, since, days, yearly, _key), began in meetings
    ]
    return _summed(hits, confirmed, day)


def audiences_met(user: Any, document: Any, day: dt.date | None = None) -> set[int]:
    """Keys of the document's audiences in which the person stands."""
    return {audience[5] for audience, _began in _meetings(user, document, day or clock.today())}


def _meetings(user: Any, document: Any, day: dt.date) -> Iterator[tuple[Audience, dt.date]]:
    """Each audience with the day on which each standing membership or role of the person began."""
    lasting = Q(ended_at=None) | Q(ended_at__gte=clock.end_of(day))
    rows = document.audiences.filter(lasting, since__lte=day)
    audiences = list(rows.values_list("unit_id", "role", "since", "days", "yearly", "pk"))
    if not audiences:
        return
    stays: list[Stay] = []
    if any(not role for _unit, role, *_rest in audiences):
        members = user.memberships.standing_on(day).values_list("unit_id", "valid_from")
        stays += [(unit, "", began) for unit, began in members]
    if any(role for _unit, role, *_rest in audiences):
        stays += user.role_assignments.standing_on(day).values_list("unit_id", "role", "valid_from")
    user.authority.learn_ancestors({unit for unit, _role, _began in stays})
    for audience in audiences:
        for unit, role, began in stays:
            if role == audience[1] and audience[0] in user.authority.ancestors_inside(unit):
                yield audience, began


def _hit(first: dt.date, days: int, yearly: bool, confirmed: dt.date | None, day: dt.date) -> tuple[bool, dt.date]:
    """Whether it is open, and its due day."""
    years = _full_years(first, day) if yearly else 0
    begins = _anniversary(first, years)
    still_open = confirmed is None or (years > 0 and confirmed < begins)
    return still_open, begins + dt.timedelta(days=days)


def _full_years(since: dt.date, until: dt.date) -> int:
    return max(until.year - since.year - ((until.month, until.day) < (since.month, since.day)), 0)


def _anniversary(day: dt.date, years: int) -> dt.date:
    """Of 29 February in a common year: 1 March."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return dt.date(day.year + years, 3, 1)


def _summed(hits: list[tuple[bool, dt.date]], confirmed: dt.date | None, day: dt.date) -> State:
    """Of several audiences the earliest open due day counts."""
    still_due = min((due for still_open, due in hits if still_open), default=None)
    if still_due is None:
        return State(min(due for _open, due in hits), confirmed, False, "done")
    return State(still_due, confirmed, True, "overdue" if still_due < day else "todo")
