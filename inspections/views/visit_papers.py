"""The papers of a visit as Word or PDF, for who may see the inspection; a unit gets its part until conclusion."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from inspections import printed_visit
from inspections.enums import MeetingKind
from inspections.models import Inspection
from inspections.parts_seen import units_seen
from qms.operations.print_templates import form_for
from qms.printing.visit_forms import MEETING_MINUTES, VISIT_NOTICE, VISIT_PLAN
from qms.views.printing import answer, found

RELATED = ("unit", "raised_by_unit__parent", "lead", "edition__standard", "programme_line__programme")


def plan_print(request: HttpRequest, uid: Any, kind: str) -> HttpResponse:
    """The plan of the visit."""
    return _paper(request, uid, kind, VISIT_PLAN, printed_visit.visit_plan)


def notice_print(request: HttpRequest, uid: Any, kind: str) -> HttpResponse:
    """The notice to the units."""
    return _paper(request, uid, kind, VISIT_NOTICE, printed_visit.visit_notice)


def _paper(request: HttpRequest, uid: Any, kind: str, form: Any, told: Any) -> HttpResponse:
    record = found(request, Inspection, uid, kind, *RELATED)
    seen = units_seen(record, request.user)
    own = form_for(form, record.raised_by_unit_id)
    name = f"{record.number}-{form.name}"
    return answer(request, record, own, lambda one: told(one, seen), kind, name)


def meeting_print(request: HttpRequest, uid: Any, meeting: str, kind: str) -> HttpResponse:
    """Minutes and attendance of a recorded meeting."""
    if meeting not in MeetingKind.values:
        raise Http404
    record = found(request, Inspection, uid, kind, *RELATED)
    held = record.meetings.filter(kind=meeting).select_related("chaired_by").first()
    if held is None:
        raise Http404
    held.inspection = record
    seen = units_seen(record, request.user)
    own = form_for(MEETING_MINUTES, record.raised_by_unit_id)
    name = f"{record.number}-{meeting}"
    return answer(request, record, own, lambda _one: printed_visit.meeting_minutes(held, seen), kind, name)
