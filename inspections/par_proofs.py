"""The proofs of the reform index that inspections know: programme, internal audits, nonconformities closed."""

from collections.abc import Iterator

from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from inspections.enums import InspectionKind, InspectionStatus, NonconformityStatus, ProgrammeStatus
from inspections.models import Inspection, Nonconformity, Programme
from qms.par.proofs import DONE, MISSING, OPEN, Asked, ProofKind, Shown, add_proof

CONCLUDED = (InspectionStatus.CONCLUDED, InspectionStatus.CLOSED)


def programmes(asked: Asked) -> Iterator[Shown]:
    """The year's programme of internal audits; approved by the last day it proves."""
    rows = asked.rows(Programme).filter(unit_id__in=asked.units, year=asked.year, kind=InspectionKind.INTERNAL)
    for unit, key, day, status in rows.values_list("unit_id", "pk", "approved_on", "status"):
        approved = day is not None and day <= asked.day and status != ProgrammeStatus.DRAFT
        yield Shown(unit, Programme, key, DONE if approved else OPEN, day)


def audits(asked: Asked) -> Iterator[Shown]:
    """Internal audits that ended in the year; a concluded report proves."""
    rows = asked.rows(Inspection).filter(unit_id__in=asked.units, kind=InspectionKind.INTERNAL, ended_at=None)
    rows = rows.filter(ends_on__range=(asked.first, asked.day)).exclude(status=InspectionStatus.CANCELLED)
    for unit, key, day, status in rows.values_list("unit_id", "pk", "ends_on", "status"):
        yield Shown(unit, Inspection, key, DONE if status in CONCLUDED else OPEN, day)


def nonconformities(asked: Asked) -> Iterator[Shown]:
    """Nonconformities that stood in the year: closed by the last day, in hand, or past their day."""
    rows = asked.rows(Nonconformity).filter(unit_id__in=asked.units, ended_at=None, raised_on__lte=asked.day)
    rows = rows.exclude(status=NonconformityStatus.WITHDRAWN).filter(Q(closed_on=None) | Q(closed_on__gte=asked.first))
    for unit, key, closed, due in rows.values_list("unit_id", "pk", "closed_on", "due_on"):
        if closed is not None and closed <= asked.day:
            yield Shown(unit, Nonconformity, key, DONE, closed)
        else:
            late = due is not None and due < asked.day
            yield Shown(unit, Nonconformity, key, MISSING if late else OPEN, due, gettext("due") if due else "")


KINDS = (
    ProofKind(
        "programme", _("Approved programme of internal audits"), programmes,
        _("The year has no approved programme of internal audits."),
        _("a quality officer prepares it, top management approves it"), "programmes",
    ),
    ProofKind(
        "audit", _("Concluded reports of internal audits"), audits,
        _("No internal audit of the year is concluded."),
        _("the lead inspector concludes the report"), "inspections",
    ),
    ProofKind(
        "nonconformities", _("Nonconformities closed"), nonconformities,
        _("Some nonconformities are open past their day."),
        _("the unit’s manager and the owner of each action, the verifier"), "nonconformities", every=True,
        needed=False,
    ),
)  # fmt: skip


def register() -> None:
    """Fill the seam; called once when apps are ready."""
    for kind in KINDS:
        add_proof(kind)
