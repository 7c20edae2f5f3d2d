"""Reading the checklists of an inspection: what is asked, what is answered, what is still open."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from inspections.asking import asked_lines, demands_evidence
from inspections.models import ChecklistFile, ChecklistLine

NEEDED = ("session", "position", "key", "shown_after", "shown_when", "evidence_when", "result", "value")


def lines_of(inspection: Any) -> Any:
    """The standing lines of an inspection, by session and position."""
    lines = ChecklistLine.objects.filter(session__inspection=inspection, session__ended_at=None, ended_at=None)
    return lines.order_by("session__day", "session__from_time", "session", "position")


def by_session(lines: Iterable[ChecklistLine]) -> dict[int, list[ChecklistLine]]:
    """Lines under the key of their session."""
    found: dict[int, list[ChecklistLine]] = defaultdict(list)
    for line in lines:
        found[line.session_id].append(line)
    return found


def with_evidence(lines: Iterable[ChecklistLine]) -> set[int]:
    """Keys of those lines that carry a file."""
    keys = [line.pk for line in lines]
    return set(ChecklistFile.objects.filter(record_id__in=keys, ended_at=None).values_list("record_id", flat=True))


def open_lines(inspection: Any) -> list[tuple[ChecklistLine, str]]:
    """Each asked line that is not done, with why: "unanswered", or "evidence" that its answer demands. Two queries."""
    listed = [line for rows in by_session(lines_of(inspection).only(*NEEDED)).values() for line in asked_lines(rows)]
    demanding = [line for line in listed if demands_evidence(line)]
    shown = with_evidence(demanding) if demanding else set()
    found = [(line, "unanswered") for line in listed if not line.result]
    return found + [(line, "evidence") for line in demanding if line.pk not in shown]


def progress_of(inspection: Any) -> dict[int, tuple[int, int]]:
    """(answered, asked) lines of each session, by its key. One query."""
    rows = by_session(lines_of(inspection).only(*NEEDED))
    asked = {key: asked_lines(lines) for key, lines in rows.items()}
    return {key: (sum(bool(line.result) for line in lines), len(lines)) for key, lines in asked.items()}
