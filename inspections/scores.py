"""Scores of checklists whose template gives maximum scores: what was reached, of what, by unit; and the ranking."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from inspections.asking import asked_lines, score_of
from inspections.enums import AnswerResult, InspectionStatus
from inspections.models import ChecklistLine, ChecklistTemplate, Inspection, TemplateVersion
from inspections.parts_seen import of_part, units_seen
from qms.models.organisation import Unit

FINAL = (InspectionStatus.CONCLUDED, InspectionStatus.CLOSED)
READ = (
    "key", "shown_after", "shown_when", "result", "value", "score", "max_score", "question_type",
    "template_question_id", "position",
)  # fmt: skip


@dataclass
class Score:
    """What a unit reached in one inspection by one version of a template."""

    inspection_id: int
    unit_id: int
    version_id: int
    reached: Decimal = Decimal(0)
    most: Decimal = Decimal(0)
    answered: int = 0
    asked: int = 0
    inspection: Any = None
    unit: Any = None
    version: Any = None
    rank: int = 0

    @property
    def share(self) -> Decimal | None:
        """The part reached, from 0 to 1; None where nothing was asked that scores."""
        return self.reached / self.most if self.most else None

    @property
    def percent(self) -> Decimal | None:
        """The share in per cent with two places, as rankings print it."""
        return None if self.share is None else (self.share * 100).quantize(Decimal("0.01"))

    @property
    def is_complete(self) -> bool:
        """Whether every question that scores was answered."""
        return self.answered == self.asked


def scores_of(inspections: Any, template: ChecklistTemplate | None = None) -> list[Score]:
    """A score for each inspection (keys, or a query for them), unit and version of a template with maximum scores.

    Questions that were not asked, because of an earlier answer, or do not apply count for nothing; a question that
    was asked and not answered or not examined counts in full against the unit. Three queries, however many.
    """
    rows = ChecklistLine.objects.filter(
        session__inspection__in=inspections, session__ended_at=None, ended_at=None, template_question__isnull=False
    )
    if template is not None:
        rows = rows.filter(template_question__template_version__template=template)
    rows = rows.order_by("session_id", "position", "pk").select_related("session", "template_question")
    rows = rows.only(*READ, "session__inspection_id", "session__unit_id", "template_question__template_version_id")
    by_session: dict[int, list[ChecklistLine]] = defaultdict(list)
    for line in rows:
        by_session[line.session_id].append(line)
    found: dict[tuple[int, int, int], Score] = {}
    for lines in by_session.values():
        _add_session(found, lines)
    return [score for score in found.values() if score.most]


def _add_session(found: dict[tuple[int, int, int], Score], lines: list[ChecklistLine]) -> None:
    for line in asked_lines(lines):
        if line.max_score is None or line.result == AnswerResult.NOT_APPLICABLE:
            continue
        place = (line.session.inspection_id, line.session.unit_id, line.template_question.template_version_id)
        score = found.setdefault(place, Score(*place))
        score.most += line.max_score
        score.asked += 1
        score.answered += bool(line.result)
        score.reached += _reached(line)


def _reached(line: ChecklistLine) -> Decimal:
    """The score given, else what the answer earns by itself."""
    given = line.score if line.score is not None else score_of(line, line.result, line.value)
    return given or Decimal(0)


def ranking(user: Any, template: ChecklistTemplate, year: int) -> list[Score]:
    """Units by what they reached in their last concluded inspection of the year, within the person's reach.

    Equal shares have the same rank, and the ranks after them are passed over: 1, 2, 2, 4.
    """
    seen = Inspection.objects.visible_to(user).filter(status__in=FINAL, starts_on__year=year)
    rows = scores_of(seen.values("pk"), template)
    _name(rows)
    latest: dict[int, Score] = {}
    for score in sorted(rows, key=lambda one: (one.inspection.starts_on, one.inspection_id, one.version_id)):
        latest[score.unit_id] = score
    ordered = sorted(latest.values(), key=lambda one: (-(one.percent or 0), one.unit.sort_key))
    for place, score in enumerate(ordered, 1):
        same = place > 1 and ordered[place - 2].percent == score.percent
        score.rank = ordered[place - 2].rank if same else place
    return ordered


def years_of(user: Any, template: ChecklistTemplate) -> list[int]:
    """Years with a concluded inspection by the template within reach, newest first."""
    seen = Inspection.objects.visible_to(user).filter(status__in=FINAL)
    used = ChecklistLine.objects.filter(template_question__template_version__template=template, ended_at=None)
    days = seen.filter(pk__in=used.values("session__inspection_id")).dates("starts_on", "year", order="DESC")
    return [day.year for day in days]


def _name(rows: list[Score]) -> None:
    """Fetch what the rows name, one query for each kind of record."""
    inspections = Inspection.objects.in_bulk({row.inspection_id for row in rows})
    units = Unit.objects.in_bulk({row.unit_id for row in rows})
    versions = TemplateVersion.objects.select_related("template").in_bulk({row.version_id for row in rows})
    for row in rows:
        row.inspection, row.unit = inspections[row.inspection_id], units[row.unit_id]
        row.version = versions[row.version_id]


def scores_shown(inspection: Inspection, user: Any) -> list[Score]:
    """The scores of an inspection, as far as the person sees its parts."""
    rows = of_part(scores_of([inspection.pk]), units_seen(inspection, user))
    _name(rows)
    return sorted(rows, key=lambda one: (one.version.template.number, -(one.percent or 0), one.unit.sort_key))
