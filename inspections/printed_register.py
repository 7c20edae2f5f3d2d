"""The follow-up register of nonconformities as it is printed: what the list shows, with what is done about each."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from inspections.models import CorrectiveAction, EffectCheck, NonconformityClause
from qms import clock
from qms.enums import ActionStatus
from qms.printing import contexts, document_contexts
from qms.reports.printed_parts import language, letterhead
from qms.reports.printed_registers import Headed, address, filters_said, unit_of

MOST = 1000  # rows


def follow_up_register(
    request: Any, filterset: Any, rows: Sequence[Any], as_of: dt.date | None, *, cut: bool = False
) -> document_contexts.Register:
    """The rows of the list with their clauses, actions and judgements, each read once for all of them."""
    unit = unit_of(request.user, filterset)
    day = as_of or clock.today()
    only = _("only the first %(count)d: narrow the list") % {"count": MOST}
    keys = [row.pk for row in rows]
    clauses, actions, checks = _clauses(keys), _actions(keys), _checks(keys)
    return document_contexts.Register(
        letterhead=letterhead(Headed, unit, day) if unit else contexts.Letterhead(unit="", day=day),
        mark=contexts.PrintMark(status=_("Nonconformities"), printed_at=clock.now(), url=address(request)),
        language=language(),
        scope="; ".join([*filters_said(filterset), *([only] if cut else [])]),
        updated_on=day,
        rows=tuple(_entry(row, clauses[row.pk], actions[row.pk], checks.get(row.pk)) for row in rows),
    )


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
