"""Writing the records of a pack with their whole history, and noting on the way what index and proofs need."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from qms.history import canonical, evidence_rows
from qms.jobs import Progress
from qms.packing.archive import PackArchive
from qms.packing.choosing import Chosen


@dataclass
class Written:
    """What the records told while they were written."""

    rows: int = 0
    records: int = 0
    heads: dict[str, dict[str, int]] = field(default_factory=dict)
    """By kind and UUID: the last sequence in the pack."""
    people: set[str] = field(default_factory=set)
    """UUIDs of who did something, or was acted for."""


def write_records(
    archive: PackArchive, chosen: Chosen, until: dt.datetime | None, progress: Progress, phase: str
) -> Written:
    """Write `records/<kind>.jsonl` for each kind, one record a line, in the order of their keys."""
    written, total = Written(), chosen.total()
    for model in chosen.kinds():
        kind = model._meta.label_lower
        written.heads[kind] = {}
        lines = evidence_rows.lines(model, chosen.keys[model], until=until, live=until is None)
        archive.write(f"records/{kind}.jsonl", _told(lines, kind, chosen, written, progress, (phase, total)))
    return written


def _told(
    lines: Iterator[dict[str, Any]],
    kind: str,
    chosen: Chosen,
    written: Written,
    progress: Progress,
    said: tuple[str, int],
) -> Iterator[str]:
    heads, roots = written.heads[kind], chosen.roots.get(kind, {})
    for line in lines:
        written.records += 1
        written.rows += len(line["history"])
        progress.step(said[0], written.records, said[1])
        if line["history"]:
            last = line["history"][-1]
            heads[line["uid"]] = last["sequence"]
            for row in line["history"]:
                written.people |= {row["columns"]["by"], row["columns"]["on_behalf_of"]} - {None}
            _note_clause(last["columns"]["fields"], roots.get(line["uid"], ()), chosen)
        yield canonical.dump(line) + "\n"


def _note_clause(fields: dict[str, Any], roots: Any, chosen: Chosen) -> None:
    clause = fields.get("clause_id")
    if clause is not None and not fields.get("ended_at"):
        for number, root in roots:
            chosen.records[number][root].clauses.add(clause)
