"""Proposing repeats: by the system, every night and as soon as a cause or a nonconformity is known."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from inspections.enums import NonconformityStatus, RepeatStatus
from inspections.models import CauseCategory, Repeat, RepeatMember
from inspections.repeat_cases import folded, read_cases
from inspections.repeat_detection import FoundRepeat, detect
from inspections.repeat_workflow import REPEAT
from qms import clock
from qms.enums import Role
from qms.history import bulk
from qms.history.recording import operation
from qms.models.organisation import Unit
from qms.models.people import RoleAssignment, User
from qms.models.standards import Clause
from qms.notices import notify
from qms.numbering import next_numbers
from qms.operations.people import account


@operation("propose_repeats")
def propose_repeats(*, by: Any, clause_ids: Iterable[int] | None = None) -> list[Repeat]:
    """Propose what repeats (only on these clauses where given), and let standing proposals grow. Returns the new ones.

    Again = no change. What was decided is proposed anew only with a nonconformity that it did not know.
    """
    found = detect(read_cases(clock.today(), clause_ids), clock.today())
    if not found:
        return []
    units = {unit.pk: unit for unit in Unit.objects.locked().filter(pk__in={one.to for one in found}).order_by("pk")}
    standing, new = _Standing(found), []
    for one in found:
        if not standing.covers(one) and not standing.grow(one):
            new.append(one)
    standing.write()
    return _propose(new, units)


class _Standing:
    """The repeats that were proposed before in the same places, with all that they ever held."""

    def __init__(self, found: list[FoundRepeat]) -> None:
        rows = Repeat.objects.filter(
            unit_id__in={one.to for one in found}, clause_id__in={one.clause for one in found}
        ).select_related("category")
        self.members: dict[int, set[int]] = defaultdict(set)
        for repeat, nonconformity in RepeatMember.objects.filter(repeat__in=rows).values_list(
            "repeat_id", "nonconformity_id"
        ):
            self.members[repeat].add(nonconformity)
        self.at: dict[tuple[Any, ...], list[Repeat]] = defaultdict(list)
        self.names: dict[int, str] = {}
        for row in rows.order_by("pk"):
            self.names[row.pk] = _name(row)
            self.at[row.unit_id, row.kind, row.clause_id, row.where_id].append(row)
        self.joining: list[RepeatMember] = []
        self.sharper: list[Repeat] = []

    def _alike(self, one: FoundRepeat) -> list[Repeat]:
        rows = self.at[one.to, one.kind, one.clause, one.where]
        return [row for row in rows if not one.category or self.names[row.pk] in ("", one.category)]

    def covers(self, one: FoundRepeat) -> bool:
        """Whether a repeat, decided or not, already holds all of it and tells as much."""
        return any(
            one.members <= self.members[row.pk]
            and (row.status != RepeatStatus.PROPOSED or not one.category or self.names[row.pk] == one.category)
            for row in self._alike(one)
        )

    def grow(self, one: FoundRepeat) -> bool:
        """Add the new ones to the proposal that waits; one without a category takes the one that became known."""
        waiting = [row for row in self._alike(one) if row.status == RepeatStatus.PROPOSED]
        for row in sorted(waiting, key=lambda each: self.names[each.pk] != one.category):
            fresh = one.members - self.members[row.pk]
            self.joining += [RepeatMember(repeat=row, nonconformity_id=key) for key in sorted(fresh)]
            self.members[row.pk] |= fresh
            if one.category and not self.names[row.pk] and one.members >= self.members[row.pk]:
                row.category = Categories().of(one.to, one.category)
                self.names[row.pk] = _name(row)
                self.sharper.append(row)
            return True
        return False

    def write(self) -> None:
        """Write what joined and what became sharper."""
        bulk.create(self.joining)
        bulk.update(self.sharper, ["category"])


def _name(repeat: Repeat) -> str:
    return folded(repeat.category.name_vi) if repeat.category is not None else ""


class Categories:
    """Categories by holder and folded name: the holder's own, else the oldest of that name anywhere."""

    def __init__(self) -> None:
        self.own: dict[tuple[int, str], CauseCategory] = {}
        self.any: dict[str, CauseCategory] = {}
        for row in CauseCategory.objects.order_by("pk"):
            name = folded(row.name_vi)
            self.own.setdefault((row.unit_id, name), row)
            self.any.setdefault(name, row)

    def of(self, unit_id: int, name: str) -> CauseCategory | None:
        """The category of that name for this holder; None where no name is known."""
        return (self.own.get((unit_id, name)) or self.any.get(name)) if name else None


