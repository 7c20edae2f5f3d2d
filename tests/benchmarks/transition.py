"""Planning and carrying over what cites an edition, against the SQL that joins it to the table and the bulk path.

By processor time; on PostgreSQL, where the floor costs this process nothing, by the clock on the wall.
"""

import copy
import gc
import itertools
import re
import statistics
import time
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.db import connection, models

from qms.enums import DocumentKind, Relation
from qms.history import bulk
from qms.history.recording import recording
from qms.models import Clause, Correspondence, Document, DocumentClause
from qms.operations.clause_decisions import ClauseDraft, decide
from qms.operations.transition_runs import apply
from qms.operations.transition_work import CHUNK
from qms.transition.plan import plan
from tests.factories import DocumentFactory
from tests.qms.moves import Move, moving

CITED = 10
PLAN_ALLOWED, APPLY_ALLOWED = 5.0, 2.0
MEMORY_ALLOWED = 150.0  # MB beside what the process holds anyway, some 130 without the rows of this benchmark
RUNS = 5

Row = tuple[str, float, float, float, str]


def measure(made: Any, rows: int) -> list[Row]:
    """Rows of the table: the plan before and after applying, the applying of a tenth, and its memory."""
    move = moving(made)
    documents = _documents(made, rows // CITED)
    _cite(move, documents)
    found = [_planned("plan", move, rows)]
    move.decide("4.2.3", "7.5.2", "7.5.3.1", "7.5.3.2")
    numbers = [row.from_clause.number for row in _merged()]
    decide([_as_suggested(move, number) for number in dict.fromkeys(numbers)], by=made.officer)
    found += _applied(move, documents)
    found.append(_planned("plan, all applied", move, rows))
    return found


def _merged() -> Any:
    """Rows that somebody confirms as they are."""
    rows = Correspondence.objects.filter(from_edition__year="2008", relation=Relation.MODIFIED, ended_at=None)
    return rows.filter(from_clause__auditable=True).select_related("from_clause", "to_clause")


def _as_suggested(move: Move, number: str) -> ClauseDraft:
    rows = Correspondence.objects.filter(from_edition__year="2008", from_clause__number=number, ended_at=None)
    targets = [row.to_clause for row in rows.select_related("to_clause") if row.to_clause is not None]
    return ClauseDraft(move.programme, move.programme.unit, move.old(number), targets, reason="Theo bảng.")


def _documents(made: Any, count: int) -> list[Document]:
    pattern = DocumentFactory(unit=made.division)
    places = itertools.cycle([made.division, made.section, made.sibling, made.department, made.division2])
    kinds = itertools.cycle(DocumentKind.values)
    rows = []
    for number, unit, kind in zip(range(count), places, kinds, strict=False):
        row = copy.copy(pattern)
        row._state = copy.copy(pattern._state)
        row._state.adding = True
        row.pk, row.uid, row.unit, row.kind, row.number = None, uuid.uuid4(), unit, kind, f"QT-B-{number:06d}"
        rows.append(row)
    return models.QuerySet(Document).bulk_create(rows, batch_size=500)


def _cite(move: Move, documents: list[Document]) -> None:
    """Ten clauses for each document, written as the plan reads them."""
    leaves = list(Clause.objects.filter(edition=move.programme.from_edition, auditable=True))
    clauses = itertools.cycle(leaves)
    references = (
        DocumentClause(record=document, clause=clause)
        for document in documents
        for clause in itertools.islice(clauses, CITED)
    )
    models.QuerySet(DocumentClause).bulk_create(references, batch_size=500)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _now() -> float:
    return time.process_time() if connection.vendor == "sqlite" else time.perf_counter()


FLOOR = """
SELECT r.clause_id, d.unit_id, d.kind, c.to_clause_id, c.relation, COUNT(*)
FROM qms_documentclause r JOIN qms_document d ON d.id = r.record_id
JOIN qms_clause k ON k.id = r.clause_id
JOIN qms_correspondence c ON c.from_clause_id = r.clause_id AND c.to_edition_id = %s AND c.ended_at IS NULL
WHERE r.ended_at IS NULL AND k.edition_id = %s GROUP BY 1, 2, 3, 4, 5
"""


def _planned(what: str, move: Move, rows: int) -> Row:
    programme = move.programme

    def floor() -> None:
        with connection.cursor() as cursor:
            cursor.execute(FLOOR, [programme.to_edition_id, programme.from_edition_id])
            cursor.fetchall()

    times = _pair(lambda: plan(programme), floor)
    found = plan(programme)
    return (what, *times, PLAN_ALLOWED, f"{found.totals.references} references, {found.totals.cases} cases of {rows}")


def _pair(product: Callable[[], Any], floor: Callable[[], Any]) -> tuple[float, float]:
    """Milliseconds (medians) of two calls taken in turn."""
    times: tuple[list[float], list[float]] = ([], [])
    for _run in range(RUNS):
        for call, seen in zip((product, floor), times, strict=True):
            began = _now()
            call()
            seen.append((_now() - began) * 1000)
    return statistics.median(times[0]), statistics.median(times[1])


def _applied(move: Move, documents: list[Document]) -> list[Row]:
    gc.collect()
    before = _reset_peak()
    began = _now()
    outcome = apply(move.programme, by=move.made.officer)
    product = (_now() - began) * 1000
    peak = _peak()
    floor = _bulk(move, documents, outcome.run.counts["made"])
    note = f"{outcome.changed} moves, {outcome.run.counts['made']} references made"
    memory = f"MB added by the run to the {before:.0f} that the process held"
    return [("apply", product, floor, APPLY_ALLOWED, note), ("memory", peak - before, MEMORY_ALLOWED, 1.0, memory)]


def _bulk(move: Move, documents: list[Document], count: int) -> float:
    """As many references by the audited bulk path, in portions of the same size."""
    clauses = list(Clause.objects.filter(edition__year="2026", edition__standard__code="9001"))
    pairs = itertools.islice(((document, clause) for clause in clauses for document in documents), count)
    began = _now()
    with recording(by=move.made.officer, operation="factory", reason="Đo."):
        while portion := list(itertools.islice(pairs, CHUNK)):
            bulk.create([DocumentClause(record=document, clause=clause) for document, clause in portion])
    return (_now() - began) * 1000


def _reset_peak() -> float:
    """Have the system forget the highest memory so far; MB now."""
    Path("/proc/self/clear_refs").write_text("5")
    return _peak()


def _peak() -> float:
    (found,) = re.findall(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())
    return int(found) / 1024
