"""What a holder's own records show, clause by clause: documents in force, and judgements of earlier transitions."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any

from django.utils.translation import gettext as _

from qms import clock
from qms.models.clause_work import ClauseWork
from qms.models.documents import DocumentClause, Issue
from qms.models.reach import inside_subtree
from qms.registry import ClauseEvidence, registry


def units_of(holder: Any) -> Any:
    """Keys of the units of the holder's QMS."""
    return inside_subtree([holder.unit_id])


def evidence_of(holder: Any, editions: Collection[Any]) -> dict[int, list[ClauseEvidence]]:
    """All that registered providers know, by clause, newest first."""
    found: dict[int, list[ClauseEvidence]] = defaultdict(list)
    for provider in registry.clause_evidence:
        for one in provider(holder, editions):
            found[one.clause_id].append(one)
    for rows in found.values():
        rows.sort(key=lambda one: (one.on is not None, one.on), reverse=True)
    return found


def documents_in_force(holder: Any, editions: Collection[Any]) -> Iterable[ClauseEvidence]:
    """Documents of the holder that are in force and cite a clause; they show that something is laid down."""
    cited = DocumentClause.objects.filter(
        ended_at=None, clause__edition__in=editions, record__unit_id__in=units_of(holder), record__ended_at=None
    )
    rows = list(cited.select_related("record", "clause").order_by("record__number", "pk"))
    in_force = Issue.objects.effective_on(clock.today()).filter(document__in={row.record_id for row in rows})
    issues = {row[0]: row[1:] for row in in_force.values_list("document_id", "issue_number", "effective_on")}
    for row in rows:
        if row.record_id in issues:
            issue, day = issues[row.record_id]
            text = _("%(document)s, issue %(issue)s in force") % {"document": row.record, "issue": issue}
            clause: Any = row.clause
            yield ClauseEvidence(clause.pk, clause.edition_id, text, row.record.get_absolute_url(), day)


def earlier_judgements(holder: Any, editions: Collection[Any]) -> Iterable[ClauseEvidence]:
    """What the unit judged itself when it moved to what is now the old edition."""
    rows = ClauseWork.objects.filter(unit_id=holder.unit_id, clause__edition__in=editions).exclude(holder=holder)
    for row in rows.select_related("clause", "holder").order_by("pk"):
        text = _("Own judgement of %(day)s: %(judgement)s") % {
            "day": f"{row.judged_on:%d/%m/%Y}",
            "judgement": row.get_judgement_display(),
        }
        yield ClauseEvidence(
            row.clause_id, row.clause.edition_id, text, row.get_absolute_url(), row.judged_on, row.judgement
        )
