"""Any number of further inspections, ten findings each, told in short and written in bulk."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from inspections.demo.book import Book
from inspections.demo.cast import Cast, casts
from inspections.demo.plot import Meeting, Told, Visit
from inspections.demo.visits import VisitStory
from inspections.enums import InspectionStatus as I
from inspections.enums import NonconformityStatus as N
from inspections.models import Cause, ChecklistLine, Finding, Inspection, Nonconformity
from qms.calendar import add_working_days
from qms.demo.stage import Stage
from qms.enums import ActionStatus as A
from qms.enums import UnitKind
from qms.history.past import Chapter, Tale
from qms.models.actions import Action

AT_ONCE = 200  # inspections in one book
FINDINGS_EACH = 10
CLAUSES_EACH = 2  # that the plan names; the checklist has a line for each
FIRST_DAY = dt.date(2018, 3, 1)
DAYS = 690  # days from the first visit to the last, so that every plan has had its time
OPEN_SHARE = 6  # every sixth inspection still has something open
OPEN = ((N.IN_PROGRESS, A.IN_PROGRESS), (N.EFFECTIVENESS_CHECK, ""), (N.PLAN_PROPOSED, ""), (N.ACCEPTED, ""))


def departments_with_divisions(stage: Stage) -> dict[str, list[Any]]:
    """Divisions to visit, by the department that they belong to."""
    divisions: dict[str, list[Any]] = {}
    for unit in sorted(stage.units.values(), key=lambda unit: unit.pk):
        if unit.parent is not None and unit.parent.kind == UnitKind.PROVINCIAL:
            divisions.setdefault(unit.parent.code, []).append(unit)
    chosen = stage.within or divisions
    return {code: divisions[code] for code in divisions if code in chosen}


def tell_crowd(stage: Stage, texts: dict[str, dict[str, Any]]) -> Iterator[dict[str, int]]:
    """Write the further inspections; yields the counts of each book."""
    divisions = departments_with_divisions(stage)
    parts = _crowd_casts(stage, list(divisions))
    graded = [entry for entry in texts.values() if entry["grade"] in ("minor", "major")]
    for start in range(0, stage.inspections, AT_ONCE):
        book = Book()
        for number in range(start, min(start + AT_ONCE, stage.inspections)):
            code = list(divisions)[number % len(divisions)]
            units = divisions[code]
            unit = units[number // len(divisions) % len(units)]
            visit = _visit(stage, parts[code], unit, number, graded)
            VisitStory(stage, book, visit, parts[code], texts).tell()
        _shorten(book)
        yield book.write()


def _crowd_casts(stage: Stage, codes: list[str]) -> dict[str, Cast]:
    """Invented staff at each department itself, so that they may go to any division."""
    managers = next(iter(casts(stage).values())).managers
    parts = {}
    for code in codes:
        number = code.rpartition("-")[2]
        officer, lead, verifier, owner = (
            stage.people[f"{post}-{number}"] for post in ("officer", "lead", "verifier", "owner")
        )
        staff = {unit.code: [owner] for unit in departments_with_divisions(stage)[code]}
        parts[code] = Cast(stage.units[code], officer, officer, lead, verifier, verifier, managers, staff)
    return parts


def _visit(stage: Stage, part: Cast, unit: Any, number: int, graded: list[dict[str, Any]]) -> Visit:
    day = add_working_days(FIRST_DAY + dt.timedelta(days=stage.chance.randrange(DAYS)), 1)
    edition = "2008" if day < dt.date(2019, 7, 1) else "2015"
    offset = stage.chance.randrange(len(graded))
    picked = [graded[(offset + step) % len(graded)] for step in range(FINDINGS_EACH)]
    still_open = number % OPEN_SHARE == 0
    findings = []
    for place, text in enumerate(picked):
        until, action = OPEN[(number + place) % len(OPEN)] if still_open and place < 3 else (N.CLOSED, "")
        due = dt.date(2020, 7, 1 + (number + place) % 28) if until == N.IN_PROGRESS else None
        check = dt.date(2020, 7, 16 + place) if until == N.EFFECTIVENESS_CHECK else None
        check = dt.date(2020, 9, 15) if until in (N.IN_PROGRESS, N.PLAN_PROPOSED) else check
        findings.append(Told(text["code"], unit.code, until, action, due, check=check))
    clauses = list(dict.fromkeys(text[f"clause_{edition}"] for text in picked))[:CLAUSES_EACH]
    meeting = Meeting(unit.code, day, 8, [part.lead.username], clauses)
    ends = I.CONCLUDED if still_open else I.CLOSED
    return Visit(
        part.holder.code, part.holder.code, edition, day, day, part.lead.username, (), [meeting], findings, ends
    )


KEPT = {
    Inspection: {"inspection.conclude"},
    Nonconformity: {"nonconformity.approve"},
    Finding: set(),
    Action: set(),
}
"""Steps that a short history still tells, beside the first and the last."""


def _shorten(book: Book) -> None:
    """Tell the histories in short: what happened in between joins the next step that is told."""
    for model, kept in KEPT.items():
        for tale in book.tales[model]:
            tale.chapters = _short(tale, kept)
    for short in (ChecklistLine, Cause):
        for tale in book.tales[short]:
            tale.chapters = [_as_one(tale)]


def _as_one(tale: Tale) -> Chapter:
    """The last change, with all that came before it."""
    last = tale.chapters[-1]
    last.changes = {name: value for chapter in tale.chapters for name, value in chapter.changes.items()}
    return last


def _short(tale: Tale, kept: set[str]) -> list[Chapter]:
    told, waiting = [tale.chapters[0]], dict[str, Any]()
    for chapter in tale.chapters[1:]:
        waiting |= chapter.changes
        if chapter.operation in kept or chapter is tale.chapters[-1]:
            chapter.changes, waiting = waiting, {}
            told.append(chapter)
    return told
