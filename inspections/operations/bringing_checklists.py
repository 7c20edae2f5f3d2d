"""Bringing a checklist in: its questions as a template, its answers as an inspection that was made elsewhere."""

from collections.abc import Sequence
from pathlib import PurePath
from typing import Any

from django.utils.translation import gettext as _

from inspections.enums import (
    FindingStatus,
    Grade,
    InspectionKind,
    InspectionStatus,
    LineOrigin,
    TemplateStatus,
)  # fmt: skip
from inspections.models import (
    ChecklistLine,
    ChecklistTemplate,
    Finding,
    FindingClause,
    Inspection,
    Session,
    SessionTemplate,
    TemplateQuestion,
    TemplateVersion,
)  # fmt: skip
from inspections.models.question import QUESTION_FIELDS
from inspections.operations.brought_in import bring_in_inspections, settle_brought_in_inspections
from inspections.operations.finding import record_findings
from inspections.operations.template import begin_version, draft_of, make_template, publish_version, version_in_force
from qms import clock
from qms.enums import ReferenceOrigin
from qms.history import bulk
from qms.history.recording import operation
from qms.importing.linking import ClauseFinder
from qms.importing.register_kind import Asked, PlannedRow

ASKED = ("section", "key", "clause_id", "written_as", "question_vi", "guidance", "max_score")


@operation("bring_in_checklist")
def bring_in_checklist(rows: Sequence[PlannedRow], asked: Asked, *, by: Any) -> TemplateVersion:
    """Make or bring up to date the template of the file's name, and the inspection that its answers tell of."""
    plans = [row.plan for row in rows]
    version = _version(plans, asked, by)
    if any(plan.result for plan in plans):
        _inspection(plans, version, asked, by)
    return version


def _title(asked: Asked) -> str:
    return (PurePath(asked.file_name).stem or asked.file_name or _("Checklist"))[:250]


def questions_from(plans: Sequence[Any]) -> list[TemplateQuestion]:
    """The questions of a file, in its order."""
    return [
        TemplateQuestion(
            section=plan.section, key=plan.key, clause_id=plan.clause_id, written_as=plan.number,
            question_vi=plan.question, guidance=plan.guidance, max_score=plan.max_score,
        )
        for plan in plans
    ]  # fmt: skip


def standing_template(asked: Asked) -> ChecklistTemplate | None:
    """The template of that unit which the file of this name became."""
    rows = ChecklistTemplate.objects.filter(unit=asked.unit, title_vi=_title(asked))
    return rows.exclude(status=TemplateStatus.WITHDRAWN).order_by("pk").first()


def _version(plans: Sequence[Any], asked: Asked, by: Any) -> TemplateVersion:
    questions = questions_from(plans)
    template = standing_template(asked)
    if template is None:
        edition = ClauseFinder(asked.edition)
        draft = ChecklistTemplate(
            unit=asked.unit, title_vi=_title(asked), edition_id=edition.editions.get(edition.default)
        )
        template = make_template(draft, by=by, questions=questions)
        return _publish(template, by, asked)
    standing = version_in_force(template)
    if standing is not None and same_questions(standing, questions):
        return standing
    _replace_questions(draft_of(template) or begin_version(template, by=by), questions)
    return _publish(template, by, asked)


def same_questions(version: TemplateVersion, questions: Sequence[TemplateQuestion]) -> bool:
    """Whether a version asks exactly these questions, in this order."""
    rows = version.questions.filter(ended_at=None).order_by("position")
    return [asked_of(row) for row in rows] == [asked_of(question) for question in questions]


def asked_of(question: TemplateQuestion) -> tuple[Any, ...]:
    """What of a question is compared when the file comes again."""
    return tuple(getattr(question, name) for name in ASKED)


def _replace_questions(draft: TemplateVersion, questions: list[TemplateQuestion]) -> None:
    standing = list(TemplateQuestion.objects.filter(template_version=draft, ended_at=None))
    for row in standing:
        row.ended_at = clock.now()
    bulk.update(standing, ["ended_at"])
    for place, question in enumerate(questions, 1):
        question.template_version, question.position = draft, place
    bulk.create(questions)


def _publish(template: ChecklistTemplate, by: Any, asked: Asked) -> TemplateVersion:
    draft = draft_of(template)
    assert draft is not None, "a template that was just written has a draft"
    return publish_version(draft, by=by, summary=_("Brought in from %(file)s.") % {"file": asked.file_name})


def _inspection(plans: Sequence[Any], version: TemplateVersion, asked: Asked, by: Any) -> None:
    standing = standing_inspection(asked, version.template_id)
    session = _session(asked, version, by) if standing is None else standing.sessions.get(ended_at=None)
    lines = _lines(session, version, plans, by)
    _findings(session, lines, plans, asked, by)
    settle_brought_in_inspections([session.inspection_id], by=by)


