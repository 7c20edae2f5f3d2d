"""The plan of a nonconformity as a story: for each round its causes, their actions, and how the round ended."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from inspections.enums import NonconformityStatus
from inspections.models import Cause, CorrectiveAction, EffectCheck, Nonconformity
from inspections.nonconformity_phrases import chain_in_words
from inspections.refused_causes import refusals_of
from qms.enums import ActionStatus
from qms.history.timeline import may_hang_on

PLANNING = (NonconformityStatus.CONTAINED, NonconformityStatus.PLAN_PROPOSED)
"""While a plan is made a refused cause may stand in it; an approved one has none."""

ENDINGS = ("nonconformity.not_effective", "nonconformity.reopen")


@dataclass
class PlannedAction:
    """An action with the row that ties it to its cause."""

    link: Any
    action: Any

    @property
    def is_cancelled(self) -> bool:
        """Whether it was taken out."""
        return self.action.status == ActionStatus.CANCELLED


@dataclass
class CauseTold:
    """A cause with its whys or branches and its actions. `refused`: the history row that sent it back, or None."""

    cause: Any
    chain: list[tuple[str, str]]
    actions: list[PlannedAction] = field(default_factory=list)
    refused: Any = None


@dataclass
class Round:
    """One round of causes and actions. `ended`: the history row that began the next one, or None."""

    number: int
    causes: list[CauseTold] = field(default_factory=list)
    loose: list[PlannedAction] = field(default_factory=list)
    ended: Any = None
    checks: list[Any] = field(default_factory=list)

    @property
    def planned(self) -> list[PlannedAction]:
        """Every action of the round, cancelled ones too."""
        return [one for told in self.causes for one in told.actions] + self.loose


def rounds_of(nonconformity: Nonconformity, as_of: dt.date | None = None) -> list[Round]:
    """Every round, the first one first; as it had been recorded by the end of a day when one is given."""
    rounds = {number: Round(number) for number in range(1, nonconformity.loop + 1)}
    causes = {}
    planning = as_of is None and nonconformity.status in PLANNING
    refused = refusals_of(nonconformity.pk) if planning else {}
    for cause in _causes(nonconformity):
        causes[cause.pk] = CauseTold(cause, chain_in_words(cause.chain), refused=refused.get(cause.pk))
        rounds.setdefault(cause.loop, Round(cause.loop)).causes.append(causes[cause.pk])
    for planned in _actions(nonconformity):
        told = causes.get(planned.link.cause_id)
        home = told.actions if told else rounds.setdefault(planned.link.loop, Round(planned.link.loop)).loose
        home.append(planned)
    for row in _endings(nonconformity) if len(rounds) > 1 else ():
        if row.loop - 1 in rounds:
            rounds[row.loop - 1].ended = row
    for check in _checks(nonconformity):
        rounds.setdefault(check.loop, Round(check.loop)).checks.append(check)
    return [rounds[number] for number in sorted(rounds)]


def _causes(nonconformity: Nonconformity) -> Iterable[Any]:
    if not may_hang_on(nonconformity, Cause):
        return ()
    return nonconformity.causes.filter(ended_at=None).select_related("author", "confirmed_by", "category")


def _actions(nonconformity: Nonconformity) -> list[PlannedAction]:
    if not may_hang_on(nonconformity, CorrectiveAction):
        return []
    links = nonconformity.corrective_actions.select_related("action__owner", "action__verified_by")
    return [PlannedAction(link, link.action) for link in links]


def _checks(nonconformity: Nonconformity) -> Iterable[Any]:
    if not may_hang_on(nonconformity, EffectCheck):
        return ()
    return nonconformity.effect_checks.select_related("judged_by")


def _endings(nonconformity: Nonconformity) -> Any:
    rows = Nonconformity.history.filter(id=nonconformity.pk, operation__in=ENDINGS, loop__lte=nonconformity.loop)
    return rows.select_related("history_user").defer("chain_text").order_by("history_id")
