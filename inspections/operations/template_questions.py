"""The questions of a draft version: added, changed, moved, taken out. Their keys are given here."""

import re
from typing import Any

from django.utils.translation import gettext as _

from inspections.enums import TemplateStatus
from inspections.models import TemplateQuestion, TemplateVersion
from inspections.question_faults import faults_of
from qms import clock, policy
from qms.history import bulk
from qms.history.recording import operation
from qms.workflow import StepRefused, check_version

NUMBERED = re.compile(r"^q(\d+)$")


@operation("write_question")
def write_question(question: TemplateQuestion, *, by: Any) -> TemplateQuestion:
    """Add or change a question of a draft. A new one, or one whose section changed, goes to its section's end."""
    version = _open_draft(question.template_version, by)
    question.section = question.section.strip()
    ordered, place = placed(question)
    question.position = place + 1
    _require_fit(question, ordered)
    question.key = question.key or _next_key(version)
    question.save()
    _renumber(ordered)
    return question


@operation("move_question")
def move_question(question: TemplateQuestion, *, by: Any, up: bool) -> TemplateQuestion:
    """Exchange a question with the one before or after it in its section."""
    ordered = questions_of(_open_draft(question.template_version, by))
    place = next(index for index, one in enumerate(ordered) if one.pk == question.pk)
    other = place - 1 if up else place + 1
    if not 0 <= other < len(ordered) or ordered[other].section != ordered[place].section:
        raise StepRefused([_("The question stands at the edge of its section; change its section to move it on.")])
    ordered[place], ordered[other] = ordered[other], ordered[place]
    _require_conditions(ordered)
    _renumber(ordered)
    return ordered[other]


@operation("move_section")
def move_section(version: TemplateVersion, *, by: Any, section: str, up: bool) -> None:
    """Exchange a whole section with the one before or after it."""
    ordered = questions_of(_open_draft(version, by))
    names = list(dict.fromkeys(one.section for one in ordered))
    place = names.index(section) if section in names else -1
    other = place - 1 if up else place + 1
    if place < 0 or not 0 <= other < len(names):
        raise StepRefused([_("The section stands at the edge already.")])
    names[place], names[other] = names[other], names[place]
    ordered.sort(key=lambda one: names.index(one.section))
    _require_conditions(ordered)
    _renumber(ordered)


@operation("drop_question")
def drop_question(question: TemplateQuestion, *, by: Any, version: int | None = None) -> TemplateQuestion:
    """Take a question out of a draft; the row ends, it does not vanish."""
    draft = _open_draft(question.template_version, by)
    question = TemplateQuestion.objects.locked().get(pk=question.pk)
    check_version(question, version)
    later = draft.questions.filter(ended_at=None, shown_after=question.key).order_by("position").first()
    if later is not None:
        raise StepRefused(
            [_("“%(question)s” is asked only after it: change that one first.") % {"question": later.question}]
        )
    question.ended_at = clock.now()
    question.save()
    _renumber(questions_of(draft))
    return question


def questions_of(version: TemplateVersion) -> list[TemplateQuestion]:
    """The standing questions in their order."""
    return list(version.questions.filter(ended_at=None).select_related("clause").order_by("position", "pk"))


def placed(question: TemplateQuestion) -> tuple[list[TemplateQuestion], int]:
    """The draft's questions with this one among them where it goes, and its place from 0."""
    standing = questions_of(question.template_version)
    was = next((one for one in standing if one.pk == question.pk), None)
    others = [one for one in standing if one.pk != question.pk]
    stays = was is not None and was.section == question.section
    place = standing.index(was) if was is not None and stays else _end_of_section(others, question)
    return [*others[:place], question, *others[place:]], place


def _open_draft(version: TemplateVersion, by: Any) -> TemplateVersion:
    policy.require(by, "inspections.write_template", version)
    locked = TemplateVersion.objects.locked().get(pk=version.pk)
    if locked.status != TemplateStatus.DRAFT:
        raise StepRefused([_("A version that was published never changes: begin a new version.")])
    return locked


def _end_of_section(others: list[TemplateQuestion], question: TemplateQuestion) -> int:
    places = [index for index, one in enumerate(others, 1) if one.section == question.section]
    return places[-1] if places else len(others)


def _next_key(version: TemplateVersion) -> str:
    """A key that no question of the template ever had: a later version's new question is no earlier one."""
    keys = TemplateQuestion.objects.filter(template_version__template=version.template_id)
    used = [int(found[1]) for key in keys.values_list("key", flat=True).distinct() if (found := NUMBERED.match(key))]
    return f"q{max(used, default=0) + 1}"


def _require_fit(question: TemplateQuestion, ordered: list[TemplateQuestion]) -> None:
    faults = [fault for _field, fault in faults_of(question, ordered[: question.position - 1])]
    if faults:
        raise StepRefused(faults)
    _require_conditions(ordered)


def _require_conditions(ordered: list[TemplateQuestion]) -> None:
    """No question may come before the one after whose answer it is asked."""
    seen: set[str] = set()
    for one in ordered:
        if one.shown_after and one.shown_after not in seen:
            raise StepRefused(
                [_("“%(question)s” would come before the question after which it is asked.") % {"question": one}]
            )
        seen.add(one.key)


def _renumber(ordered: list[TemplateQuestion]) -> None:
    stored = dict(TemplateQuestion.objects.filter(pk__in=[one.pk for one in ordered]).values_list("pk", "position"))
    moved = []
    for place, one in enumerate(ordered, 1):
        one.position = place
        if stored[one.pk] != place:
            moved.append(one)
    bulk.update(moved, ["position"])
