"""An audit under the old edition beside one under the new: clause by clause, through the correspondence.

**Better, same, worse:** what was found under the new clause against the strictest of what was found under its old
ones, in the order major < minor < not met < partly < conforming. **Not comparable:** one of the two audits did not
examine the clause, it did not apply, only something was recorded, or the clause is new or withdrawn. Where one of
several old clauses was not examined, what was found under the others still counts if it is worse than "partly" or as
bad; a clean result of the others alone does not.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inspections.clause_results import Looked, concluded, looked_at
from inspections.enums import InspectionKind
from inspections.models import Inspection
from inspections.programme_clauses import lines_up
from qms.correspondences.rows import standing_rows
from qms.models.standards import Clause, in_language
from qms.transition.carry import RANK, Standing, strictest
from qms.transition.clause_evidence import units_of
from qms.transition.clause_picture import look_of_standing, table_between

ALL = "all"
"""Instead of one inspection: each clause from the last, or the first, that examined it."""

COMPARABLE = (Standing.MAJOR, Standing.MINOR, Standing.NOT_MET, Standing.PARTLY, Standing.CONFORMING)


class Verdict(models.TextChoices):
    """How a clause came out the second time."""

    BETTER = "better", gettext_lazy("Better")
    SAME = "same", gettext_lazy("Same")
    WORSE = "worse", gettext_lazy("Worse")
    NOT_COMPARABLE = "not_comparable", gettext_lazy("Not comparable")


LOOKS = {
    str(Verdict.BETTER): ("success", "chevron-up"),
    str(Verdict.SAME): ("neutral", ""),
    str(Verdict.WORSE): ("danger", "chevron-down"),
    str(Verdict.NOT_COMPARABLE): ("neutral", "help"),
}


def verdict_of(before: str, after: str) -> str:
    """Which of the four; see the module's own words."""
    if before not in COMPARABLE or after not in COMPARABLE:
        return str(Verdict.NOT_COMPARABLE)
    if RANK[before] == RANK[after]:
        return str(Verdict.SAME)
    return str(Verdict.BETTER if RANK[after] > RANK[before] else Verdict.WORSE)


@dataclass
class Compared:
    """One clause: of the new edition with its old ones, or an old one that was withdrawn."""

    clause: Any
    old: list[Any] = field(default_factory=list)
    before: str = ""
    after: str = ""
    before_by: str = ""
    after_by: str = ""
    is_withdrawn: bool = False
    withdrawn_note: str = ""
    is_heading: bool = False
    depth: int = 0

    @property
    def verdict(self) -> str:
        """Better, same, worse or not comparable."""
        return verdict_of(self.before, self.after)

    @property
    def verdict_look(self) -> dict[str, str]:
        """Its label, tone and icon."""
        tone, icon = LOOKS[self.verdict]
        return {"label": str(Verdict(self.verdict).label), "tone": tone, "icon": icon}

    @property
    def before_look(self) -> dict[str, str] | None:
        """What was found before, None where there was nothing to look at."""
        return look_of_standing(self.before) if self.before else None

    @property
    def after_look(self) -> dict[str, str] | None:
        """What was found now."""
        return look_of_standing(self.after) if self.after else None

    @property
    def note(self) -> str:
        """Why the two cannot be compared."""
        if self.verdict != Verdict.NOT_COMPARABLE:
            return ""
        if self.is_withdrawn:
            return self.withdrawn_note or _("Withdrawn: nothing of the new edition takes its place.")
        if not self.old:
            return _("New: nothing of the old edition leads to it.")
        for side, text in ((self.before, _("Not examined before.")), (self.after, _("Not examined now."))):
            if side in ("", Standing.NOT_EXAMINED):
                return text
        return _("Did not apply in one of the two audits.")


@dataclass(frozen=True)
class Found:
    """What was found under a clause, and by which inspection."""

    result: str = str(Standing.NOT_EXAMINED)
    by: str = ""


