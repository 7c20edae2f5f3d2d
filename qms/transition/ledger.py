"""Reading the ledger of moves: the latest line of (kind, old reference, new clause) says what stands."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Aggregate, Case, CharField, Exists, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Cast, Coalesce, Concat

from qms.enums import RunKind
from qms.models.clause_moves import ClauseMove, TransitionRun
from qms.models.transition import TransitionProgramme

NOWHERE = 0
"""What stands for "decided to cite none" among keys of clauses."""


class Joined(Aggregate):
    """Numbers as text with commas between, in no particular order; on both databases."""

    function = "GROUP_CONCAT"
    output_field = CharField()

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        """string_agg, which needs its separator named."""
        return self.as_sql(compiler, connection, template="STRING_AGG(%(expressions)s, ',')", **extra)


def programmes_between(programme: TransitionProgramme) -> list[int]:
    """Keys of all programmes between the same two editions: they share one ledger."""
    pair = {"from_edition_id": programme.from_edition_id, "to_edition_id": programme.to_edition_id}
    return list(TransitionProgramme.objects.filter(**pair).order_by("pk").values_list("pk", flat=True))


def latest_lines(programme_ids: Iterable[int]) -> QuerySet:
    """The lines that say what stands now, within programmes between the same two editions."""
    keys = list(programme_ids)
    lines = ClauseMove.objects.filter(run__programme_id__in=keys).annotate(target=Coalesce("to_clause_id", NOWHERE))
    later = lines.filter(kind=OuterRef("kind"), old_id=OuterRef("old_id"), target=OuterRef("target"))
    return lines.filter(~Exists(later.filter(pk__gt=OuterRef("pk")).order_by())).order_by()


def standing_lines(programme_ids: Iterable[int]) -> QuerySet:
    """The moves that stand now."""
    return latest_lines(programme_ids).filter(act=1)


def signatures(label: str, programme_ids: Iterable[int]) -> QuerySet:
    """References of a kind that were ever moved: where each stands moved to, and where that was undone by hand (-)."""
    lines = latest_lines(programme_ids).filter(kind=label)
    told = lines.filter(Q(act=1) | Q(run__kind=RunKind.UNDO))
    taken_back = Concat(Value("-"), Cast("target", CharField()), Value("."), Cast("run_id", CharField()))
    piece = Case(When(act=1, then=Cast("target", CharField())), default=taken_back, output_field=CharField())
    return told.values("old_id").annotate(told=Joined(piece))


def grouped_with_ledger(rows: QuerySet, names: Sequence[str], ledger: QuerySet) -> Iterator[dict[str, Any]]:
    """Count references by the columns `names` and by where they were moved to: `rows` has their "pk" and the names.

    Two derived tables joined once: a question of the ledger for each reference takes seven times as long.
    """
    references, values = rows.query.sql_with_params()
    moves, further = ledger.query.sql_with_params()
    columns = ", ".join(f'r."{name}"' for name in names)
    sql = (
        f"SELECT {columns}, l.told, COUNT(*) FROM ({references}) r "  # noqa: S608 - names of ours
        f"LEFT JOIN ({moves}) l ON l.old_id = r.pk GROUP BY {columns}, l.told"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, (*values, *further))
        for row in cursor.fetchall():
            yield dict(zip((*names, "moved", "references"), row, strict=True))


def read_signature(text: str | None) -> tuple[frozenset[int], frozenset[tuple[int, int]]]:
    """New clauses that a reference stands moved to; (new clause, undoing run) of what was taken back."""
    pieces = text.split(",") if text else []
    standing = frozenset(int(piece) for piece in pieces if not piece.startswith("-"))
    undone = frozenset(tuple(map(int, piece[1:].split("."))) for piece in pieces if piece.startswith("-"))
    return standing, undone  # type: ignore[return-value]  # each piece has two numbers


def undoings_between(programme: TransitionProgramme) -> dict[int, int]:
    """Undoing run > the last decision there was when it began: only a later one brings back what it took."""
    runs = TransitionRun.objects.filter(programme_id__in=programmes_between(programme), kind=RunKind.UNDO)
    return {key: (counts or {}).get("last_decision", 0) for key, counts in runs.values_list("pk", "counts")}


class Line(NamedTuple):
    """One line of the ledger as runs read it; `target` is the new clause's key, or NOWHERE."""

    pk: int
    kind: str
    holder_id: int
    record_id: int
    old_id: int
    new_id: int | None
    act: int
    made: bool
    from_clause_id: int
    target: int
    correspondence_id: int | None
    decision_id: int | None
    run_id: int

    @property
    def key(self) -> tuple[str, int, int]:
        """What the latest line of which stands."""
        return self.kind, self.old_id, self.target


def read_lines(lines: QuerySet) -> Iterator[Line]:
    """Lines in the order in which they were written, as plain values."""
    rows = lines.annotate(target=Coalesce("to_clause_id", NOWHERE)).order_by("pk").values_list(*Line._fields)
    return map(Line._make, rows)


def latest_of(label: str, old_ids: Iterable[int], programme_ids: Iterable[int]) -> dict[int, dict[int, Line]]:
    """Old reference > new clause > the line that says what stands."""
    lines = ClauseMove.objects.filter(kind=label, old_id__in=list(old_ids), run__programme_id__in=list(programme_ids))
    found: dict[int, dict[int, Line]] = {}
    for line in read_lines(lines):
        found.setdefault(line.old_id, {})[line.target] = line
    return found


@dataclass
class Hold:
    """What moves hold of one new reference: the moves that stand on it, and whether one of them made it."""

    standing: set[tuple[str, int]] = field(default_factory=set)
    made: bool = False
    closed: bool = False
    """Whether the last that happened to it was that a move ended it."""


def holds_of(labels: Iterable[str], new_ids: Iterable[int]) -> dict[int, Hold]:
    """What moves hold of each of these new references of one model, which moves of the kinds `labels` make."""
    found: dict[int, Hold] = {}
    for line in read_lines(ClauseMove.objects.filter(kind__in=list(labels), new_id__in=list(new_ids))):
        hold = found.setdefault(line.new_id or NOWHERE, Hold())
        if line.made:
            hold.made, hold.closed = line.act > 0, line.act < 0
        (hold.standing.add if line.act > 0 else hold.standing.discard)((line.kind, line.old_id))
    return found
