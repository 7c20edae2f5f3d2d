"""Until when a record is kept: the longest of the rules that fit it, computed by the database and for a page."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q

from qms.evidence_enums import RetentionStart
from qms.models.retention import RetentionRule
from qms.registry import RetainedKind

DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Kept:
    """Until when by which rule; `until` None: for good, or the record has not come to its end yet."""

    rule: RetentionRule
    until: dt.date | None

    @property
    def for_good(self) -> bool:
        """Whether it is never disposed of."""
        return self.rule.years is None

    def is_past(self, day: dt.date) -> bool:
        """Whether the period is over on the day."""
        return self.until is not None and self.until < day


def years_after(day: dt.date, years: int) -> dt.date:
    """The same day so many years later; 29 February becomes 1 March."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return dt.date(day.year + years, 3, 1)


def until(rule: RetentionRule, ended_on: dt.date | None, recorded_on: dt.date | None) -> dt.date | None:
    """The last day on which the rule keeps a record."""
    start = recorded_on if rule.counted_from == RetentionStart.RECORDED else ended_on
    if start is None or rule.years is None:
        return None
    if rule.counted_from == RetentionStart.YEAR_END:
        start = dt.date(start.year, 12, 31)
    return years_after(start, rule.years)


def last_start_past(years: int, today: dt.date) -> dt.date:
    """The first day from which a period of so many years is not over yet: what began before it is past."""
    first = years_after(today, -years)
    while years_after(first - DAY, years) >= today:
        first -= DAY
    return first


def past_q(rule: RetentionRule, today: dt.date) -> Q:
    """The period of the rule is over, for rows with `ended_day` and `recorded_day`."""
    if rule.years is None:
        return Q(pk__in=[])
    if rule.counted_from == RetentionStart.YEAR_END:
        return Q(ended_day__lt=dt.date(today.year - rule.years, 1, 1))
    column = "recorded_day" if rule.counted_from == RetentionStart.RECORDED else "ended_day"
    return Q(**{f"{column}__lt": last_start_past(rule.years, today)})


def citing(kind: RetainedKind, rule: RetentionRule) -> Any:
    """The standing references of the kind to the rule's clause or one below it."""
    model, _column = kind.clauses  # type: ignore[misc]  # rules with a clause are made for kinds that cite
    clause: Any = rule.clause
    below = Q(clause__edition_id=clause.edition_id, clause__number__startswith=f"{clause.number}.")
    return model.objects.filter(Q(clause_id=clause.pk) | below, ended_at=None).order_by()


def due_q(kind: RetainedKind, rules: Sequence[RetentionRule], today: dt.date) -> Q:
    """Records of the kind that came to their end, under a rule, and past every rule that fits them."""
    fits, past = Q(pk__in=[]), Q()
    for rule in rules:
        if rule.clause_id is None:
            fits, past = Q(), past & past_q(rule, today)
        elif kind.clauses is not None:
            cites = Q(Exists(citing(kind, rule).filter(record_id=OuterRef(kind.clauses[1]))))
            fits, past = (fits | cites if fits else fits), past & (past_q(rule, today) | ~cites)
    return kind.closed() & fits & past


def kept_by(kind: RetainedKind, rules: Sequence[RetentionRule], rows: Iterable[Any]) -> dict[int, Kept]:
    """For each row of `due.rows_of` the longest rule that fits; one query for each clause."""
    listed = list(rows)
    found: dict[int, Kept] = {}
    for rule in rules:
        cited = _cited(kind, rule, listed)
        for row in listed:
            if cited is not None and getattr(row, kind.clauses[1]) not in cited:  # type: ignore[index]
                continue
            ended = row.ended_day if row.is_closed else None
            _keep_longest(found, row.pk, Kept(rule, until(rule, ended, row.recorded_day)))
    return found


def _cited(kind: RetainedKind, rule: RetentionRule, rows: Sequence[Any]) -> set[Any] | None:
    if rule.clause_id is None:
        return None
    if kind.clauses is None:
        return set()
    keys = {getattr(row, kind.clauses[1]) for row in rows}
    return set(citing(kind, rule).filter(record_id__in=keys).values_list("record_id", flat=True))


def _keep_longest(found: dict[int, Kept], key: int, kept: Kept) -> None:
    before = found.get(key)
    if before is None or _length(kept) > _length(before):
        found[key] = kept


def _length(kept: Kept) -> tuple[bool, bool, dt.date, int]:
    """For good is longest; a record without an end yet has no day, then the years decide."""
    open_one = kept.until is None
    return (kept.for_good, open_one, kept.until or dt.date.min, kept.rule.years or 0)
