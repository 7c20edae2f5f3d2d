"""An audit under the old edition beside one under the new: clause by clause, through the correspondence.

**Better, same, worse:** what was found under the new clause against the strictest of what was found under its old
ones, in the order major < minor < not met < partly < conforming. **Not comparable:** one of the two audits did not
examine the clause, it did not apply, only something was recorded, or the clause is new or withdrawn. Where one of
several old clauses was not examined, what was found under the others still counts if it is worse than "partly" or as
bad; a clean result of the others alone does not.
"""

from collections import defaultdict
from collections.abc import Iterable
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
from qms.models.standards import Clause, Correspondence, in_language
from qms.transition.carry import RANK, Standing, strictest
from qms.transition.clause_evidence import units_of
from qms.transition.clause_picture import look_of_standing, table_between

COMPARABLE = (Standing.MAJOR, Standing.MINOR, Standing.NOT_MET, Standing.PARTLY, Standing.CONFORMING)


class Verdict(models.TextChoices):
    """How a clause came out the second time."""

    BETTER = "better", gettext_lazy("Better")
    SAME = "same", gettext_lazy("Same")
    WORSE = "worse", gettext_lazy("Worse")
    NOT_COMPARABLE = "not_comparable", gettext_lazy("Not comparable")


LOOKS = {
    str(Verdict.BETTER): ("success", "arrow-up"),
    str(Verdict.SAME): ("neutral", ""),
    str(Verdict.WORSE): ("danger", "arrow-down"),
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


def compare(holder: Any, old: Inspection | None, new: Inspection | None) -> list[Compared]:
    """Every clause of the new edition in its order, then the withdrawn ones; queries do not grow with the clauses."""
    programme = holder.programme
    units = units_of(holder)
    found: dict[int, list[Looked]] = defaultdict(list)
    wanted = [one.pk for one in (old, new) if one is not None]
    for row in looked_at(Inspection.objects.filter(pk__in=wanted), units=units):
        found[row.inspection_id].append(row)
    old_clauses = list(Clause.objects.filter(edition_id=programme.from_edition_id).order_by("position"))
    new_clauses = list(Clause.objects.filter(edition_id=programme.to_edition_id).order_by("position"))
    before = results_of(old_clauses, found[old.pk] if old is not None else [])
    after = results_of(new_clauses, found[new.pk] if new is not None else [])
    table = table_between(programme)
    rows = [_new_row(clause, table[clause.pk], before, after) for clause in new_clauses]
    led_on = {row.from_clause_id for found_rows in table.values() for row in found_rows}
    return rows + _withdrawn(programme, old_clauses, led_on, before)


def _withdrawn(
    programme: Any, old_clauses: list[Clause], led_on: set[int | None], before: dict[int, str]
) -> list[Compared]:
    """Old clauses of which a duty was withdrawn, or from which nothing leads on."""
    duties = Correspondence.objects.filter(
        from_edition_id=programme.from_edition_id,
        to_edition_id=programme.to_edition_id,
        from_clause__isnull=False,
        to_clause=None,
        ended_at=None,
    )
    said = {row.from_clause_id: in_language(row.note_vi, row.note_en) for row in duties.order_by("pk")}
    return [
        Compared(clause, [clause], before[clause.pk], is_withdrawn=True, withdrawn_note=said.get(clause.pk, ""))
        for clause in old_clauses
        if clause.auditable and (clause.pk in said or clause.pk not in led_on)
    ]


def results_of(clauses: Iterable[Any], looked: Iterable[Looked]) -> dict[int, str]:
    """What one inspection found under each clause, the strictest over its units; a heading stands for its leaves."""
    by_clause: dict[int, list[str]] = defaultdict(list)
    for row in looked:
        by_clause[row.clause_id].append(row.result)
    listed = list(clauses)
    by_number = {clause.number: by_clause[clause.pk] for clause in listed}
    told = {}
    for clause in listed:
        results = [result for up in lines_up(clause.number) for result in by_number.get(up, ())]
        told[clause.pk] = strictest(filter(None, results)) if results else str(Standing.NOT_EXAMINED)
    return told


def _new_row(clause: Any, table: list[Any], before: dict[int, str], after: dict[int, str]) -> Compared:
    depth = min(clause.number.count("."), 4)
    if not clause.auditable:
        return Compared(clause, is_heading=True, depth=depth)
    old = [row.from_clause for row in table]
    stood = strictest(before[one.pk] or str(Standing.NOT_EXAMINED) for one in old)
    return Compared(clause, old, stood, after[clause.pk], depth=depth)


@dataclass(frozen=True)
class Audits:
    """The concluded inspections that can be compared, the latest first, and which two are."""

    old: list[Inspection]
    new: list[Inspection]

    def chosen(self, old_uid: str, new_uid: str) -> tuple[Inspection | None, Inspection | None]:
        """Those asked for; else the last internal audit under the old edition and the first under the new."""
        return (
            _by_uid(self.old, old_uid) or next(iter(_internal_first(self.old)), None),
            _by_uid(self.new, new_uid) or next(iter(_internal_first(self.new[::-1])), None),
        )


def _by_uid(rows: list[Inspection], uid: str) -> Inspection | None:
    return next((row for row in rows if str(row.uid) == uid), None)


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
