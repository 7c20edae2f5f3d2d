"""The queue of clauses: identical cases of many holders as one item, the most frequent first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from qms.models.clause_moves import ClauseDecision
from qms.models.standards import Clause
from qms.models.transition import TransitionHolder
from qms.policy import Text
from qms.registry import MovingKind, registry
from qms.transition.plan import Case
from qms.transition.table import Passage

NONE = "-"
"""What stands for "no part" in an item's key."""


@dataclass
class Item:
    """One old clause cited by one kind and part of records, in however many holders."""

    kind: str
    part: str
    clause: Clause
    passage: Passage
    record_id: int | None = None
    record_number: str = ""
    cases: list[Case] = field(default_factory=list)

    @property
    def key(self) -> str:
        """What names the item in an address or a form."""
        return f"{self.clause.pk}.{self.kind}.{self.part or NONE}.{self.record_id or 0}"

    @property
    def moving_kind(self) -> MovingKind:
        """The registered kind of record."""
        return registry.moving_kinds[self.kind]

    @property
    def kind_title(self) -> Text:
        """The kind of record in words."""
        return self.moving_kind.title

    @property
    def part_title(self) -> Text:
        """The part in words, nothing for all."""
        return dict(self.moving_kind.parts()).get(self.part, self.part)

    @property
    def holders(self) -> list[TransitionHolder]:
        """The holders in which it occurs."""
        return list({case.holder.pk: case.holder for case in self.cases}.values())

    @property
    def count(self) -> int:
        """How many references there are."""
        return sum(case.count for case in self.cases)

    @property
    def asks(self) -> int:
        """How many wait for a decision."""
        return sum(case.asks for case in self.cases)

    @property
    def ready(self) -> int:
        """How many the next run carries over."""
        return sum(case.ready for case in self.cases)

    @property
    def settled(self) -> int:
        """How many stand as they should."""
        return sum(case.settled for case in self.cases)

    @property
    def decisions(self) -> list[ClauseDecision]:
        """The decisions that hold for some of its cases."""
        found = {case.decision.pk: case.decision for case in self.cases if case.decision is not None}
        return list(found.values())

    @property
    def undone(self) -> int:
        """How many were taken back and wait for somebody to decide again."""
        return sum(case.undone for case in self.cases)


def items_of(cases: Iterable[Case]) -> list[Item]:
    """Cases that are alike in all but the holder become one item; what waits most often stands first."""
    found: dict[tuple[int, str, str, int | None], Item] = {}
    for case in cases:
        key = (case.clause.pk, case.kind, case.part, case.record_id)
        if key not in found:
            passage = case.wanted.passage
            found[key] = Item(case.kind, case.part, case.clause, passage, case.record_id, case.record_number)
        found[key].cases.append(case)
    return sorted(found.values(), key=_often_first)


def _often_first(item: Item) -> tuple[int, int, int, str]:
    return -item.asks, -item.count, item.clause.position, item.key


def item_called(items: Sequence[Item], key: str) -> Item | None:
    """The item of that key, or None."""
    return next((item for item in items if item.key == key), None)


def next_asking(items: Sequence[Item], after: str) -> Item | None:
    """The next item that waits for a decision: behind the one just seen where it stands, else the first."""
    asking = [item for item in items if item.asks]
    keys = [item.key for item in items]
    place = keys.index(after) if after in keys else -1
    behind = [item for item in items[place + 1 :] if item.asks and item.key != after]
    return next(iter(behind), None) or next((item for item in asking if item.key != after), None)
