"""A programme as plain values: what a version freezes, what a signature covers, and what changed between two."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from inspections.models import Programme, ProgrammeClause
from qms.history import canonical

FORMAT = 1
"""Number of the way of writing below; a later way gets the next number and both stay readable."""

HEAD = ("title", "edition", "basis", "cycle_years")


def content_of(programme: Programme) -> dict[str, Any]:
    """Head and visits as they stand, in two queries: plain values that mean the same without the database."""
    lines = list(programme.lines.filter(ended_at=None).select_related("unit", "lead").order_by("month", "pk"))
    clauses = clauses_of_visits(programme)
    return {
        "format": FORMAT,
        "number": programme.number,
        "issue": programme.issue,
        "unit": {"code": programme.unit.code, "name": programme.unit.name_vi},
        "year": programme.year,
        "kind": programme.kind,
        "title": programme.title,
        "edition": programme.edition.code,
        "basis": programme.basis,
        "cycle_years": programme.cycle_years,
        "visits": [_visit(line, clauses.get(line.pk, [])) for line in lines],
    }


def clauses_of_visits(programme: Programme) -> dict[int, list[str]]:
    """Numbers of the clauses of each visit, by its key, in the edition's order; not what a transition added beside."""
    rows = ProgrammeClause.objects.filter(record__programme=programme, ended_at=None).order_by("clause__position")
    rows = rows.exclude(Q(run__isnull=False) & ~Q(clause__edition=programme.edition_id))
    listed: dict[int, list[str]] = {}
    for line_id, number, written in rows.values_list("record_id", "clause__number", "written_as"):
        listed.setdefault(line_id, []).append(number or written)
    return listed


def _visit(line: Any, clauses: list[str]) -> dict[str, Any]:
    return {
        "uid": str(line.uid),
        "unit": {"code": line.unit.code, "name": line.unit.name_vi},
        "month": line.month,
        "scope": line.scope,
        "clauses": clauses,
        "lead": line.lead.get_full_name() if line.lead_id else "",
        "note": line.note,
    }


def content_hash(content: dict[str, Any]) -> str:
    """SHA-256 of the content in canonical form."""
    return canonical.digest(canonical.chain_text(**canonical.plain(content)))


@dataclass(frozen=True)
class Change:
    """One visit that differs; `was` is None where it was added, `now` where it was dropped."""

    was: dict[str, Any] | None
    now: dict[str, Any] | None
    fields: tuple[str, ...] = ()


@dataclass(frozen=True)
class Comparison:
    """What changed between two contents."""

    head: list[tuple[str, Any, Any]] = field(default_factory=list)
    added: list[Change] = field(default_factory=list)
    moved: list[Change] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    dropped: list[Change] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Whether both say the same."""
        return not (self.head or self.added or self.moved or self.changed or self.dropped)


def compare(old: dict[str, Any], new: dict[str, Any]) -> Comparison:
    """Added, moved (to another month), otherwise changed, and dropped visits, and what differs in the head."""
    was = {visit["uid"]: visit for visit in old["visits"]}
    now = {visit["uid"]: visit for visit in new["visits"]}
    found = Comparison([(name, old[name], new[name]) for name in HEAD if old[name] != new[name]])
    for uid, visit in now.items():
        before = was.get(uid)
        if before is None:
            found.added.append(Change(None, visit))
            continue
        names = tuple(name for name in visit if visit[name] != before[name])
        if "month" in names:
            found.moved.append(Change(before, visit, names))
        elif names:
            found.changed.append(Change(before, visit, names))
    found.dropped.extend(Change(visit, None) for uid, visit in was.items() if uid not in now)
    return found
