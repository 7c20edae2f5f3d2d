"""What is asked of the units of an inspection on file, line by line: reads for pages, worklist and rules."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from inspections.checklists import lines_of
from inspections.enums import EvidenceStatus, InspectionMode
from inspections.evidence_workflow import EXCHANGED
from inspections.models import EvidenceRequest
from inspections.parts_seen import in_part, units_seen
from qms import clock
from qms.calendar import add_working_days

DAYS = 5  # working days that a unit is given
UNASKED, OVERDUE = "unasked", "overdue"


def first_due() -> dt.date:
    """The day offered when evidence is asked for."""
    return add_working_days(clock.today(), DAYS)


def takes_evidence(inspection: Any) -> bool:
    """Whether units can be asked now: on file, from the notice until the visit ends."""
    return inspection.mode == InspectionMode.ON_FILE and inspection.status in EXCHANGED


def lines_seen(user: Any, inspection: Any) -> Any:
    """The standing lines of the parts that the person sees, in order."""
    return in_part(lines_of(inspection), units_seen(inspection, user), "session__unit_id")


def requests_seen(user: Any, inspection: Any) -> Any:
    """The standing requests of the parts that the person sees."""
    return EvidenceRequest.objects.filter(line__in=lines_seen(user, inspection).order_by(), ended_at=None)


def wanted_text(line: Any) -> str:
    """What a request says at first: the question, and the documented information that its clause demands."""
    demands = [f"- {demand}" for demand in line.clause.demands.all()] if line.clause_id else []
    return "\n".join([line.question, *demands])


@dataclass
class AskedLine:
    """One line with the last request made for it, or none."""

    line: Any
    request: Any = None
    files: list[Any] = field(default_factory=list)
    reason: str = ""
    """Why it was asked again."""

    @property
    def state(self) -> str:
        """Where the line stands."""
        return str(self.request.status) if self.request is not None else UNASKED

    @property
    def is_missing(self) -> bool:
        """The unit owes it."""
        return self.state in EvidenceStatus.missing()

    @property
    def is_overdue(self) -> bool:
        """The unit owes it and the day has passed."""
        return self.is_missing and self.request.due_on < clock.today()

    def is_in(self, state: str) -> bool:
        """Whether a filter shows it."""
        return {"": True, "missing": self.is_missing, OVERDUE: self.is_overdue}.get(state, self.state == state)


def asked_lines(lines: Sequence[Any]) -> list[AskedLine]:
    """Each line with its last request, what was sent, and why it was asked again; four queries."""
    rows = EvidenceRequest.objects.filter(line__in=[line.pk for line in lines], ended_at=None)
    rows = rows.select_related("asked_by", "delivered_by", "decided_by").prefetch_related("file_links__file")
    last = {row.line_id: row for row in rows.order_by("pk")}
    reasons = _reasons(last.values())
    return [_asked(line, last.get(line.pk), reasons) for line in lines]


def _asked(line: Any, request: Any, reasons: dict[int, str]) -> AskedLine:
    if request is None:
        return AskedLine(line)
    request.line = line
    files = [one for one in request.file_links.all() if one.ended_at is None]
    return AskedLine(line, request, files, reasons.get(request.pk, ""))


def _reasons(requests: Iterable[Any]) -> dict[int, str]:
    """Why each was last asked again, from its history."""
    again = [row.pk for row in requests if row.times_asked > 1]
    if not again:
        return {}
    rows = EvidenceRequest.history.filter(operation="evidence.ask_again", id__in=again).order_by("history_id")
    return dict(rows.values_list("id", "history_change_reason"))
