"""Actions, risks and opportunities brought in from registers: many at once, and what later registers say of them."""

from collections.abc import Iterable, Sequence
from typing import Any

from qms import clock, policy
from qms.enums import ReferenceOrigin, RiskKind
from qms.history import bulk
from qms.history.recording import operation
from qms.models.actions import Action
from qms.models.organisation import Unit
from qms.models.participation import Participation, end_participation
from qms.models.risks import Risk, RiskAction, RiskClause
from qms.numbering import next_numbers
from qms.operations.citing import rewrite_citations

Citation = tuple[int | None, str]


@operation("bring_in_actions")
def bring_in_actions(drafts: Sequence[Action], *, by: Any) -> list[Action]:
    """Write many brought-in actions, each with its number; the rule is asked once for each unit."""
    for draft in {draft.unit_id: draft for draft in drafts}.values():
        policy.require(by, "qms.create_action", draft)
    give_numbers(drafts, lambda draft: ("action", draft.raised_by_unit_id))
    for draft in drafts:
        draft.original_due_on = draft.due_on
    return with_names(bulk.create(drafts), ("owner", "assigner"))


@operation("bring_in_risks")
def bring_in_risks(drafts: Sequence[Risk], citations: Sequence[Sequence[Citation]], *, by: Any) -> list[Risk]:
    """Write many brought-in risks and opportunities with the clauses that they concern."""
    for draft in {draft.unit_id: draft for draft in drafts}.values():
        policy.require(by, "qms.record_risk", draft)
    give_numbers(drafts, lambda draft: (number_kind(draft), draft.unit_id))
    created = with_names(bulk.create(drafts), ("owner", "recorder"))
    bulk.create(
        RiskClause(record=risk, clause_id=clause, written_as=written, origin=ReferenceOrigin.IMPORT)
        for risk, cited in zip(created, citations, strict=True)
        for clause, written in cited
    )
    return created


@operation("update_brought_in_register")
def update_brought_in_register(records: Sequence[Any], fields: Iterable[str], *, by: Any) -> list[Any]:
    """Write what a later register says of brought-in records of one model; who owns them follows."""
    changed = bulk.update(records, sorted(set(fields)))
    if changed:
        rows = Participation.objects.filter(kind=changed[0]._meta.label_lower, capacity="owner")
        end_participation(rows.filter(record_id__in=[record.pk for record in changed]))
        with_names(changed, ("owner",))
    return changed


@operation("cite_brought_in_risks")
def cite_brought_in_risks(cited: Sequence[tuple[int, int | None, str]], *, by: Any) -> None:
    """Further clauses that a later register names: (key of the risk, key of the clause, how it is written)."""
    rewrite_citations(RiskClause, cited, [])


@operation("link_brought_in_risk_actions")
def link_brought_in_risk_actions(pairs: Sequence[tuple[Risk, Action]], *, by: Any) -> None:
    """Which risk or opportunity each brought-in action treats."""
    bulk.create(RiskAction(risk=risk, action=action) for risk, action in pairs)


def number_kind(risk: Risk) -> str:
    """By which series a risk or an opportunity is numbered."""
    return "opportunity" if risk.kind == RiskKind.OPPORTUNITY else "risk"


def give_numbers(drafts: Sequence[Any], series_of: Any) -> None:
    """The next number of its series and unit for each draft; units are read once."""
    series: dict[tuple[str, int], list[Any]] = {}
    for draft in drafts:
        series.setdefault(series_of(draft), []).append(draft)
    units = Unit.objects.in_bulk({unit for _kind, unit in series})
    for (kind, unit), same in series.items():
        numbers = next_numbers(kind, units[unit], len(same), clock.today().year)
        for draft, number in zip(same, numbers, strict=True):
            draft.number = number


PEOPLE = {
    "owner": "owner_id", "assigner": "assigned_by_id", "recorder": "recorded_by_id", "proposer": "proposed_by_id",
}  # fmt: skip


def with_names(records: list[Any], capacities: Sequence[str]) -> list[Any]:
    """Who is named on the records, written in one go."""
    rows = [
        Participation(user_id=user, kind=record._meta.label_lower, record_id=record.pk, capacity=capacity)
        for record in records
        for capacity in capacities
        if (user := getattr(record, PEOPLE[capacity]))
    ]
    Participation.objects.bulk_create(rows, ignore_conflicts=True, batch_size=1000)
    return records
