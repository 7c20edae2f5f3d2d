"""Earlier findings that look alike: of this unit, and elsewhere within reach. Shown while a finding is written."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from inspections.enums import FindingStatus, Grade
from inspections.models import Finding, FindingClause
from qms.folding import fold

MOST = 5  # shown of each
READ = 60  # newest candidates that are weighed
TELLING = 4  # words looked for
SHORTEST = 3  # letters of a word that tells something
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
    """Findings that cite the same clause, or hold the telling words; two queries, each by an index.

    Of the unit by its own index; elsewhere by the clauses' index, or without a clause by every telling word at once.
    """
    clauses, words = list(clause_ids), telling_words(text)
    if not clauses and not words:
        return Similar()
    rows = Finding.objects.filter(grade__in=WORTH_SHOWING, ended_at=None).exclude(status=FindingStatus.WITHDRAWN)
    rows = rows.exclude(pk=but).select_related("unit").order_by("-recorded_on", "-id")
    cites = Q(pk__in=FindingClause.objects.filter(clause_id__in=clauses, ended_at=None).values("record_id"))
    holds = Q(pk__in=[])
    for word in words:
        holds |= Q(search_text__contains=word)
    found = Similar()
    if unit_id is not None:
        found.here = _best(rows.filter(cites | holds, unit_id=unit_id).visible_to(user)[:READ], words)
    other = rows.filter(cites) if clauses else _all_words(rows, words)
    if other is not None:
        found.elsewhere = _best(other.exclude(unit_id=unit_id).visible_to(user)[:READ], words)
    return found


def _all_words(rows: Any, words: list[str]) -> Any:
    """Without a clause only what holds every word is alike; one word alone says too little."""
    return rows.search(" ".join(words)) if len(words) > 1 else None


def telling_words(text: str) -> list[str]:
    """The longest words of the text, folded: short ones stand in every finding."""
    words = dict.fromkeys(re.findall(r"\w+", fold(text or "")[:600]))
    return sorted((word for word in words if len(word) >= SHORTEST), key=lambda word: (-len(word), word))[:TELLING]


def _best(rows: Iterable[Finding], words: list[str]) -> list[Finding]:
    """Those that share most words, newest first among equals."""
    weighed = [(sum(word in row.search_text for word in words), row) for row in rows]
    return [row for _weight, row in sorted(weighed, key=lambda pair: -pair[0])][:MOST]
