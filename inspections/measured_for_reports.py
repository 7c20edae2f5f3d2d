"""The figures of periodic reports that audits, findings and nonconformities give."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from inspections.enums import FindingStatus, Grade, InspectionKind, InspectionStatus, NonconformityStatus
from inspections.models import Finding, InspectedUnit, Inspection, Nonconformity
from qms.measured_by_records import list_of
from qms.measured_queries import Counted, MeasuredQuery, declare_query
from qms.measured_records import Counting, added_up, declare_counting, inside

CONCLUDED = (InspectionStatus.CONCLUDED, InspectionStatus.CLOSED)


def audits(first: dt.date, last: dt.date) -> Any:
    """Internal audits that ended in the period and are concluded."""
    rows = Inspection.objects.filter(kind=InspectionKind.INTERNAL, status__in=CONCLUDED, ended_at=None)
    return rows.filter(ends_on__range=(first, last))


def graded(grade: str) -> Callable[[dt.date, dt.date], Any]:
    """Nonconformities of the grade raised in the period."""

    def rows(first: dt.date, last: dt.date) -> Any:
        return _standing().filter(grade=grade, raised_on__range=(first, last))

    return rows


def _standing() -> Any:
    return Nonconformity.objects.filter(ended_at=None).exclude(status=NonconformityStatus.WITHDRAWN)


def closed(first: dt.date, last: dt.date) -> Any:
    """Nonconformities closed in the period."""
    return _standing().filter(status=NonconformityStatus.CLOSED, closed_on__range=(first, last))


def overdue(first: dt.date, last: dt.date) -> Any:
    """Nonconformities due before the last day and not closed on it."""
    return _standing().filter(~Q(status=NonconformityStatus.CLOSED) | Q(closed_on__gt=last), due_on__lt=last)


def recommendations(first: dt.date, last: dt.date) -> Any:
    """Observations and opportunities for improvement found in the period, confirmed by the lead."""
    rows = Finding.objects.filter(grade__in=[Grade.OBSERVATION, Grade.OPPORTUNITY], ended_at=None)
    out = [FindingStatus.DRAFT, FindingStatus.WITHDRAWN]
    return rows.filter(recorded_on__range=(first, last)).exclude(status__in=out)


def units_audited(units: list[int], first: dt.date, last: dt.date) -> dict[int, Counted]:
    """Different units that concluded internal audits of the period visited; three queries."""
    rows = audits(first, last).order_by()
    found = set(rows.filter(unit_id__in=inside(units)).values_list("unit_id", flat=True))
    further = InspectedUnit.objects.filter(inspection__in=rows.values("pk"), ended_at=None, unit_id__in=inside(units))
    found |= set(further.order_by().values_list("unit_id", flat=True))
    return added_up(units, dict.fromkeys(found, (1, 0)))


NUMBERS = (
    (
        "internal_audits", _("Internal audits"),
        _("Internal audits whose last day lies in the period and that are concluded."), _("internal audits"),
        Counting(audits),
    ),
    (
        "nonconformities_major", _("Major nonconformities"),
        _("Major nonconformities raised in the period, whoever raised them; withdrawn ones are left out."),
        _("major nonconformities"), Counting(graded(Grade.MAJOR)),
    ),
    (
        "nonconformities_minor", _("Minor nonconformities"),
        _("Minor nonconformities raised in the period, whoever raised them; withdrawn ones are left out."),
        _("minor nonconformities"), Counting(graded(Grade.MINOR)),
    ),
    (
        "nonconformities_closed", _("Nonconformities closed"),
        _("Nonconformities closed in the period after their effect was proven."), _("nonconformities closed"),
        Counting(closed),
    ),
    (
        "nonconformities_overdue", _("Nonconformities overdue"),
        _("Nonconformities that were due before the last day of the period and not closed on it."),
        _("nonconformities overdue"), Counting(overdue),
    ),
    (
        "recommendations", _("Observations and opportunities for improvement"),
        _("Observations and opportunities for improvement found in the period and confirmed by the lead."),
        _("observations and opportunities"), Counting(recommendations),
    ),
)  # fmt: skip


def register_measured() -> None:
    """Declare them."""
    for name, title, definition, numerator, counting in NUMBERS:
        declare_counting(name, title, definition, numerator, counting)
    declare_query(
        MeasuredQuery(
            "units_audited",
            _("Units audited"),
            _("Different units that concluded internal audits of the period visited, the first and the further ones."),
            _("units audited"),
            _("Units audited"),
            units_audited,
            list_of("inspections", kind="internal", starts_to="{last}"),
            "",
        )
    )
