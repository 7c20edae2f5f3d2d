"""How a holder stands to each clause of the new edition: what was judged, what carried over and why, what shows it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from qms.correspondences.rows import standing_rows
from qms.enums import ClauseJudgement, Relation
from qms.models.clause_work import ClauseWork, ClauseWorkAction
from qms.models.standards import Clause, Correspondence, in_language
from qms.registry import ClauseEvidence
from qms.transition.carry import RANK, Standing, carried_over, is_unchanged, strictest
from qms.transition.clause_evidence import evidence_of

GAPS = (ClauseJudgement.PARTLY, ClauseJudgement.NOT_CONFORMING)
DEEPEST = 4  # levels that are set in


LOOKS = {
    str(Standing.MAJOR): ("danger", "alert-triangle"),
    str(Standing.MINOR): ("warning", "alert-triangle"),
    str(Standing.NOT_MET): ("danger", "circle-x"),
    str(Standing.PARTLY): ("warning", ""),
    str(Standing.NOT_EXAMINED): ("neutral", "help"),
    str(Standing.TO_CONFIRM): ("info", "eye"),
    str(Standing.CONFORMING): ("success", "circle-check"),
    str(Standing.NOT_APPLICABLE): ("neutral", "ban"),
}
"""Tone and icon of what is known of a clause."""


def look_of_standing(standing: str) -> dict[str, str]:
    """Label, tone and icon; a clause to which nothing leads is new."""
    if not standing:
        return {"label": str(_("New")), "tone": "info", "icon": "plus"}
    tone, icon = LOOKS[standing]
    return {"label": str(Standing(standing).label), "tone": tone, "icon": icon}


@dataclass
class OldClause:
    """An old clause that leads to a new one: how, and what stood under it."""

    clause: Clause
    relation: str
    note: str
    standing: str
    evidence: list[ClauseEvidence] = field(default_factory=list)

    @property
    def relation_said(self) -> str:
        """The relation in words."""
        return str(Relation(self.relation).label) if self.relation in Relation.values else self.relation

    @property
    def look(self) -> dict[str, str]:
        """How what stood under it looks."""
        return look_of_standing(self.standing)


@dataclass
class ClauseRow:
    """One clause of the new edition for one holder; a heading has nothing but its place."""

    clause: Any
    depth: int
    work: Any = None
    old: list[OldClause] = field(default_factory=list)
    evidence: list[ClauseEvidence] = field(default_factory=list)
    actions: list[Any] = field(default_factory=list)

    @property
    def is_heading(self) -> bool:
        """Whether it only gathers what stands below it."""
        return not self.clause.auditable

    @property
    def is_new(self) -> bool:
        """Whether nothing of the old edition leads here."""
        return not self.is_heading and not self.old

    @property
    def is_open(self) -> bool:
        """Whether it still has to be judged."""
        return not self.is_heading and self.work is None

    @property
    def is_gap(self) -> bool:
        """Whether it was judged to be met in part, or not at all."""
        return self.work is not None and self.work.judgement in GAPS

    @property
    def carried(self) -> str:
        """What carried over, "" for a new clause."""
        return carried_over((one.standing, one.relation) for one in self.old)

    @property
    def look(self) -> dict[str, str]:
        """How what carried over looks."""
        return look_of_standing(self.carried)

    @property
    def carried_said(self) -> str:
        """What carried over, in words."""
        return self.look["label"]

    @property
    def is_unchanged(self) -> bool:
        """Whether it asks for nothing but what its old clauses asked for."""
        return is_unchanged(one.relation for one in self.old)

    @property
    def waits_for_confirmation(self) -> bool:
        """Whether it conformed before and only has to be confirmed."""
        return self.is_open and self.carried == Standing.TO_CONFIRM

    @property
    def why(self) -> str:
        """Why what carried over is no more than it is."""
        return why_of(self)


def why_of(row: ClauseRow) -> str:
    """In one sentence, naming the old clauses."""
    if not row.old:
        return _("New in this edition: nothing carries over.")
    numbers = ", ".join(one.clause.number for one in row.old)
    if row.carried == Standing.TO_CONFIRM and row.is_unchanged:
        text = _("Conformed under %(old)s, which asked for the same: nobody has looked under the new edition yet.")
    elif row.carried == Standing.TO_CONFIRM:
        text = _("Conformed under %(old)s, but the new clause asks for something else as well.")
    elif row.carried == Standing.NOT_EXAMINED:
        missing = [one.clause.number for one in row.old if one.standing == Standing.NOT_EXAMINED]
        numbers = ", ".join(missing) or numbers
        text = _("No concluded inspection and no own judgement tells how %(old)s stood.")
    elif row.carried == Standing.NOT_APPLICABLE:
        text = _("Did not apply under %(old)s: say whether it still does not, and why.")
    else:
        worst = [one.clause.number for one in row.old if one.standing == row.carried]
        numbers = ", ".join(worst) or numbers
        text = _("The strictest counts: this is how %(old)s stands.")
    return text % {"old": numbers}


def picture_of(holder: Any, *, works: Iterable[ClauseWork] | None = None) -> list[ClauseRow]:
    """Every clause of the new edition in its order; `works` replaces today's judgements.

    The number of queries does not depend on how many clauses, records or judgements there are.
    """
    programme = holder.programme
    clauses = list(
        Clause.objects.filter(edition_id=programme.to_edition_id)
        .select_related("edition__standard")
        .order_by("position")
    )
    judged = {work.clause_id: work for work in (works_of(holder) if works is None else works)}
    table = table_between(programme)
    evidence = evidence_of(holder, [programme.from_edition, programme.to_edition])
    old_standing = spread_below(
        Clause.objects.filter(edition_id=programme.from_edition_id).order_by("position"), evidence
    )
    new_evidence = spread_below(clauses, evidence)
    actions = actions_of(holder)
    return [
        ClauseRow(
            clause=clause,
            depth=min(clause.number.count("."), DEEPEST),
            work=judged.get(clause.pk) if clause.auditable else None,
            old=[old_clause(row, old_standing) for row in table[clause.pk]] if clause.auditable else [],
            evidence=new_evidence[clause.pk] if clause.auditable else [],
            actions=actions[clause.pk],
        )
        for clause in clauses
    ]


def works_of(holder: Any) -> list[ClauseWork]:
    """The judgements that stand today."""
    return list(ClauseWork.objects.filter(holder=holder).select_related("judged_by"))


def actions_of(holder: Any) -> dict[int, list[Any]]:
    """The actions raised for gaps, by clause, the latest last."""
    found: dict[int, list[Any]] = defaultdict(list)
    rows = ClauseWorkAction.objects.filter(work__holder=holder).select_related("action__owner", "work").order_by("pk")
    for row in rows:
        found[row.work.clause_id].append(row.action)
    return found


def table_between(programme: Any) -> dict[int, list[Correspondence]]:
    """The standing rows between the two editions by new clause, in the order of the old.

    A heading that leads to a clause beside one of its own leaves says nothing more than the leaf.
    """
    rows = standing_rows(programme.from_edition_id, programme.to_edition_id)
    found: dict[int, list[Correspondence]] = defaultdict(list)
    headings: dict[int, list[Correspondence]] = defaultdict(list)
    for row in rows.filter(from_clause__isnull=False, to_clause__isnull=False):
        clause: Any = row.from_clause
        (found if clause.auditable else headings)[row.to_clause_id or 0].append(row)
    for key, only in headings.items():
        found[key] = found[key] or only
    return found


def old_clause(row: Correspondence, standing: dict[int, list[ClauseEvidence]]) -> OldClause:
    """An old clause with what was found under it."""
    evidence = standing[row.from_clause_id or 0]
    told = strictest(one.result for one in evidence if one.result in RANK or one.result == Standing.NOT_APPLICABLE)
    note = in_language(row.note_vi, row.note_en)
    clause: Any = row.from_clause
    return OldClause(clause, row.relation, note, told or str(Standing.NOT_EXAMINED), evidence)


def spread_below(
    clauses: Iterable[Clause], evidence: dict[int, list[ClauseEvidence]]
) -> dict[int, list[ClauseEvidence]]:
    """The evidence of each clause with that of all clauses above it: a heading that is cited stands for its leaves."""
    found: dict[int, list[ClauseEvidence]] = defaultdict(list)
    by_number: dict[str, int] = {}
    for clause in clauses:
        by_number[clause.number] = clause.pk
        above = found[by_number[up]] if (up := clause.number.rpartition(".")[0]) in by_number else []
        found[clause.pk] = [*evidence.get(clause.pk, []), *above]
    return found


@dataclass(frozen=True)
class Progress:
    """How many clauses were judged, and how."""

    all: int
    judged: int
    gaps: int
    to_confirm: int
    new: int
    by_judgement: dict[str, int]

    @property
    def open(self) -> int:
        """Still to be judged."""
        return self.all - self.judged

    @property
    def percent(self) -> int:
        """Judged, in percent."""
        return round(100 * self.judged / self.all) if self.all else 0


def progress_of(rows: Iterable[ClauseRow]) -> Progress:
    """Counted over the clauses that carry a requirement."""
    leaves = [row for row in rows if not row.is_heading]
    judgements = [row.work.judgement for row in leaves if row.work is not None]
    return Progress(
        all=len(leaves),
        judged=len(judgements),
        gaps=sum(row.is_gap for row in leaves),
        to_confirm=sum(row.waits_for_confirmation for row in leaves),
        new=sum(row.is_new for row in leaves),
        by_judgement={str(value): judgements.count(value) for value in ClauseJudgement.values},
    )
