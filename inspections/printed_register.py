"""The follow-up register of nonconformities as it is printed: what the list shows, with what is done about each."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from inspections.models import CorrectiveAction, EffectCheck, NonconformityClause
from qms.enums import ActionStatus
from qms.printing import document_contexts


def follow_up_entries(rows: Sequence[Any]) -> list[document_contexts.FollowUpEntry]:
    """The rows of the list with their clauses, actions and judgements, each read once for all of them."""
    keys = [row.pk for row in rows]
    clauses, actions, checks = _clauses(keys), _actions(keys), _checks(keys)
    return [_entry(row, clauses[row.pk], actions[row.pk], checks.get(row.pk)) for row in rows]


def _entry(row: Any, clauses: list[str], links: list[Any], check: Any) -> document_contexts.FollowUpEntry:
    present = [link.action for link in links if link.loop == row.loop]
    result = f"{check.get_verdict_display()}, {check.judged_on:%d/%m/%Y}" if check else ""
    if check and check.loop != row.loop:  # a later round has begun: what was judged is not how it stands now
        result = f"{_('Round %(number)d') % {'number': check.loop}}: {result}"
    return document_contexts.FollowUpEntry(
        number=row.number,
        raised_on=row.raised_on,
        unit=row.unit.name,
        fact=row.fact,
        clauses="; ".join(clauses),
        grade=row.get_grade_display(),
        actions="\n".join(f"{one.number}: {one.title}" for one in present),
        owners="\n".join(dict.fromkeys(str(one.owner or one.owner_text) for one in present)),
        due=row.due_on,
        done=row.closed_on,
        result=result,
        state=row.get_status_display(),
    )


def _clauses(keys: Sequence[int]) -> dict[int, list[str]]:
    told = defaultdict(list)
    rows = NonconformityClause.objects.filter(record_id__in=keys, ended_at=None).select_related("clause")
    for row in rows.order_by("pk"):
        told[row.record_id].append(row.clause.number if row.clause is not None else row.written_as)
    return told


def _actions(keys: Sequence[int]) -> dict[int, list[Any]]:
    told = defaultdict(list)
    rows = CorrectiveAction.objects.filter(nonconformity_id__in=keys).exclude(action__status=ActionStatus.CANCELLED)
    for row in rows.select_related("action__owner").order_by("pk"):
        told[row.nonconformity_id].append(row)
    return told


def _checks(keys: Sequence[int]) -> dict[int, Any]:
    """The latest judgement of each."""
    rows = EffectCheck.objects.filter(nonconformity_id__in=keys).order_by("pk")
    return {row.nonconformity_id: row for row in rows}
