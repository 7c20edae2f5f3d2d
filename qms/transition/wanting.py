"""What should become of a reference: by the decision that fits, else by the table where it leaves no question."""

from collections.abc import Sequence
from dataclasses import dataclass

from qms.enums import MoveGroup
from qms.models.standards import Clause
from qms.transition.choosing import Choice, Choices
from qms.transition.ledger import NOWHERE
from qms.transition.table import Passage, Table


@dataclass(frozen=True)
class Wanted:
    """What becomes of the references of one case. `targets` is None while it waits for a decision."""

    passage: Passage
    choice: Choice | None
    overruled: tuple[Choice, ...]
    targets: tuple[Clause, ...] | None

    @property
    def keys(self) -> frozenset[int]:
        """Keys of the new clauses as the ledger has them; none decided is one key of its own."""
        if self.targets is None:
            return frozenset()
        return frozenset(one.pk for one in self.targets) or frozenset({NOWHERE})

    @property
    def decision_id(self) -> int | None:
        """The decision that says so; None where the table does."""
        return self.choice.decision.pk if self.choice else None

    def is_after(self, decision_id: int) -> bool:
        """Whether it was decided after that decision."""
        return self.choice is not None and self.choice.decision.pk > decision_id


def wanted_for(
    table: Table,
    choices: Choices,
    line: Sequence[int],
    kind: str,
    part: str,
    clause_id: int,
    record_id: int | None = None,
) -> Wanted:
    """What becomes of references of a kind and part to an old clause, in a holder whose line upwards is `line`."""
    passage = table.passage(clause_id)
    fitting = choices.fitting_all(line, kind, part, clause_id, record_id)
    if fitting:
        return Wanted(passage, fitting[0], tuple(fitting[1:]), fitting[0].targets)
    automatic = passage.group == MoveGroup.AUTOMATIC
    return Wanted(passage, None, (), passage.targets if automatic else None)
