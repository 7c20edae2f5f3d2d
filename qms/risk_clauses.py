"""Which clauses a risk or an opportunity belongs to, by edition of ISO 9001."""

from qms.enums import RiskKind
from qms.models.standards import Clause, Edition

USUAL = {
    ("9001", "2008"): {RiskKind.RISK: "8.5.3"},  # preventive action
    ("9001", "2015"): {RiskKind.RISK: "6.1.2", RiskKind.OPPORTUNITY: "6.1.2"},
    ("9001", "2026"): {RiskKind.RISK: "6.1.2", RiskKind.OPPORTUNITY: "6.1.3"},
}
"""ISO 9001:2015 deals with both in one clause; the edition of 2026 sets them apart."""


def usual_clause(edition: Edition | None, kind: str) -> Clause | None:
    """The clause of the edition to which such a record belongs, or None where the edition is none that we know."""
    if edition is None:
        return None
    number = USUAL.get((edition.standard.code, edition.year), {}).get(RiskKind(kind), "")
    return Clause.objects.filter(edition=edition, number=number).first() if number else None


def kind_of_clause(clause: Clause) -> str:
    """Whether a record begun from the clause is a risk or an opportunity."""
    usual = USUAL.get((clause.edition.standard.code, clause.edition.year), {})
    alone = [kind for kind, number in usual.items() if number == clause.number]
    return str(alone[0]) if len(alone) == 1 else str(RiskKind.RISK)
