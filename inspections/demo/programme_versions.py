"""What the demonstration's programmes were when they were approved, and one that was amended and approved again."""

import datetime as dt

from inspections.enums import InspectionKind
from inspections.models import Programme, ProgrammeLine, ProgrammeVersion
from inspections.operations.programme import amend_programme, approve_programme, plan_visit
from inspections.operations.programme_visits import VisitDraft, plan_visits
from inspections.programme_versions import content_hash, content_of
from qms import clock
from qms.demo.days import moment
from qms.demo.stage import Stage
from qms.history.recording import recording
from qms.signatures import SignatureIntent
from qms.signatures import content_hash as signed_hash

AMENDED = dt.date(2020, 5, 18)


def tell_versions(stage: Stage) -> None:
    """Freeze every approved programme as of its day; amend the department's audits of 2020."""
    approved = Programme.objects.exclude(approved_on=None).select_related("unit", "edition__standard", "approved_by")
    for programme in approved.order_by("pk"):
        _freeze(programme)
    _amend(stage)


def _freeze(programme: Programme) -> None:
    day, head, content = programme.approved_on, programme.approved_by, content_of(programme)
    assert day is not None, "asked for above"
    with clock.at(moment(day, 15)), recording(by=head, operation="programme.approve"):
        ProgrammeVersion(
            programme=programme, number=1, content=content, content_hash=content_hash(content), approved_by=head,
            approved_on=day,
        ).save()  # fmt: skip


def _amend(stage: Stage) -> None:
    """One visit moves to a later month, one is added; the head signs the second version."""
    officer, head, department = stage.people["officer1"], stage.people["head1"], stage.units["SLĐ-01"]
    programme = Programme.objects.get(unit=department, year=2020, kind=InspectionKind.INTERNAL)
    free = ProgrammeLine.objects.filter(programme=programme, inspections=None, month__gte=7).order_by("month", "pk")
    moved = free.filter(month=8).first() or free.last()
    with clock.at(moment(AMENDED, 9)):
        programme = amend_programme(
            programme,
            by=officer,
            reason="Thanh tra bận đoàn của Bộ trong tháng 8; bổ sung kiểm tra lại sau chuyển đổi.",
        )
        if moved is not None:
            moved.month += 2
            plan_visit(moved, by=officer)
        again = VisitDraft(stage.units["SLĐ-01-VP"], 12, clauses=(stage.clauses["2015", "9"],))
        plan_visits(programme, [again], by=officer)
    with clock.at(moment(AMENDED + dt.timedelta(days=2), 10)):
        shown = Programme.objects.get(pk=programme.pk)
        approve_programme(shown, by=head, signature=SignatureIntent(head, signed_hash(shown), clock.now()))
