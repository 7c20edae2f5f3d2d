"""What checklists are made from: clauses, steps of documents, templates; read as drafts for all sessions at once.

Each draft has a key that names its source, so that a checklist made again knows what it has. A template's keys get its
version before them, and so do the conditions that name them.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from inspections.enums import LineOrigin
from inspections.models import ChecklistLine, Session, SessionClause, SessionDocument, SessionTemplate, TemplateQuestion
from inspections.models.question import QUESTION_FIELDS
from qms import clock
from qms.models.documents import Issue
from qms.models.standards import Clause
from qms.policy import Text
from qms.step_tables import WorkStep, work_steps

Drafts = dict[int, list[ChecklistLine]]
"""Lines to be, by the key of their session."""


def in_both(say: Callable[[], Text]) -> dict[str, str]:
    """A sentence of ours as a question in Vietnamese and in English."""
    said = {}
    for language in ("vi", "en"):
        with translation.override(language):
            said[f"question_{language}"] = str(say())
    return said


def in_vietnamese(say: Callable[[], Text]) -> str:
    """A heading or hint of ours as it is stored."""
    with translation.override("vi"):
        return str(say())


def from_clauses(sessions: Sequence[Session]) -> Drafts:
    """One line for each auditable clause at or below those that a session cites."""
    cited = SessionClause.objects.filter(record__in=sessions, ended_at=None, clause__isnull=False)
    numbers: dict[int, set[tuple[int, str]]] = defaultdict(set)
    for session_id, edition_id, number in cited.values_list("record_id", "clause__edition_id", "clause__number"):
        numbers[session_id].add((edition_id, number))
    editions = {edition_id for found in numbers.values() for edition_id, _number in found}
    if not editions:
        return {}
    clauses = list(Clause.objects.filter(edition_id__in=editions).order_by("edition_id", "position"))
    tops = {(clause.edition_id, clause.number): clause for clause in clauses if "." not in clause.number}
    auditable = [clause for clause in clauses if clause.auditable]
    return {
        session_id: [_clause_line(clause, tops) for clause in auditable if covered(clause, found)]
        for session_id, found in numbers.items()
    }


def covered(clause: Clause, numbers: set[tuple[int, str]]) -> bool:
    """Whether the clause or one above it is among those of that edition and number."""
    parts = clause.number.split(".")
    ancestors = {".".join(parts[:length]) for length in range(1, len(parts) + 1)}
    return any((clause.edition_id, number) in numbers for number in ancestors)


def _clause_line(clause: Clause, tops: dict[tuple[int, str], Clause]) -> ChecklistLine:
    top = tops.get((clause.edition_id, clause.number.partition(".")[0]))
    return ChecklistLine(
        origin=LineOrigin.CLAUSE,
        key=f"c{clause.pk}",
        section=f"{top.number} {top.title_vi or top.title_en}".strip()[:150] if top else "",
        clause=clause,
        question_vi=clause.question_vi or clause.title_vi or clause.title_en,
        question_en=clause.question_en or clause.title_en,
        max_score=clause.max_score,
    )


def from_documents(sessions: Sequence[Session]) -> Drafts:
    """One line for each step of the documents' issues in force, where the session asks for them."""
    asking = [session for session in sessions if session.asks_document_steps]
    if not asking:
        return {}
    rows = SessionDocument.objects.filter(session__in=asking, ended_at=None).order_by("pk")
    cited = list(rows.values_list("session_id", "document_id"))
    issues = Issue.objects.effective_on(clock.today()).filter(document_id__in={key for _session, key in cited})
    steps = {
        issue.document_id: (issue, work_steps(issue))
        for issue in issues.select_related("document").defer("body_html", "body_text", "search_text")
    }
    drafts: Drafts = defaultdict(list)
    for session_id, document_id in cited:
        if document_id in steps:
            issue, listed = steps[document_id]
            drafts[session_id] += [_step_line(issue, step) for step in listed]
    return drafts


def _step_line(issue: Issue, step: WorkStep) -> ChecklistLine:
    return ChecklistLine(
        origin=LineOrigin.DOCUMENT,
        key=f"d{issue.pk}-{step.place}",
        section=in_vietnamese(lambda: str(issue.document))[:150],
        issue=issue,
        written_as=f"{issue.document.number} ({issue.numbers})"[:80],
        guidance=in_vietnamese(lambda: step_guidance(step)),
        **in_both(lambda: _("Step %(number)d: %(what)s") % {"number": step.number, "what": step.what}),
    )


def step_guidance(step: WorkStep) -> str:
    """Whether it is done by whom, in which time and with which form: as far as the document says."""
    asked = [_("Is it done as it is written?")]
    if step.responsible:
        asked.append(_("By whom: %(responsible)s.") % {"responsible": step.responsible})
    if step.duration:
        named = {"duration": step.duration.replace(".", ",").removesuffix(",0")}
        hours = step.duration_unit == "hour"
        asked.append(
            (_("Within %(duration)s working hours.") if hours else _("Within %(duration)s working days.")) % named
        )
    if step.result:
        asked.append(_("With: %(result)s.") % {"result": step.result})
    return "\n".join(asked)


def from_templates(sessions: Sequence[Session]) -> Drafts:
    """The questions of the template versions that the sessions take, with all that they ask for."""
    rows = SessionTemplate.objects.filter(session__in=sessions, ended_at=None).order_by("pk")
    taken = list(rows.values_list("session_id", "template_version_id"))
    questions: dict[int, list[TemplateQuestion]] = defaultdict(list)
    versions = {version for _session, version in taken}
    for question in TemplateQuestion.objects.filter(template_version__in=versions, ended_at=None).order_by("position"):
        questions[question.template_version_id].append(question)
    drafts: Drafts = defaultdict(list)
    for session_id, version_id in taken:
        drafts[session_id] += [_template_line(question) for question in questions[version_id]]
    return drafts


def _template_line(question: TemplateQuestion) -> ChecklistLine:
    prefix = f"t{question.template_version_id}-"
    values = taken_over(question)
    values |= {"key": f"{prefix}{question.key}"}
    values |= {"shown_after": f"{prefix}{question.shown_after}" if question.shown_after else ""}
    return ChecklistLine(origin=LineOrigin.TEMPLATE, template_question=question, **values)


def taken_over(question: Any) -> dict[str, Any]:
    """What a line takes over from another question; the clause by its key, which needs no query."""
    values = {name: getattr(question, name) for name in QUESTION_FIELDS if name != "clause"}
    return values | {"clause_id": question.clause_id}


def joined(found: Iterable[Drafts]) -> Drafts:
    """The drafts of several sources, in their order; a key that came before is not asked twice."""
    drafts: Drafts = defaultdict(list)
    seen: dict[int, set[str]] = defaultdict(set)
    for source in found:
        for session_id, lines in source.items():
            fresh = [line for line in lines if line.key not in seen[session_id]]
            drafts[session_id] += fresh
            seen[session_id] |= {line.key for line in fresh}
    return drafts
