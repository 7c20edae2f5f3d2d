"""Days of nonconformities that the calendar shows: when they are due, and when their effect is judged."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from inspections.enums import NonconformityStatus as N
from inspections.reports.nonconformities import NonconformityReport
from qms.due_days import DueSource, add_due_source


def _open() -> Q:
    return Q(status__in=N.open_states())


def _to_be_judged() -> Q:
    return Q(status=N.EFFECTIVENESS_CHECK)


def _handled(user: Any) -> Q:
    return Q(handler_id__in=user.authority.person_ids)


def _judged(user: Any) -> Q:
    return Q(verifier_id__in=user.authority.person_ids)


NONCONFORMITIES = DueSource(
    name="nonconformity",
    label=_("Nonconformity"),
    report=NonconformityReport,
    day="due_on",
    waiting=_open,
    own=_handled,
    text=lambda record: record.fact,
    owner=lambda record: str(record.handler or ""),
    related=("unit", "handler"),
)
CHECKS = DueSource(
    name="effect_check",
    label=_("Effectiveness check"),
    report=NonconformityReport,
    day="check_on",
    waiting=_to_be_judged,
    own=_judged,
    text=lambda record: record.fact,
    owner=lambda record: str(record.verifier or ""),
    related=("unit", "verifier"),
)


def register_nonconformity_views() -> None:
    """Fill the calendar; called once when apps are ready."""
    add_due_source(NONCONFORMITIES)
    add_due_source(CHECKS)
