"""The documents of a decision as pages list them: issue, hash, how it stands, what speaks against signing."""

import datetime as dt
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from qms import clock
from qms.decision_workflow import faults_of
from qms.history.timeline import Entry
from qms.models.documents import HEAVY, Issue
from qms.rules.decisions import own_items, standing_items
from qms.training_gate import training_warnings
from qms.views.issue_standing import standing

TOGETHER = dt.timedelta(seconds=5)
OF_ISSUE = [f"issue__{name}" for name in HEAVY]


def document_rows(items: Any, user: Any, day: dt.date) -> list[dict[str, Any]]:
    """Each document with issue, act, hash and standing; a link where the person reaches the issue."""
    rows = items.select_related("issue__document__unit", "replacement").defer(*OF_ISSUE)
    listed = list(rows.order_by("act", "issue__document__number", "pk"))
    keys, in_force = [item.issue_id for item in listed], _in_force(listed, day)
    reached = set(Issue.objects.visible_to(user).filter(pk__in=keys).values_list("pk", flat=True))
    return [_row(item, item.issue_id in in_force, item.issue_id in reached) for item in listed]


def _in_force(items: list[Any], day: dt.date) -> set[int]:
    keys = [item.issue_id for item in items]
    return set(Issue.objects.effective_on(day).filter(pk__in=keys).values_list("pk", flat=True))


def _row(item: Any, is_in_force: bool, is_reached: bool) -> dict[str, Any]:
    issue = item.issue
    return {
        "item": item,
        "issue": issue,
        "url": issue.get_absolute_url() if is_reached else "",
        "hash": item.content_hash or issue.content_hash,
        "look": standing(issue, issue if is_in_force else None),
    }


def rows_to_sign(decision: Any, user: Any) -> list[dict[str, Any]]:
    """Each document with its faults (they stop the signature) and its warnings (they do not)."""
    items = standing_items(decision)
    own = {item.pk for item in own_items(user, decision)}
    faults, warned = faults_of(decision), training_warnings([item.issue for item in items])
    in_force = _in_force(items, clock.today())
    rows = []
    for item in items:
        against = [_("You wrote or reviewed it.")] if item.pk in own else []
        against += [faults[item.pk]] if item.pk in faults else []
        warnings = [warned[item.issue_id]] if item.issue_id in warned else []
        rows.append(_row(item, item.issue_id in in_force, True) | {"faults": against, "warnings": warnings})
    return rows


def told_together(entries: list[Entry]) -> list[Entry]:
    """Entries of one and the same act become one that holds all their changes."""
    told: list[Entry] = []
    for entry in entries:
        last = told[-1] if told else None
        if last is not None and _same_act(last, entry):
            told[-1] = replace(last, changes=last.changes + entry.changes)
        else:
            told.append(entry)
    return told


def _same_act(one: Entry, other: Entry) -> bool:
    same = (one.who, one.text, one.reason, one.claimed) == (other.who, other.text, other.reason, other.claimed)
    return same and abs(one.when - other.when) < TOGETHER
