"""Builds the demonstration's inspections from what is told, and any number more."""

import datetime as dt
import gc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings

from inspections.demo.actions import tell_task
from inspections.demo.book import Book
from inspections.demo.cast import Cast, casts
from inspections.demo.categories import tell_categories
from inspections.demo.crowd import tell_crowd
from inspections.demo.lives import tell_lives
from inspections.demo.nonconformities import Case, NonconformityStory
from inspections.demo.plot import Loose
from inspections.demo.programmes import tell_programmes
from inspections.demo.told import LOOSE, TASKS, VISITS
from inspections.demo.visits import VisitStory
from qms.demo.days import office_hour
from qms.demo.stage import Stage
from qms.models.documents import Document
from qms.operations.data_files import read_yaml

FINDINGS = Path(settings.BASE_DIR) / "fixtures" / "demo" / "findings.yaml"


def finding_texts() -> dict[str, dict[str, Any]]:
    """The findings to draw on, by code."""
    return {entry["code"]: entry for entry in read_yaml(FINDINGS)["findings"]}


def documents_of(part: Cast) -> dict[str, Any]:
    """The documents of a holder by number, that sessions check against."""
    prefixes = [part.holder.code, "VP"] if part.holder.parent_id is None else [part.holder.code]
    rows = Document.objects.select_related("unit").order_by("pk")
    return {row.number: row for row in rows if row.unit.code.startswith(tuple(prefixes))}


def build(stage: Stage) -> None:
    """Write the told visits with everything that followed from them, then as many more as asked for."""
    texts, parts, book = finding_texts(), casts(stage), Book()
    tell_categories(book, parts)
    documents = {code: documents_of(part) for code, part in parts.items()}
    lines = tell_programmes(stage, book, parts, VISITS)
    for place, visit in enumerate(VISITS):
        part = parts[visit.cast]
        VisitStory(stage, book, visit, part, texts, lines[place], documents[visit.cast]).tell()
    for loose in LOOSE:
        _tell_loose(stage, book, parts[loose.cast], loose, texts[loose.code])
    for by, owner, unit, title, at, due, until in TASKS:
        _tell_task(stage, book, by, owner, unit, title, at, due, until)
    _count(stage, book.write())
    tell_lives(stage)
    with _without_collecting():
        for written in tell_crowd(stage, texts) if stage.inspections else ():
            _count(stage, written)


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Millions of short-lived rows without cycles: looking for cycles among them only costs time."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _count(stage: Stage, written: dict[str, int]) -> None:
    for name, count in written.items():
        stage.counts[name] = stage.counts.get(name, 0) + count


def _tell_loose(stage: Stage, book: Book, part: Cast, loose: Loose, text: dict[str, Any]) -> None:
    grade = text["grade"] if text["grade"] in ("minor", "major") else "minor"
    case = Case(
        cast=part,
        unit=stage.units[loose.unit],
        raised_by_unit=part.holder,
        raised_by=part.officer,
        lead=None,
        verifier=part.verifier,
        source=loose.source,
        grade=grade,
        text=text,
        clause=stage.clauses[("2015", text["clause_2015"])],
        raised_at=office_hour(loose.raised, stage.chance),
        until=loose.until,
        action=loose.action,
        due=loose.due,
        check=loose.check,
    )
    tale = NonconformityStory(stage, book, case).tell()
    if loose.until == "recorded":
        due = tale.chapters[0].changes["answer_due_on"].isoformat()
        book.notice("nonconformity_recorded", tale, part.manager(case.unit), case.raised_at, due=due)


def _tell_task(stage: Stage, book: Book, *told: str) -> None:
    by, owner, unit, title, at, due, until = told
    tale = tell_task(
        book,
        at=dt.date.fromisoformat(at),
        by=stage.people[by],
        owner=stage.people[owner],
        unit=stage.units[unit],
        title=title,
        due=dt.date.fromisoformat(due),
        until=until,
    )
    book.notice("action_assigned", tale, stage.people[owner], tale.chapters[0].at, due=due)
