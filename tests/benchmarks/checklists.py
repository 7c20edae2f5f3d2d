"""A checklist of 300 lines, opened by its inspector, against a bare view that renders 300 rows.

The floor reads the same 300 lines with one query and draws them in one plain template loop inside the same base
template, for somebody signed in: clause as written, question, result, and for each line a small form with the token,
the version, four radio buttons, a note, a file box and a button. It asks no reach, part, authority or type of question;
shows no origin, demand, file, finding, progress or history; token and the four results are made once for all rows.
"""

from typing import Any

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.template import engines
from django.test import Client
from django.urls import reverse
from django.utils.html import format_html

from inspections.enums import AnswerResult, QuestionType
from inspections.models import ChecklistLine
from tests.benchmarks.measure import cpu_pair, queries
from tests.factories import (
    ChecklistFileFactory,
    ChecklistLineFactory,
    FindingFactory,
    InspectionFactory,
    NonconformityFactory,
    SessionFactory,
    SessionInspectorFactory,
    TeamMemberFactory,
    save,
)

ALLOWED = 3.0
LINES, FEW = 300, 5
RUNS = 20
TYPES = list(QuestionType.values)
ROWS = """{% extends "base.html" %}{% block content %}{% for line in lines %}<section><p>{{ line.written_as }}</p>
<h3>{{ line.question }}</h3><p>{{ line.get_result_display }}</p><form method="post" action="/{{ line.uid }}/"
enctype="multipart/form-data">{{ token }}<input type="hidden" name="version" value="{{ line.version }}">
{% for value, label in results %}<label><input type="radio" name="result" value="{{ value }}"
{% if value == line.result %} checked{% endif %}>{{ label }}</label>{% endfor %}
<textarea name="note">{{ line.note }}</textarea><input type="file" name="files"><button>Lưu</button></form></section>
{% endfor %}{% endblock %}"""
_rows: list[Any] = []


def floor_checklist(request: HttpRequest, session_id: int) -> HttpResponse:
    """300 rows and as many forms, plainly."""
    if not _rows:
        _rows.append(engines["django"].from_string(ROWS))
    results = [(value, str(label)) for value, label in AnswerResult.choices[:4]]
    token = format_html('<input type="hidden" name="csrfmiddlewaretoken" value="{}">', get_token(request))
    lines = ChecklistLine.objects.filter(session_id=session_id).order_by("position")
    return HttpResponse(_rows[0].render({"lines": lines, "results": results, "token": token}, request))


def measure(made: Any, client_of: Any, get: Any) -> list[tuple[str, float, float, float, str]]:
    """One row of the table."""
    client: Client = client_of(made.inspector1)
    few, many = _checklist(made, FEW), _checklist(made, LINES)
    url, floor = (reverse("inspection_conduct", args=[many.inspection.uid]), f"/floor/checklist/{many.pk}/")
    short = reverse("inspection_conduct", args=[few.inspection.uid])
    pair = cpu_pair(lambda _: get(client, url), lambda _: get(client, floor), RUNS)
    asked = [queries(lambda address=address: get(client, address)) for address in (short, url)]
    return [(f"checklist of {LINES} lines", *pair, ALLOWED, f"{asked[0]} queries with {FEW}, {asked[1]} with {LINES}")]


def _checklist(made: Any, count: int) -> Any:
    """A session in progress with so many lines: half of them answered, clauses with their demands, every type
    of question; each tenth with a file, a finding and an earlier nonconformity."""
    inspection = InspectionFactory(
        unit=made.division, raised_by_unit=made.department, edition=made.edition, lead=made.lead1, in_progress=True
    )
    TeamMemberFactory(inspection=inspection, user=made.inspector1)
    session = SessionFactory(inspection=inspection, unit=made.division)
    SessionInspectorFactory(session=session, user=made.inspector1)
    clauses = list(made.edition.clauses.filter(auditable=True))
    pattern = ChecklistLineFactory(session=session, clause=clauses[0], written_as="8.5.1")
    lines = [_line(made, pattern, clauses[number % len(clauses)], number) for number in range(count - 1)]
    lines = models.QuerySet(ChecklistLine).bulk_create(lines)
    for line in lines[::10]:
        ChecklistFileFactory(record=line)
        FindingFactory(inspection=inspection, line=line)
        save(line, origin="nonconformity", nonconformity=NonconformityFactory(unit=made.division))
    return session


def _line(made: Any, pattern: ChecklistLine, clause: Any, number: int) -> ChecklistLine:
    kind = TYPES[number % len(TYPES)] if number % 3 == 0 else QuestionType.CONFORMITY
    answered: dict[str, Any] = {}
    if number % 2 and kind == QuestionType.CONFORMITY:
        answered = {"result": "conforming", "note": "Đã xem hồ sơ.", "answered_by": made.inspector1}
        answered["answered_at"] = made.inspector1.date_joined
    return ChecklistLine(
        session_id=pattern.session_id, clause=clause, written_as=clause.number, position=number + 2,
        question_vi=f"Câu hỏi {number}: hồ sơ quá hạn được xử lý thế nào, ai quyết định và lưu ở đâu?",
        section=f"Phần {number // 25}", question_type=kind,
        choices=[{"label_vi": "Có", "conforms": True}, {"label_vi": "Một phần", "conforms": None}],
        **answered,
    )  # fmt: skip
