"""Announcements between apps: subscribers run in the same transaction as the operation that announces."""

from collections import defaultdict
from collections.abc import Callable
from typing import Any

_subscribers: dict[str, list[Callable[..., None]]] = defaultdict(list)

EVENTS = frozenset(
    {
        "issue_approved",  # issues, by
        "issue_in_force",  # issues
        "issue_recalled",  # issues, by, reason: approved, and taken back before they came into force
        "issue_withdrawn",  # issues, by
        "objective_missed",
        "feedback_received",
        "action_verified",  # action
        "due_day_moved",  # action, by, reason
        "transition_work_done",  # by: references moved, clauses judged or a declaration signed, so steps may stand anew
    }
)


def subscribe(event: str, subscriber: Callable[..., None]) -> None:
    """Have `subscriber` called with the announcement's keywords. Raises KeyError for an event nobody announces."""
    if event not in EVENTS:
        raise KeyError(event)
    if subscriber not in _subscribers[event]:
        _subscribers[event].append(subscriber)


def announce(event: str, **what: Any) -> None:
    """Tell every subscriber, in the order in which they subscribed."""
    if event not in EVENTS:
        raise KeyError(event)
    for subscriber in _subscribers[event]:
        subscriber(**what)