def compare(holder: Any, old: Sequence[Inspection], new: Sequence[Inspection]) -> list[Compared]:
    """Every clause of the new edition in its order, then the withdrawn ones; queries do not grow with the clauses.

    One inspection on each side, or several: then each clause is taken from the last of the old ones that examined it,
    and from the first of the new ones.
    """
    programme = holder.programme
    found: dict[int, list[Looked]] = defaultdict(list)
    both = [one.pk for one in (*old, *new)]
    for row in looked_at(Inspection.objects.filter(pk__in=both), units=units_of(holder)):
        found[row.inspection_id].append(row)
    old_clauses = list(Clause.objects.filter(edition_id=programme.from_edition_id).order_by("position"))
    new_clauses = list(Clause.objects.filter(edition_id=programme.to_edition_id).order_by("position"))
    last_first = sorted(old, key=lambda one: (one.ends_on, one.pk), reverse=True)
    before = results_of(old_clauses, [(one, found[one.pk]) for one in last_first])
    after = results_of(
        new_clauses, [(one, found[one.pk]) for one in sorted(new, key=lambda one: (one.ends_on, one.pk))]
    )
    table = table_between(programme)
    rows = [_new_row(clause, table[clause.pk], before, after) for clause in new_clauses]
    led_on = {row.from_clause_id for found_rows in table.values() for row in found_rows}
    return rows + _withdrawn(programme, old_clauses, led_on, before)


def _withdrawn(
    programme: Any, old_clauses: list[Clause], led_on: set[int | None], before: dict[int, Found]
) -> list[Compared]:
    """Old clauses of which a duty was withdrawn, or from which nothing leads on."""
    rows = standing_rows(programme.from_edition_id, programme.to_edition_id)
    duties = rows.filter(from_clause__isnull=False, to_clause=None)
    said = {row.from_clause_id: in_language(row.note_vi, row.note_en) for row in duties}
    return [
        Compared(
            clause,
            [clause],
            before[clause.pk].result,
            before_by=before[clause.pk].by,
            is_withdrawn=True,
            withdrawn_note=said.get(clause.pk, ""),
        )
        for clause in old_clauses
        if clause.auditable and (clause.pk in said or clause.pk not in led_on)
    ]


def results_of(clauses: Iterable[Any], audits: Sequence[tuple[Inspection, Sequence[Looked]]]) -> dict[int, Found]:
    """What the first of the audits that examined it found under each clause, the strictest over its units.

    A heading that was asked stands for the clauses below it.
    """
    listed = list(clauses)
    told = {clause.pk: Found() for clause in listed}
    for audit, looked in reversed(audits):
        by_number: dict[str, list[str]] = defaultdict(list)
        numbers = {clause.pk: clause.number for clause in listed}
        for row in looked:
            if row.was_examined and row.clause_id in numbers:
                by_number[numbers[row.clause_id]].append(row.result)
        for clause in listed:
            results = [result for up in lines_up(clause.number) for result in by_number.get(up, ())]
            if results:
                told[clause.pk] = Found(strictest(filter(None, results)), audit.number)
    return told


def _new_row(clause: Any, table: list[Any], before: dict[int, Found], after: dict[int, Found]) -> Compared:
    depth = min(clause.number.count("."), 4)
    if not clause.auditable:
        return Compared(clause, is_heading=True, depth=depth)
    old = [row.from_clause for row in table]
    stood = [before[one.pk] for one in old]
    return Compared(
        clause,
        old,
        strictest(one.result or str(Standing.NOT_EXAMINED) for one in stood),
        after[clause.pk].result,
        before_by=", ".join(dict.fromkeys(one.by for one in stood if one.by)),
        after_by=after[clause.pk].by,
        depth=depth,
    )


@dataclass(frozen=True)
class Audits:
    """The concluded inspections that can be compared, the latest first, and which two are."""

    old: list[Inspection]
    new: list[Inspection]

    def chosen(self, old: str, new: str) -> tuple[list[Inspection], list[Inspection]]:
        """Those asked for by uid or `all`; else the last internal audit of the old, the first of the new."""
        return (_asked(self.old, old, self.old), _asked(self.new, new, self.new[::-1]))


def _asked(rows: list[Inspection], asked: str, by_itself: list[Inspection]) -> list[Inspection]:
    if asked == ALL:
        return rows
    found = next((row for row in rows if str(row.uid) == asked), None)
    return [found] if found is not None else _internal_first(by_itself)[:1]


def _internal_first(rows: list[Inspection]) -> list[Inspection]:
    return sorted(rows, key=lambda row: row.kind != InspectionKind.INTERNAL)


def audits_of(holder: Any, user: Any) -> Audits:
    """Concluded inspections of the holder's QMS under either edition, of those that the person reaches."""
    programme = holder.programme
    units = units_of(holder)
    own = Q(unit_id__in=units) | Q(inspected_units__unit_id__in=units, inspected_units__ended_at=None)
    editions = (programme.from_edition_id, programme.to_edition_id)
    keys = concluded().filter(own, edition_id__in=editions).values("pk")
    rows = list(Inspection.objects.visible_to(user).filter(pk__in=keys).order_by("-ends_on", "-pk"))
    return Audits(
        [row for row in rows if row.edition_id == editions[0]], [row for row in rows if row.edition_id == editions[1]]
    )
