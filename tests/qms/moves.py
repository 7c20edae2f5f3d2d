"""A programme between two editions over the tests' organisation, and what tests ask of it."""

from types import SimpleNamespace

from qms.models import Clause, ClauseMove, DocumentClause, Edition
from qms.operations.clause_decisions import ClauseDraft, decide
from qms.operations.transition_runs import apply
from tests.factories import (
    DocumentClauseFactory,
    DocumentFactory,
    TransitionHolderFactory,
    TransitionProgrammeFactory,
)


def edition(year):
    """An edition of ISO 9001 as the template loaded it."""
    return Edition.objects.get(standard__code="9001", year=year)


class Move(SimpleNamespace):
    """A running programme of the ministry with two departments in it."""

    def old(self, number):
        """A clause of the edition that is left."""
        return Clause.objects.get(edition=self.programme.from_edition, number=number)

    def new(self, *numbers):
        """Clauses of the new edition."""
        return [Clause.objects.get(edition=self.programme.to_edition, number=number) for number in numbers]

    def document(self, *numbers, unit=None, **values):
        """A document of a department that cites old clauses."""
        made = DocumentFactory(unit=unit or self.made.department, **values)
        for number in numbers:
            DocumentClauseFactory(record=made, clause=self.old(number))
        return made

    def draft(self, number, *targets, unit=None, **values):
        """A decision for the whole programme, or for a unit."""
        unit = unit or self.programme.unit
        return ClauseDraft(self.programme, unit, self.old(number), self.new(*targets), **values)

    def decide(self, number, *targets, by=None, **values):
        """One decision."""
        return decide([self.draft(number, *targets, **values)], by=by or self.made.officer)[0]

    def apply(self, unit=None, by=None):
        """One run."""
        return apply(self.programme, unit, by=by or self.made.officer)


def moving(made, before="2008", after="2015"):
    """The programme."""
    programme = TransitionProgrammeFactory(
        running=True, unit=made.ministry, from_edition=edition(before), to_edition=edition(after)
    )
    holders = [TransitionHolderFactory(programme=programme, unit=one) for one in (made.department, made.department2)]
    return Move(made=made, programme=programme, holders=holders)


def cited(document):
    """Numbers of the clauses that a document cites, with their years."""
    rows = DocumentClause.objects.filter(record=document, ended_at=None)
    rows = rows.order_by("clause__edition__year", "clause__position")
    return [f"{year[2:]}:{number}" for year, number in rows.values_list("clause__edition__year", "clause__number")]


def standing(programme=None):
    """What the ledger says stands, by kind, old reference and new clause."""
    latest = {}
    for move in ClauseMove.objects.order_by("pk"):
        latest[(move.kind, move.old_id, move.to_clause_id)] = move.act
    return {key for key, act in latest.items() if act > 0}
