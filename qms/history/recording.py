"""Who changes what, when and why: the change that every write of a tracked record belongs to."""

import datetime as dt
import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _


class OutsideOperation(RuntimeError):
    """A tracked record was written outside an operation; a programming fault, never the user's."""


class ReasonMissing(Exception):
    """An operation that needs a reason was called without one. `str()` is a sentence for the user."""

    def __init__(self) -> None:
        super().__init__(_("Say why: this step is kept with its reason."))


@dataclass(frozen=True)
class Change:
    """One operation in progress. `occurred_at` is what the person claims; recorded_at is the clock's."""

    by: Any
    operation: str
    reason: str = ""
    occurred_at: dt.datetime | None = None
    on_behalf_of: Any = None


_current: ContextVar[Change | None] = ContextVar("qms_change", default=None)

OPERATIONS: dict[str, bool] = {}
"""Every operation by name, and whether it demands a reason."""


def current_change() -> Change:
    """The change in progress. Raises OutsideOperation when there is none."""
    change = _current.get()
    if change is None:
        raise OutsideOperation("Write tracked records in an operation: see qms.history.operation.")
    return change


@contextmanager
def recording(
    *, by: Any, operation: str, reason: str = "", occurred_at: dt.datetime | None = None, on_behalf_of: Any = None
) -> Iterator[Change]:
    """Record every write inside under this person and reason; an inner operation inherits what an outer one said."""
    if not getattr(by, "is_authenticated", False):
        raise OutsideOperation("Nobody is named as who changes it: give by=, at least the account `system`.")
    outer = _current.get()
    if outer is not None:
        reason = reason or outer.reason
        occurred_at = occurred_at or outer.occurred_at
        on_behalf_of = on_behalf_of or (outer.on_behalf_of if outer.by == by else None)
    change = Change(by, operation, reason, occurred_at, on_behalf_of)
    token = _current.set(change)
    try:
        yield change
    finally:
        _current.reset(token)


def operation(name: str, *, reason_required: bool = False) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Make a verb_noun function an operation: one transaction, one recorded change.

    The function is called with `by` (a user) and may take `reason` and `occurred_at` by keyword. With
    `reason_required` an empty reason raises ReasonMissing before anything is written.
    """
    OPERATIONS[name] = reason_required

    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(function)
        def run(*args: Any, by: Any, reason: str = "", occurred_at: dt.datetime | None = None, **others: Any) -> Any:
            reason = (reason or "").strip()
            if reason_required and not reason:
                raise ReasonMissing
            with transaction.atomic(), recording(by=by, operation=name, reason=reason, occurred_at=occurred_at):
                return function(*args, by=by, **others)

        return run

    return decorate
