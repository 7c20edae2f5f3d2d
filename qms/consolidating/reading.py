"""One quarter of a superior as it stands: who owes which report, how each stands, and what those that are in say."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from qms import clock
from qms.consolidating.holders import Holder, holders_below, owes
from qms.consolidating.quarters import Quarter
from qms.consolidating.states import FULL, IN, Judged, Version, judge, judged_rows
from qms.consolidating.sums import Figures, Sum, figures_of, sum_of
from qms.history.standing import day_shown, know_authority, standing
from qms.models.organisation import Unit
from qms.models.period_schemes import ReportForm, ReportLine, ReportPeriod
from qms.models.periodic_reports import PeriodicReport


@dataclass(frozen=True)
class Duty:
    """That one unit owes the report of one period, and how it stands."""

    holder: Holder
    period: Any
    judged: Judged

    @property
    def is_in(self) -> bool:
        """Whether its figures are added up."""
        return self.judged.state in IN


@dataclass
class Reading:
    """A quarter on a day."""

    quarter: Quarter
    day: dt.date
    periods: list[ReportPeriod]
    lines: list[ReportLine]
    duties: list[Duty]
    figures: dict[int, Figures] = field(default_factory=dict)
    """By report: what those that are in say."""

    @property
    def members(self) -> list[Duty]:
        """Those that are in."""
        return [duty for duty in self.duties if duty.is_in]

    def figures_in(self, duty: Duty) -> Figures:
        """What the unit's report says."""
        return self.figures.get(duty.judged.counts.pk, {}) if duty.judged.counts else {}

    def sums(self) -> dict[str, Sum]:
        """The sum of each line over all that are in, by its key."""
        told = [self.figures_in(duty) for duty in self.members]
        return {line.key: sum_of(line, told) for line in self.lines}


@contextmanager
def at_end_of(day: dt.date, user: Any = None) -> Iterator[None]:
    """Read as of the end of a past day; today, or inside a page that shows a day already, as it is."""
    if day_shown() is not None or day >= clock.today():
        yield
        return
    if user is not None:
        know_authority(user)
    with standing(day):
        yield


def periods_joined(superior_id: int, form_id: int, quarter: Quarter) -> list[ReportPeriod]:
    """The periods that the quarter adds up: those of the form that end in it."""
    rows = ReportPeriod.objects.filter(
        scheme__superior_id=superior_id, scheme__form_id=form_id, figures_to__range=(quarter.begins, quarter.ends)
    )
    return list(rows.select_related("scheme").order_by("figures_from", "id"))


def read_quarter(superior: Unit, form: ReportForm, quarter: Quarter) -> Reading:
    """Everything that a consolidation rests on, in five queries whatever the number of units."""
    periods = periods_joined(superior.pk, form.pk, quarter)
    lines = list(ReportLine.objects.filter(form_id=form.pk).order_by("section__position", "position", "id"))
    duties = duties_of(superior.pk, periods)
    reading = Reading(quarter, clock.today(), periods, lines, duties)
    reading.figures = figures_of(duty.judged.counts.pk for duty in duties if duty.is_in and duty.judged.counts)
    return reading


def duties_of(superior_id: int, periods: Iterable[ReportPeriod]) -> list[Duty]:
    """Who owes a report of these periods, by unit: who holds a system with the rhythm, and who reported."""
    listed = list(periods)
    versions = versions_by_unit(PeriodicReport.objects.filter(period__in=listed, superior_id=superior_id))
    holders = holders_below(superior_id)
    today, duties = clock.today(), []
    for holder in holders:
        for period in listed:
            found = versions.get((holder.unit_id, period.pk), ())
            if found or owes(holder, period.scheme.rhythm, period.figures_to):
                duties.append(Duty(holder, period, judge(found, period.due_on < today)))
    return duties


def versions_by_unit(reports: Any, columns: Sequence[str] = FULL) -> dict[tuple[int, int], list[Version]]:
    """The versions of these reports by unit and period, the oldest first."""
    found: dict[tuple[int, int], list[Version]] = defaultdict(list)
    rows = judged_rows(reports, clock.today()).order_by("edition_number")
    for row in rows.values_list(*columns):
        found[row[1], row[2]].append(Version(*row))
    return found
