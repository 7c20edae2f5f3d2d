"""Earlier findings that look alike: of this unit, and elsewhere within reach. Shown while a finding is written."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from django.db.models import Exists, OuterRef, Q

from inspections.enums import FindingStatus, Grade
from inspections.finding_help import DENIALS
from inspections.models import Finding, FindingClause
from qms.folding import fold

MOST = 5  # shown of each
READ = 60  # newest candidates that are weighed
TELLING = 8  # pairs of words looked for
WORTH_SHOWING = (*Grade.nonconforming(), *Grade.answered_by_unit())


@dataclass
class Similar:
    """What was found, most alike first."""

    here: list[Finding] = field(default_factory=list)
    elsewhere: list[Finding] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.here or self.elsewhere)


def similar_findings(
    user: Any, *, unit_id: int | None, clause_ids: Iterable[int] = (), text: str = "", but: int | None = None
) -> Similar:
    """Findings that cite the same clause, or hold the same pairs of words; two queries, each by an index.

    Of the unit by its own index; elsewhere by the clauses' index, or without a clause from the newest backwards.
    """
    clauses, pairs = list(clause_ids), telling_pairs(text)
    if not clauses and not pairs:
        return Similar()
    cites = FindingClause.objects.filter(clause_id__in=clauses, ended_at=None)
    rows = Finding.objects.filter(grade__in=WORTH_SHOWING, ended_at=None).exclude(status=FindingStatus.WITHDRAWN)
    rows = rows.select_related("unit").annotate(cited=Exists(cites.filter(record=OuterRef("pk"))))
    if but is not None:
        rows = rows.exclude(pk=but)
    holds = Q(pk__in=[])
    for pair in pairs:
        holds |= Q(search_text__contains=pair)
    found = Similar()
    if unit_id is not None:
        found.here = _best(rows.filter(holds | Q(cited=True), unit_id=unit_id).visible_to(user), pairs)
    other = rows.filter(pk__in=cites.values("record_id")) if clauses else rows.filter(holds)
    if unit_id is not None:
        other = other.exclude(unit_id=unit_id)
    found.elsewhere = _best(other.visible_to(user), pairs)
    return found


def telling_pairs(text: str) -> list[str]:
    """The longest pairs of neighbouring words, folded: a Vietnamese word is mostly two syllables."""
    words = re.findall(r"\w+", fold(text or "")[:600])
    pairs = [(one, two) for one, two in pairwise(words) if not {one, two} & DENIALS]
    return sorted(dict.fromkeys(f"{one} {two}" for one, two in pairs), key=lambda pair: (-len(pair), pair))[:TELLING]


def _best(rows: Any, pairs: list[str]) -> list[Finding]:
    """Among the newest those that share most pairs and the clause."""
    weighed = [(sum(pair in row.search_text for pair in pairs) + row.cited, row) for row in rows.order_by("-id")[:READ]]
    return [row for _weight, row in sorted(weighed, key=lambda found: -found[0])][:MOST]