def _propose(found: list[FoundRepeat], units: dict[int, Unit]) -> list[Repeat]:
    if not found:
        return []
    categories, today = Categories(), clock.today()
    repeats = []
    for unit_id, same in _by_unit(found).items():
        for one, number in zip(same, next_numbers("repeat", units[unit_id], len(same)), strict=True):
            category = categories.of(unit_id, one.category)
            repeats.append(
                Repeat(
                    number=number, unit=units[unit_id], kind=one.kind, clause_id=one.clause, category=category,
                    where_id=one.where, found_on=today,
                )
            )  # fmt: skip
    created = bulk.create(repeats)
    told = [one for same in _by_unit(found).values() for one in same]
    rows = [
        RepeatMember(repeat=repeat, nonconformity_id=key)
        for repeat, one in zip(created, told, strict=True)
        for key in sorted(one.members)
    ]
    bulk.create(rows)
    _tell(created)
    return created


def _by_unit(found: list[FoundRepeat]) -> dict[int, list[FoundRepeat]]:
    by_unit: dict[int, list[FoundRepeat]] = {}
    for one in found:
        by_unit.setdefault(one.to, []).append(one)
    return by_unit


def _tell(repeats: list[Repeat]) -> None:
    """The officers of the holder, once for each repeat."""
    roles = RoleAssignment.objects.standing_on(clock.today()).filter(
        role=Role.OFFICER, unit_id__in={repeat.unit_id for repeat in repeats}
    )
    officers: dict[int, list[User]] = defaultdict(list)
    for role in roles.select_related("user"):
        officers[role.unit_id].append(role.user)
    numbers = dict(Clause.objects.filter(pk__in={one.clause_id for one in repeats}).values_list("pk", "number"))
    for repeat in repeats:
        notify("repeat_proposed", about=repeat, to=officers[repeat.unit_id], clause=numbers[repeat.clause_id])


@operation("let_withdrawn_go")
def let_withdrawn_go(*, by: Any) -> int:
    """What was withdrawn leaves the proposals that wait; one with less than two left lapses. Returns how many left."""
    rows = RepeatMember.objects.filter(
        ended_at=None,
        repeat__status=RepeatStatus.PROPOSED,
        nonconformity__status=NonconformityStatus.WITHDRAWN,
    )
    gone = list(rows.select_related("repeat"))
    for row in gone:
        row.ended_at = clock.now()
    bulk.update(gone, ["ended_at"])
    repeats = {row.repeat_id: row.repeat for row in gone}
    left = RepeatMember.objects.filter(repeat__in=repeats, ended_at=None).order_by().values_list("repeat_id", flat=True)
    standing = list(left)
    for key, repeat in repeats.items():
        if standing.count(key) < 2:
            REPEAT.apply("lapse", repeat, by=by, reason=str(REPEAT["lapse"].in_english), decided_on=clock.today())
    return len(gone)


def propose_all() -> int:
    """Scheduled: everything. Returns how many proposals are new."""
    system = account("system")
    let_withdrawn_go(by=system)
    return len(propose_repeats(by=system))


def propose_on(clause_ids: Iterable[int]) -> None:
    """At once, after something became known on these clauses."""
    keys = set(clause_ids)
    if keys:
        propose_repeats(by=account("system"), clause_ids=keys)
