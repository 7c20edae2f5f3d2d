"""Conducting an inspection: the checklist, the answer to a line, the line's history."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View

from inspections.asking import AnswerRefused, asked_lines, demands_evidence, read_answer
from inspections.checklists import NEEDED, with_evidence
from inspections.conduct import told
from inspections.forms.checklist import AnswerForm
from inspections.models import ChecklistLine, Inspection
from inspections.operations.checklist import answer_line
from inspections.operations.line_files import attach_to_line
from inspections.parts_seen import require_part
from inspections.views.conduct_page import conduct_page, may_answer, swapped
from qms.history.timeline import timeline
from qms.templatetags.house import vn_time
from qms.views.attempts import attempt
from qms.views.reach import get_visible
from qms.workflow import StepRefused


class Conduct(View):
    """The checklist of an inspection, phone first."""

    def get(self, request: HttpRequest, uid: Any) -> HttpResponse:
        """All sessions with their lines, or those that ?show= asks for."""
        inspection = get_visible(Inspection, request.user, uid)
        return conduct_page(request, inspection)


class Answer(View):
    """Answer one line: the card alone for htmx, the whole page otherwise; what was typed is kept when refused."""

    def get(self, request: HttpRequest, uid: Any) -> HttpResponse:
        """The card as it stands: what a person keeps who gives way in a conflict."""
        line = find_line(request.user, uid)
        if request.headers.get("HX-Request"):
            return swapped(request, line)
        return HttpResponseRedirect(address_of(line))

    def post(self, request: HttpRequest, uid: Any) -> HttpResponse:
        """Save through the operation."""
        line = find_line(request.user, uid)
        before = shown_keys(line)
        form = AnswerForm(request.POST, request.FILES, line=line)
        status = 400
        if form.is_valid():
            _line, status = attempt(form, line, lambda: self.save(form, line))
        refused = None if status == 200 else form
        if refused is not None:
            self.keep_files(form, line)
        if request.headers.get("HX-Request"):
            return swapped(request, find_line(request.user, uid), refused, before)
        if refused is not None:
            return conduct_page(request, line.session.inspection, refused, status)
        return HttpResponseRedirect(address_of(line))

    def save(self, form: AnswerForm, line: ChecklistLine) -> ChecklistLine:
        """The operation's call, once an answer that demands evidence has it."""
        files, version = form.cleaned_data["files"], form.cleaned_data["version"]
        given = form.given()
        if not files:
            require_evidence(line, given)
        return answer_line(
            line,
            by=self.request.user,
            result=given.result,
            value=given.value,
            note=given.note,
            score=given.score,
            files=files,
            version=version,
        )

    def keep_files(self, form: AnswerForm, line: ChecklistLine) -> None:
        """A photograph is not taken twice because the answer beside it was refused."""
        files = getattr(form, "cleaned_data", {}).get("files") or []
        if files and may_answer(self.request.user, line.session.inspection):
            attach_to_line(line, files, by=self.request.user)
            form.files_kept = len(files)


def require_evidence(line: ChecklistLine, given: Any) -> None:
    """Raise StepRefused where the answer demands a photograph or a file and the line has none."""
    try:
        read = read_answer(line, given)
    except AnswerRefused as refused:
        raise StepRefused(refused.reasons) from refused
    probe = ChecklistLine(evidence_when=line.evidence_when, result=read.result, value=dict(read.value))
    if demands_evidence(probe) and not with_evidence([line]):
        raise StepRefused([_("This answer demands a photo or a file: attach it.")])


class LineHistory(View):
    """Every answer that a line was given, and the files, requests and conflicts beside it."""

    def get(self, request: HttpRequest, uid: Any) -> HttpResponse:
        """The line's own timeline."""
        line = find_line(request.user, uid)
        context = {
            "inspection": line.session.inspection,
            "line": line,
            "told": told(line, f"{line.answered_by}, {vn_time(line.answered_at)}" if line.answered_by_id else ""),
            "page_url": reverse("inspection_conduct", args=[line.session.inspection.uid]),
            "entries": timeline(line),
        }
        return render(request, "inspections/checklist_line.html", context)


def address_of(line: ChecklistLine) -> str:
    """The line on the page of its inspection."""
    return f"{reverse('inspection_conduct', args=[line.session.inspection.uid])}#line-{line.pk}"


def find_line(user: Any, uid: Any) -> ChecklistLine:
    """A standing line of a part of an inspection that the person sees. Raises Http404."""
    seen = Inspection.objects.visible_to(user).values("pk")
    lines = ChecklistLine.objects.select_related("session__inspection", "session__unit", "clause", "answered_by")
    line = lines.filter(
        uid=uid, ended_at=None, session__ended_at=None, session__inspection_id__in=seen
    ).first()  # fmt: skip
    if line is None:
        raise Http404
    require_part(line.session.inspection, user, line.session.unit_id)
    return line


def shown_keys(line: ChecklistLine) -> set[int]:
    """Keys of the lines of its session that are asked now, where other questions depend on this one."""
    rows = line.session.lines.filter(ended_at=None).order_by("position").only(*NEEDED)
    return {one.pk for one in asked_lines(rows)} if line.key else set()
