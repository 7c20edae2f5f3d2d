"""Ending references from which moves are taken back: only those that moves made and on which no other move stands."""

from collections.abc import Collection, Sequence
from typing import Any

from qms import clock
from qms.history import bulk
from qms.transition.ledger import Hold, Line, holds_of
from qms.transition.resting import Rest, kinds_onto, resting


class EndingReferences:
    """What becomes of the new references of one model when these lines no longer stand.

    A reference that stood before anything moved is left; so is one on which another move stands.
    """

    def __init__(self, model: Any, lines: Sequence[Line]) -> None:
        new_ids = {line.new_id for line in lines if line.new_id is not None}
        holds = holds_of(kinds_onto(model), new_ids)
        for line in lines:
            if line.new_id is not None:
                holds[line.new_id].standing.discard((line.kind, line.old_id))
        self._closing = {key for key, hold in holds.items() if _closes(hold)}
        self._last = {line.new_id: line.key for line in lines if line.new_id in self._closing}
        rows = model.objects.filter(pk__in=self._closing, ended_at=None)
        self._references = list(rows.select_related("clause", "run").order_by("pk"))

    def closes(self, line: Line) -> bool:
        """Whether taking this line back ends what moves made of its reference: said once for each reference."""
        return line.new_id is not None and self._last.get(line.new_id) == line.key

    def resting(self) -> list[Rest]:
        """Later work that rests on what would end."""
        return resting(self._references)

    def write(self, but: Collection[int] = ()) -> None:
        """End them, inside an operation."""
        ended = [one for one in self._references if one.pk not in but]
        for reference in ended:
            reference.ended_at = clock.now()
        bulk.update(ended, ["ended_at"])


def _closes(hold: Hold) -> bool:
    return hold.made and not hold.standing
