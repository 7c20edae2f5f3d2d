"""What of a checklist stands here already: a file that comes again changes only what it says anew."""

from collections.abc import Sequence

from inspections.models import ChecklistLine, Finding
from inspections.operations.bringing_checklists import asked_of, questions_from, standing_inspection, standing_template
from inspections.operations.template import version_in_force
from qms.importing.register_kind import Asked, PlannedRow

UNANSWERED = ("", "", "")


def meet_standing(rows: Sequence[PlannedRow], asked: Asked) -> None:
    """Unchanged, changed or new: by question, and by answer where the file was answered."""
    template = standing_template(asked)
    version = version_in_force(template) if template is not None else None
    if template is None or version is None:
        return
    questions = {row.key: asked_of(row) for row in version.questions.filter(ended_at=None)}
    answers = _answers(asked, template.pk)
    drafts = questions_from([row.plan for row in rows])
    for row, draft in zip(rows, drafts, strict=True):
        plan = row.plan
        if row.verdict == "reject" or plan.key not in questions:
            continue
        same_question = questions[plan.key] == asked_of(draft)
        said = (plan.result, plan.note, plan.grade) if plan.result else UNANSWERED
        same_answer = answers.get(plan.key, UNANSWERED) == said
        row.verdict = "unchanged" if same_question and same_answer else "update"


def _answers(asked: Asked, template_id: int) -> dict[str, tuple[str, str, str]]:
    """(result, note, grade) of each answered line of the inspection that this file became, by the question's key."""
    inspection = standing_inspection(asked, template_id)
    if inspection is None:
        return {}
    lines = ChecklistLine.objects.filter(session__inspection=inspection, ended_at=None).exclude(result="")
    grades = dict(Finding.objects.filter(line__in=lines, ended_at=None).values_list("line_id", "grade"))
    return {line.key: (line.result, line.note, grades.get(line.pk, "")) for line in lines}
