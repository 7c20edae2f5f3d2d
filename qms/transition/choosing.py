"""Which decision fits: a record before a part, a part before a kind, a kind before all; then the nearest unit."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from qms.correspondences.versions import sides_of
from qms.enums import MoveGroup, Relation
from qms.models.clause_moves import ClauseDecision, DecisionTarget
from qms.models.standards import Clause, CorrespondenceVersion
from qms.models.transition import TransitionProgramme
from qms.transition.table import Passage, Table

Key = tuple[int, str, str, int, int | None]
"""Unit, kind, part, old clause, record."""


@dataclass(frozen=True)
class Choice:
    """A standing decision with the new clauses it names, in their order."""

    decision: ClauseDecision
    targets: tuple[Clause, ...]

    @property
    def target_ids(self) -> frozenset[int]:
        """Keys of the new clauses."""
        return frozenset(one.pk for one in self.targets)


@dataclass
class Choices:
    """The standing decisions of a programme. Made by `load_choices`; asks the database nothing more."""

    by_key: dict[Key, Choice]
    of_record: dict[tuple[str, int, int], Choice]

    def fitting(
        self, line: Sequence[int], kind: str, part: str, clause_id: int, record_id: int | None = None
    ) -> Choice | None:
        """The decision that fits a case of a holder, whose `line` are the units from it upwards."""
        return next(iter(self.fitting_all(line, kind, part, clause_id, record_id)), None)

    def fitting_all(
        self, line: Sequence[int], kind: str, part: str, clause_id: int, record_id: int | None = None
    ) -> list[Choice]:
        """All that fit, the one that decides first: the others are what it overrules."""
        found = []
        if record_id is not None and (own := self.of_record.get((kind, record_id, clause_id))):
            found.append(own)
        scopes = dict.fromkeys([(kind, part), (kind, ""), ("", "")])
        for scope in scopes:
            for unit_id in line:
                choice = self.by_key.get((unit_id, *scope, clause_id, None))
                if choice is not None:
                    found.append(choice)
        return found

    def records_of(self, kind: str) -> dict[tuple[int, int], Choice]:
        """Decisions for one record alone, by record and old clause."""
        return {(record, clause): one for (label, record, clause), one in self.of_record.items() if label == kind}


def load_choices(programme: TransitionProgramme, table: Table) -> Choices:
    """The standing decisions of a programme, in two queries."""
    standing = ClauseDecision.objects.filter(programme_id=programme.pk, ended_at=None)
    targets: dict[int, list[Clause]] = defaultdict(list)
    rows = DecisionTarget.objects.filter(decision__in=standing.values("pk")).order_by("clause__position", "pk")
    for decision_id, clause_id in rows.values_list("decision_id", "clause_id"):
        targets[decision_id].append(table.new[clause_id])
    choices = Choices({}, {})
    for decision in standing.select_related("unit", "from_clause", "decided_by"):
        choice = Choice(decision, tuple(targets[decision.pk]))
        if decision.record_id is not None:
            choices.of_record[(decision.kind, decision.record_id, decision.from_clause_id)] = choice
        else:
            key = (decision.unit_id, decision.kind, decision.part, decision.from_clause_id, None)
            choices.by_key[key] = choice
    return choices


def agrees(passage: Passage, target_ids: Iterable[int]) -> bool:
    """Whether targets are what the table suggests: where it leaves the choice, some of its rows; else all of them.

    A withdrawn clause may go nowhere without more words, a split one may not.
    """
    wanted, suggested = set(target_ids), {one.pk for one in passage.targets}
    if passage.group == MoveGroup.TO_DECIDE:
        return wanted <= suggested and bool(wanted or passage.relation == Relation.WITHDRAWN)
    return passage.group == MoveGroup.TO_CONFIRM and wanted == suggested


def to_look_at_again(programme: TransitionProgramme) -> list[ClauseDecision]:
    """Standing decisions whose clause's rows were corrected after they were made, in two queries."""
    standing = ClauseDecision.objects.filter(programme=programme, ended_at=None)
    changed = changed_since(programme)
    rows = standing.select_related("unit", "from_clause", "decided_by").order_by("from_clause__position", "pk")
    return [one for one in rows if changed.get(one.from_clause_id, 0) > one.correspondence_version]


def changed_since(programme: TransitionProgramme) -> dict[int, int]:
    """Old clause > number of the last version of the table that changed one of its rows."""
    one, two = programme.from_edition_id, programme.to_edition_id
    versions = CorrespondenceVersion.objects.filter(from_edition_id=one, to_edition_id=two).order_by("number")
    numbers = dict(Clause.objects.filter(edition_id=one).values_list("number", "pk"))
    found: dict[int, int] = {}
    for number, changes in versions.values_list("number", "changes"):
        named = {side["from"] for side in sides_of(changes)}
        found.update({numbers[one]: number for one in named if one in numbers})
    return found
