"""Conducting an inspection on the spot: lines as cards, each with its own small form."""

from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views import View

from inspections.enums import AnswerResult, InspectionStatus
from inspections.forms.checklist import AnswerForm
from inspections.models import ChecklistLine, Inspection
from inspections.operations.checklist import answer_line
from inspections.views.inspection_parts import issues_in_force
from qms import policy
from qms.views.attempts import attempt
from qms.views.reach import get_visible

CARD = "inspections/checklist_card.html"


class Conduct(View):
    """The checklist of an inspection, phone first."""

    def get(self, request: HttpRequest, uid: Any) -> HttpResponse:
        """All sessions with their lines."""
        inspection = get_visible(Inspection, request.user, uid, "unit", "lead", "edition")
        return conduct_page(request, inspection)


class Answer(View):
    """Answer one line: the card alone for htmx, the whole page otherwise; what was typed is kept when refused."""

    def post(self, request: HttpRequest, uid: Any) -> HttpResponse:
        """Save through the operation."""
        line = find_line(request.user, uid)
        form = AnswerForm(request.POST, request.FILES, line=line)
        status = 400
        if form.is_valid():
            _line, status = attempt(form, line, lambda: self.save(form, line))
        inspection = line.session.inspection
        if request.headers.get("HX-Request"):
            return card_alone(request, find_line(request.user, uid), form if status != 200 else None)
        if status != 200:
            return conduct_page(request, inspection, form, status)
        return HttpResponseRedirect(f"{reverse('inspection_conduct', args=[inspection.uid])}#line-{line.pk}")

    def save(self, form: AnswerForm, line: ChecklistLine) -> ChecklistLine:
        """The operation's call."""
        return answer_line(line, by=self.request.user, **form.cleaned_data)


def find_line(user: Any, uid: Any) -> ChecklistLine:
    """A standing line of an inspection within reach. Raises Http404."""
    seen = Inspection.objects.visible_to(user).values("pk")
    lines = ChecklistLine.objects.select_related("session__inspection", "clause", "answered_by")
    lines = lines.prefetch_related("clause__demands", "file_links__file", "findings")
    line = lines.filter(
        uid=uid, ended_at=None, session__ended_at=None, session__inspection_id__in=seen
    ).first()  # fmt: skip
    if line is None:
        raise Http404
    return line


def card(line: ChecklistLine, form: AnswerForm | None, *, may_answer: bool) -> dict[str, Any]:
    """What a line's card shows: what was typed when it was refused, else what stands."""
    typed = form.data if form is not None else None
    return {
        "line": line,
        "may_answer": may_answer,
        "choices": AnswerResult.choices,
        "result": typed.get("result", "") if typed is not None else line.result,
        "note": typed.get("note", "") if typed is not None else line.note,
        "version": typed.get("version", "") if typed is not None else line.version,
        "errors": [error for faults in form.errors.values() for error in faults] if form is not None else [],
        "demands": list(line.clause.demands.all()) if line.clause is not None else [],
        "files": [one for one in line.file_links.all() if one.ended_at is None],
        "findings": list(line.findings.all()),
    }


def may_answer(user: Any, inspection: Inspection) -> bool:
    """Whether the person answers lines now."""
    open_now = inspection.status == InspectionStatus.IN_PROGRESS
    return open_now and bool(policy.may(user, "inspections.answer_checklist", inspection))


def card_alone(request: HttpRequest, line: ChecklistLine, form: AnswerForm | None) -> HttpResponse:
    """The card, and the progress beside it, for htmx."""
    inspection = line.session.inspection
    rows = ChecklistLine.objects.filter(session__inspection=inspection, session__ended_at=None, ended_at=None)
    listed = list(rows.only("pk", "result", "session").order_by("session__day", "session", "position"))
    context = {
        "card": card(line, form, may_answer=may_answer(request.user, inspection)),
        "progress": progress(listed),
        "session_progress": progress(one for one in listed if one.session_id == line.session_id),
        "session_key": line.session_id,
        "swapped": True,
    }
    return render(request, CARD, context)


def progress(lines: Iterable[ChecklistLine]) -> dict[str, Any]:
    """How many lines are answered, and which open line comes next."""
    listed = list(lines)
    waiting = [line.pk for line in listed if not line.result]
    return {"done": len(listed) - len(waiting), "all": len(listed), "next": waiting[0] if waiting else None}


def conduct_page(
    request: HttpRequest, inspection: Inspection, refused: AnswerForm | None = None, status: int = 200
) -> HttpResponse:
    """The whole page; `refused` is the form of one line that was not saved."""
    allowed = may_answer(request.user, inspection)
    sessions = list(
        inspection.sessions.filter(ended_at=None)
        .select_related("unit")
        .prefetch_related("inspectors__user", "documents__document")
    )
    lines = ChecklistLine.objects.filter(session__in=sessions, ended_at=None).order_by("session", "position")
    lines = lines.select_related("clause", "answered_by").prefetch_related(
        "clause__demands", "file_links__file", "findings"
    )
    by_session: dict[int, list[ChecklistLine]] = {session.pk: [] for session in sessions}
    for line in lines:
        by_session[line.session_id].append(line)
    issues = issues_in_force([row.document for one in sessions for row in one.documents.all() if row.ended_at is None])
    context = {
        "inspection": inspection,
        "may_answer": allowed,
        "progress": progress(line for session in sessions for line in by_session[session.pk]),
        "sessions": [
            {
                "row": session,
                "inspectors": [str(row.user) for row in session.inspectors.all() if row.ended_at is None],
                "documents": [
                    (row.document, issues.get(row.document_id))
                    for row in session.documents.all()
                    if row.ended_at is None
                ],
                "progress": progress(by_session[session.pk]),
                "cards": [
                    card(line, refused if refused and refused.line.pk == line.pk else None, may_answer=allowed)
                    for line in by_session[session.pk]
                ],
            }
            for session in sessions
        ],
    }
    return render(request, "inspections/inspection_conduct.html", context, status=status)