def standing_inspection(asked: Asked, template_id: int) -> Inspection | None:
    """The inspection that the answers of this file became."""
    rows = Inspection.objects.filter(unit=asked.unit, raised_by_unit=asked.unit, brought_in=True, ended_at=None)
    mine = rows.filter(source_file=asked.file_name[:200], external_ref="")
    return mine.filter(sessions__templates__template_version__template_id=template_id).order_by("pk").first()


def _session(asked: Asked, version: TemplateVersion, by: Any) -> Session:
    today = clock.today()
    draft = Inspection(
        kind=InspectionKind.INTERNAL, title=_title(asked), raised_by_unit=asked.unit, unit=asked.unit,
        edition_id=version.template.edition_id, status=InspectionStatus.CONCLUDED, starts_on=today, ends_on=today,
        brought_in=True, source_file=asked.file_name[:200],
    )  # fmt: skip
    (inspection,) = bring_in_inspections([draft], by=by)
    session = Session(inspection=inspection, unit=asked.unit, day=today, topic=_title(asked))
    session.save()
    SessionTemplate(session=session, template_version=version).save()
    return session


def _lines(session: Session, version: TemplateVersion, plans: Sequence[Any], by: Any) -> dict[str, ChecklistLine]:
    """One line for each question by its key; answers that the file gives now are written, others left."""
    standing = {line.key: line for line in session.lines.filter(ended_at=None)}
    questions = {question.key: question for question in version.questions.filter(ended_at=None)}
    fresh, changed = [], []
    for place, plan in enumerate(plans, 1):
        line = standing.get(plan.key)
        if line is None:
            copied = {name: getattr(questions[plan.key], name) for name in QUESTION_FIELDS}
            line = ChecklistLine(
                session=session,
                position=place,
                origin=LineOrigin.IMPORT,
                template_question=questions[plan.key],
                **copied,
            )
            _answer(line, plan, by)
            fresh.append(line)
        elif (line.result, line.note) != (plan.result, plan.note):
            _answer(line, plan, by)
            changed.append(line)
    bulk.create(fresh)
    bulk.update(changed, ["result", "note", "answered_by", "answered_at"])
    return standing | {line.key: line for line in fresh}


def _answer(line: ChecklistLine, plan: Any, by: Any) -> None:
    line.result, line.note = plan.result, plan.note
    if plan.result:
        line.answered_by, line.answered_at = by, clock.now()


def _findings(session: Session, lines: dict[str, ChecklistLine], plans: Sequence[Any], asked: Asked, by: Any) -> None:
    """A finding for each row that names a grade; one that stands follows the file while nobody has moved it here."""
    standing = {row.line_id: row for row in Finding.objects.filter(line__session=session, ended_at=None)}
    graded = [plan for plan in plans if plan.grade]
    fresh = [plan for plan in graded if lines[plan.key].pk not in standing]
    drafts = [_finding(session, lines[plan.key], plan, asked, by) for plan in fresh]
    record_findings(drafts, by=by, references=[_references(plan) for plan in fresh])
    changed = []
    for plan in graded:
        found = standing.get(lines[plan.key].pk)
        said = {"grade": plan.grade, "evidence": plan.note}
        if found is not None and not found.moved_here and any(getattr(found, k) != v for k, v in said.items()):
            found.grade, found.evidence = plan.grade, plan.note
            changed.append(found)
    bulk.update(changed, ["grade", "evidence"])


def _finding(session: Session, line: ChecklistLine, plan: Any, asked: Asked, by: Any) -> Finding:
    done = plan.grade in (Grade.CONFORMITY, Grade.GOOD_PRACTICE)
    return Finding(
        inspection=session.inspection, line=line, unit=session.unit, raised_by_unit=asked.unit, grade=plan.grade,
        requirement=plan.number, statement=plan.note or plan.question, evidence=plan.note,
        status=FindingStatus.CLOSED if done else FindingStatus.CONFIRMED, recorded_by=by, recorded_on=session.day,
        confirmed_on=session.day, brought_in=True, external_ref=plan.number[:120],
        source_file=asked.file_name[:200], source_row=plan.row.number, source_text=plan.source_text,
    )  # fmt: skip


def _references(plan: Any) -> list[FindingClause]:
    if not plan.clause_id and not plan.number:
        return []
    written = "" if plan.clause_id else plan.number
    return [FindingClause(clause_id=plan.clause_id, written_as=written, origin=ReferenceOrigin.IMPORT)]
