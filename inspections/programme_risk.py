"""How much a unit needs a visit: points from what is known of it, each with its reason in words (9.2.2 a)."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from qms.policy import Text

MONTH = 30  # days
NEW = 365  # days for which a unit counts as new


@dataclass(frozen=True)
class Weight:
    """Points for each one of something, and the most that it may bring: one bad area does not hide the others."""

    each: float
    most: float


WEIGHTS: dict[str, Weight] = {
    "open_major": Weight(30, 90),
    "open_minor": Weight(8, 40),
    "overdue": Weight(10, 40),
    "last_major": Weight(20, 40),
    "last_minor": Weight(5, 25),
    "changed_issue": Weight(4, 20),
    "new_unit": Weight(25, 25),
    "never": Weight(40, 40),
    "month_since": Weight(2, 48),
    "uncovered": Weight(30, 30),
}
"""The whole of the weighing; nothing else adds to a score.

open_major, open_minor: nonconformities of the unit that are neither closed nor withdrawn. overdue: those of them past
their day, on top. last_major, last_minor: findings of its last concluded inspection of the programme's kind.
changed_issue: its documents of which an issue came into force since then (in the cycle, where there was none).
new_unit: it exists for less than a year. never: no concluded inspection of this kind. month_since: months since the
last one. uncovered: the share, 0 to 1, of the auditable clauses that no concluded inspection of the cycle asked there.
"""

WEIGHT_NAMES: dict[str, Text] = {
    "open_major": gettext_lazy("Open major"),
    "open_minor": gettext_lazy("Open minor"),
    "overdue": gettext_lazy("Overdue nonconformity, on top"),
    "last_major": gettext_lazy("Major of the last inspection"),
    "last_minor": gettext_lazy("Minor of the last inspection"),
    "changed_issue": gettext_lazy("Document changed since the last inspection"),
    "new_unit": gettext_lazy("Unit younger than a year"),
    "never": gettext_lazy("Unit never inspected"),
    "month_since": gettext_lazy("Month since the last inspection"),
    "uncovered": gettext_lazy("All clauses not covered in the cycle (part of them: its share)"),
}
"""What the page calls each weight."""


@dataclass(frozen=True)
class UnitFacts:
    """What is known of one unit on the day of the proposal."""

    open_majors: int = 0
    open_minors: int = 0
    overdue: int = 0
    last_on: dt.date | None = None
    last_majors: int = 0
    last_minors: int = 0
    changed_issues: int = 0
    is_new: bool = False
    clauses: int = 0
    uncovered: int = 0


@dataclass(frozen=True)
class Reason:
    """One part of a score."""

    name: str
    amount: float
    points: float
    text: Text


def reasons_for(facts: UnitFacts, day: dt.date) -> list[Reason]:
    """What adds to the unit's score, the heaviest first."""
    months = 0 if facts.last_on is None else max((day - facts.last_on).days // MONTH, 0)
    amounts = {
        "open_major": facts.open_majors,
        "open_minor": facts.open_minors,
        "overdue": facts.overdue,
        "last_major": facts.last_majors,
        "last_minor": facts.last_minors,
        "changed_issue": facts.changed_issues,
        "new_unit": int(facts.is_new),
        "never": int(facts.last_on is None),
        "month_since": months,
        "uncovered": facts.uncovered / facts.clauses if facts.clauses else 0,
    }
    made = [Reason(name, one, points(name, one), _words(name, one, facts)) for name, one in amounts.items() if one]
    return sorted(made, key=lambda reason: -reason.points)


def points(name: str, amount: float) -> float:
    """Points for so much of something."""
    weight = WEIGHTS[name]
    return min(weight.each * amount, weight.most)


def score_of(reasons: Sequence[Reason]) -> int:
    """The score: the sum of the points, whole."""
    return round(sum(reason.points for reason in reasons))


def _words(name: str, amount: float, facts: UnitFacts) -> Text:
    if name == "new_unit":
        return _("The unit is new")
    if name == "never":
        return _("Never inspected")
    if name == "uncovered":
        values = {"missing": facts.uncovered, "all": facts.clauses}
        return _("%(missing)d of %(all)d clauses not covered in the cycle") % values
    return _counted(name, int(amount)) % {"number": amount}


def _counted(name: str, amount: int) -> str:
    return {
        "open_major": ngettext("%(number)d open major", "%(number)d open majors", amount),
        "open_minor": ngettext("%(number)d open minor", "%(number)d open minors", amount),
        "overdue": ngettext("%(number)d of them overdue", "%(number)d of them overdue", amount),
        "last_major": ngettext("%(number)d major last time", "%(number)d majors last time", amount),
        "last_minor": ngettext("%(number)d minor last time", "%(number)d minors last time", amount),
        "changed_issue": ngettext("%(number)d document changed since", "%(number)d documents changed since", amount),
        "month_since": ngettext(
            "%(number)d month since the last inspection", "%(number)d months since the last inspection", amount
        ),
    }[name]


def spread(count: int, months: Sequence[int]) -> list[int]:
    """A month for each of `count` visits, evenly over `months`; the first in the list come first in the year."""
    return [months[place * len(months) // count] for place in range(count)]


def remaining_months(year: int, today: dt.date) -> list[int]:
    """The months of the year that a visit can still be given notice for: from next month, December at the least."""
    if year != today.year:
        return list(range(1, 13))
    return list(range(min(today.month + 1, 12), 13))
