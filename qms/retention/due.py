"""What is past its period in a holder's units: one condition for each kind, whatever the number of records."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db.models import BooleanField, Case, Exists, F, OuterRef, Q, QuerySet, Value, When

from qms import clock
from qms.evidence_enums import DisposalStatus, DisposalVerdict
from qms.models.organisation import Unit
from qms.models.reach import UnitPath
from qms.models.retention import DisposalItem, RetentionRule
from qms.registry import RetainedKind, registry
from qms.retention.periods import due_q, years_after

UNDER_WAY = (DisposalStatus.DRAFTED, DisposalStatus.SUBMITTED, DisposalStatus.APPROVED)
PROPOSED_AGAIN_AFTER = 1  # years after it was decided to keep a record longer


def units_of(holder: Unit) -> QuerySet:
    """Keys of the units whose records the holder keeps: itself and all below it inside its QMS."""
    return UnitPath.objects.filter(ancestor=holder, inside=True).values("unit_id")


def rules_of(holder: Unit) -> dict[str, list[RetentionRule]]:
    """The holder's standing rules by kind of record; kinds that are kept alone."""
    found: dict[str, list[RetentionRule]] = {}
    rules = RetentionRule.objects.filter(unit=holder, ended_at=None).select_related("clause__edition")
    for rule in rules.order_by("pk"):
        if rule.kind in registry.retained_kinds:
            found.setdefault(rule.kind, []).append(rule)
    return found


def rows_of(kind: RetainedKind) -> QuerySet:
    """All records of a kind with what retention asks of them."""
    closed = Case(When(kind.closed(), then=Value(True)), default=Value(False), output_field=BooleanField())
    return kind.model.objects.order_by().annotate(
        kept_unit=F(kind.unit),
        kept_number=F(kind.number),
        kept_name=F(kind.name),
        ended_day=kind.ended(),
        recorded_day=kind.recorded(),
        is_closed=closed,
    )


def decided_already(today: dt.date) -> Exists:
    """A disposal under way or carried out has the record, or decided lately to keep it longer."""
    items = DisposalItem.objects.filter(record_uid=OuterRef("uid")).order_by()
    lately = Q(
        verdict=DisposalVerdict.KEEP,
        disposal__status=DisposalStatus.CARRIED_OUT,
        disposal__approved_on__gt=years_after(today, -PROPOSED_AGAIN_AFTER),
    )
    gone = Q(verdict=DisposalVerdict.DISPOSED)
    return Exists(items.filter(Q(disposal__status__in=UNDER_WAY) | gone | lately))


def due_rows(kind: RetainedKind, rules: Sequence[RetentionRule], holder: Unit, today: dt.date | None = None) -> Any:
    """Records of the kind in the holder's units that are past their period and not decided about yet."""
    today = today or clock.today()
    rows = rows_of(kind).filter(kept_unit__in=units_of(holder))
    return rows.filter(due_q(kind, rules, today)).exclude(decided_already(today))


def due_counts(holder: Unit) -> dict[str, int]:
    """How many records of each kind are past their period: one query for each kind under a rule."""
    return {
        label: due_rows(registry.retained_kinds[label], rules, holder).count()
        for label, rules in rules_of(holder).items()
    }


def has_due(holder: Unit) -> bool:
    """Whether anything is past its period."""
    return any(
        due_rows(registry.retained_kinds[label], rules, holder).exists() for label, rules in rules_of(holder).items()
    )
