"""Reading templates: which versions a person sees, their questions in sections, and what changed between two."""

from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from django.utils.formats import localize

from inspections.answer_words import limits_in_words
from inspections.enums import QuestionType, TemplateStatus
from inspections.models import ChecklistTemplate, TemplateQuestion, TemplateVersion
from inspections.question_answers import answers_in_words, choice_label

PUBLISHED = (TemplateStatus.IN_FORCE, TemplateStatus.SUPERSEDED)
COMPARED = (
    "section", "question_vi", "question_en", "question_type", "choices", "conforms_when_no", "least", "most",
    "measure", "clause", "written_as", "guidance", "shown_after", "shown_when", "evidence_when", "max_score",
)  # fmt: skip


def seen_versions(template: ChecklistTemplate, user: Any) -> list[TemplateVersion]:
    """Newest first: its own side sees all, units below what was published."""
    rows = template.versions.select_related("published_by").order_by("-number")
    if user.is_system or template.lies_on_side_of(user):
        return list(rows)
    return list(rows.filter(status__in=PUBLISHED))


def usual_version(versions: list[TemplateVersion]) -> TemplateVersion | None:
    """The one in force, else the newest."""
    in_force = next((one for one in versions if one.status == TemplateStatus.IN_FORCE), None)
    return in_force or (versions[0] if versions else None)


@dataclass
class Shown:
    """A question as pages show it."""

    question: TemplateQuestion
    place: int
    choices: list[tuple[str, bool | None]]
    after: TemplateQuestion | None = None
    after_place: int = 0
    when: list[str] = field(default_factory=list)
    evidence: list[str] = field(default_factory=list)
    first: bool = False
    last: bool = False

    @property
    def limits(self) -> str:
        """Between what and what a number conforms."""
        return limits_in_words(self.question)


def shown_questions(version: TemplateVersion) -> list[Shown]:
    """The version's questions in their order, conditions in words."""
    rows = version.questions.filter(ended_at=None).select_related("clause").order_by("position", "pk")
    shown: list[Shown] = []
    by_key: dict[str, Shown] = {}
    for place, question in enumerate(rows, 1):
        after = by_key.get(question.shown_after)
        one = Shown(question, place, [(choice_label(choice), choice.get("conforms")) for choice in question.choices])
        if after is not None:
            one.after, one.after_place = after.question, after.place
            one.when = answers_in_words(after.question, question.shown_when)
        one.evidence = answers_in_words(question, question.evidence_when)
        by_key[question.key] = one
        shown.append(one)
    return shown


def sections_of(shown: list[Shown]) -> list[dict[str, Any]]:
    """Consecutive questions of one section; each knows whether it stands at its edge."""
    sections = []
    for name, group in groupby(shown, key=lambda one: one.question.section):
        listed = list(group)
        listed[0].first, listed[-1].last = True, True
        sections.append({"name": name, "questions": listed, "score": score_in(listed)})
    for place, section in enumerate(sections, 1):
        section |= {"place": place, "first": place == 1, "last": place == len(sections)}
    return sections


def score_in(shown: list[Shown]) -> Any:
    """The sum of maximum scores, None where nothing is scored."""
    scores = [one.question.max_score for one in shown if one.question.max_score is not None]
    return sum(scores) if scores else None


@dataclass
class Difference:
    """What two versions differ in."""

    added: list[TemplateQuestion]
    removed: list[TemplateQuestion]
    changed: list[tuple[TemplateQuestion, list[tuple[str, str, str]]]]

    @property
    def is_empty(self) -> bool:
        """Whether they ask the same."""
        return not (self.added or self.removed or self.changed)


def compare_versions(old: TemplateVersion, new: TemplateVersion) -> Difference:
    """Questions matched by key: added, removed, and changed with (field, before, after)."""
    before, after = _by_key(old), _by_key(new)
    changed = []
    for key in after:
        if key in before and (rows := _changes(before[key], after[key], before, after)):
            changed.append((after[key], rows))
    return Difference(
        [row for key, row in after.items() if key not in before],
        [row for key, row in before.items() if key not in after],
        changed,
    )


def _by_key(version: TemplateVersion) -> dict[str, TemplateQuestion]:
    rows = version.questions.filter(ended_at=None).select_related("clause").order_by("position", "pk")
    return {row.key: row for row in rows}


def _changes(old: Any, new: Any, before: dict[str, Any], after: dict[str, Any]) -> list[tuple[str, str, str]]:
    rows = []
    for name in COMPARED:
        if getattr(old, f"{name}_id", getattr(old, name)) != getattr(new, f"{name}_id", getattr(new, name)):
            column: Any = TemplateQuestion._meta.get_field(name)
            rows.append((str(column.verbose_name), _spoken(old, name, before), _spoken(new, name, after)))
    return rows


def _spoken(question: TemplateQuestion, name: str, by_key: dict[str, TemplateQuestion]) -> str:
    value = getattr(question, name)
    asked_after = by_key.get(question.shown_after)
    if name == "question_type":
        return str(QuestionType(value).label)
    if name == "choices":
        return "; ".join(choice_label(choice) for choice in value)
    if name == "shown_after":
        return str(asked_after or "")
    if name == "shown_when":
        return ", ".join(answers_in_words(asked_after, value) if asked_after else value)
    if name == "evidence_when":
        return ", ".join(answers_in_words(question, value))
    if value is None or isinstance(value, bool):
        return "" if value is None else ("✓" if value else "–")
    return str(localize(value))
