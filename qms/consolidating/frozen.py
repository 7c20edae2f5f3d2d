"""What a consolidation froze when it was drawn: how each unit stood, its parts, and how today differs from them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from qms.consolidating.reading import Duty, Reading
from qms.consolidating.states import LOOKS, Standing
from qms.consolidating.sums import Figures, Pair, Sum, as_pairs, is_told, sum_of
from qms.models.period_schemes import ReportLine
from qms.models.periodic_reports import Consolidation

NOTHING: Pair = (None, None)


def kept_state(duty: Duty) -> dict[str, Any]:
    """One row of the annex as it is kept: plain texts, so that nothing later changes it."""
    newest = duty.judged.counts or duty.judged.newest
    return {
        "unit": duty.holder.unit_id,
        "code": duty.holder.code,
        "kind": duty.holder.kind,
        "period": duty.period.code,
        "due": (newest.due_on if newest and newest.due_on else duty.period.due_on).isoformat(),
        "state": str(duty.judged.state),
        "late": duty.judged.late,
        "submitted": newest.submitted_on.isoformat() if newest and newest.submitted_on else "",
        "report": str(newest.uid) if newest else "",
    }


@dataclass
class Counts:
    """How many owe, are in, in time, late, returned, missing, not yet due, excused."""

    owed: int = 0
    received: int = 0
    on_time: int = 0
    late: int = 0
    returned: int = 0
    missing: int = 0
    open: int = 0
    excused: int = 0

    def add(self, state: str, late: bool, number: int = 1) -> None:
        """Count one more, or as many as there are of the kind."""
        if state == Standing.EXCUSED:
            self.excused += number
            return
        self.owed += number
        if state in (Standing.ACCEPTED, Standing.SUBMITTED):
            self.received += number
            self.late += number if late else 0
            self.on_time += 0 if late else number
        else:
            name = str(state)
            setattr(self, name, getattr(self, name) + number)


def counted(states: list[dict[str, Any]]) -> Counts:
    """The figures above the annex."""
    counts = Counts()
    for row in states:
        counts.add(row["state"], row["late"])
    return counts


def said_state(state: str, late: bool) -> str:
    """The state in words, with the delay."""
    label = str(Standing(state).label)
    return _("%(state)s, late") % {"state": label} if late and state != Standing.MISSING else label


def look(state: str, late: bool) -> dict[str, str]:
    """Label, tone and sign, as a status tag takes them."""
    tone, icon = LOOKS[Standing(state)]
    return {"label": said_state(state, late), "tone": "warning" if late and tone != "danger" else tone, "icon": icon}


@dataclass(frozen=True)
class Part:
    """What one unit's report contributes to the sums of a quarter."""

    unit: str
    period: str
    report_id: int
    edition_number: int
    uid: Any
    figures: Figures


Parts = dict[tuple[int, int], Part]
"""By unit and period."""


def parts_kept(consolidation: Consolidation) -> Parts:
    """The parts that a consolidation froze, by name of the unit."""
    rows = consolidation.members.select_related("report__unit").order_by("report__unit__sort_key", "pk")
    return {
        (row.report.unit_id, row.report.period_id): Part(
            row.report.unit.name, row.report.period_code, row.report_id, row.report.edition_number, row.report.uid,
            as_pairs(row.figures),
        )
        for row in rows
    }  # fmt: skip


def parts_now(reading: Reading) -> Parts:
    """The parts as they stand on the day that is read."""
    return {
        (duty.holder.unit_id, duty.period.pk): Part(
            duty.holder.name, duty.period.code, version.pk, version.edition_number, version.uid,
            reading.figures_in(duty),
        )
        for duty in reading.members
        if (version := duty.judged.counts) is not None
    }  # fmt: skip


@dataclass(frozen=True)
class Change:
    """One report by which a line differs from what was added up."""

    unit: str
    period: str
    old: Pair
    new: Pair
    said: str
    uid: Any


@dataclass
class Difference:
    """A line whose sum is another: the old one, the new one, and because of which reports."""

    line: ReportLine
    old: Sum
    new: Sum
    because: list[Change] = field(default_factory=list)


def differences(lines: Iterable[ReportLine], before: Parts, after: Parts) -> list[Difference]:
    """What came in, was corrected or went out between two states, line by line; empty where nothing differs."""
    changed = [
        (before.get(key), after.get(key))
        for key in dict.fromkeys([*before, *after])
        if (before[key].figures if key in before else None) != (after[key].figures if key in after else None)
    ]
    found = []
    for line in lines:
        because = [one for old, new in changed if (one := _change(line, old, new)) is not None]
        if because:
            found.append(Difference(line, _sum(line, before), _sum(line, after), because))
    return found


def _sum(line: ReportLine, parts: Parts) -> Sum:
    return sum_of(line, [part.figures for part in parts.values()])


def _told(line: ReportLine, part: Part | None) -> Pair:
    pair = part.figures.get(line.key, NOTHING) if part is not None else NOTHING
    return pair if is_told(line, pair) else NOTHING


def _change(line: ReportLine, old: Part | None, new: Part | None) -> Change | None:
    before, after = _told(line, old), _told(line, new)
    named = new or old
    if named is None or same(before, after):
        return None
    return Change(named.unit, named.period, before, after, _why(old, new), named.uid)


def same(one: Pair, other: Pair) -> bool:
    """Whether two figures say the same."""
    return one[0] == other[0] and one[1] == other[1]


def _why(old: Part | None, new: Part | None) -> str:
    if old is None:
        return _("came in afterwards")
    if new is None:
        return _("no longer in: returned or taken back")
    if new.report_id != old.report_id:
        return _("corrected (version %(number)d)") % {"number": new.edition_number}
    return _("submitted again with other figures")
