"""What forbids disposing of a record now, in words: still open, kept longer by a rule, cited by something open."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from qms import clock
from qms.enums import ActionStatus
from qms.evidence_enums import DisposalVerdict
from qms.models.actions import Action
from qms.models.retention import DisposalItem, RetentionRule
from qms.policy import Text
from qms.registry import registry
from qms.retention.due import UNDER_WAY
from qms.retention.periods import Kept, kept_by


def waits_for(label: str, records: dict[int, Any]) -> dict[int, Text]:
    """Open actions that wait for the record."""
    keys = {uid: key for key, uid in records.items()}
    rows = Action.objects.filter(
        waits_for_kind=label, waits_for_uid__in=records.values(), status__in=ActionStatus.open_states()
    )
    said = _("The action %(number)s is open and waits for it.")
    return {keys[uid]: said % {"number": number} for uid, number in rows.values_list("waits_for_uid", "number")}


def cited_by(label: str, records: dict[int, Any]) -> dict[int, str]:
    """For each record that something open cites: what."""
    found: dict[int, str] = {}
    for hold in registry.retention_holds:
        for key, said in hold(label, records).items():
            found.setdefault(key, str(said))
    return found


def against(
    label: str, rules: Sequence[RetentionRule], rows: Sequence[Any], *, but: Any = None, keeping: bool = False
) -> tuple[dict[int, list[str]], dict[int, Kept]]:
    """Why each of the rows cannot be disposed of now, and until when it is kept.

    `but`: the disposal that may have it already. `keeping`: it is only to be kept longer, so citations do not matter.
    """
    kept = kept_by(registry.retained_kinds[label], rules, rows)
    elsewhere = _in_disposals([row.uid for row in rows], but)
    cited = {} if keeping else cited_by(label, {row.pk: row.uid for row in rows})
    found: dict[int, list[str]] = {}
    for row in rows:
        reasons = [*_period(row, kept.get(row.pk)), *elsewhere.get(row.uid, [])]
        reasons += [cited[row.pk]] if row.pk in cited else []
        if reasons:
            found[row.pk] = reasons
    return found, kept


def _period(row: Any, kept: Kept | None) -> list[str]:
    if not row.is_closed:
        return [_("It is still open.")]
    if kept is None:
        return [_("No retention rule says how long it is kept.")]
    if kept.for_good:
        return [_("It is kept for good: %(basis)s.") % {"basis": kept.rule.basis}]
    if not kept.is_past(clock.today()):
        day = kept.until.strftime("%d/%m/%Y") if kept.until else "–"
        return [_("To be kept until %(day)s: %(basis)s.") % {"day": day, "basis": kept.rule.basis}]
    return []


def _in_disposals(uids: Sequence[Any], but: Any) -> dict[Any, list[str]]:
    """Other disposals under way, and the one that disposed of it."""
    items = DisposalItem.objects.filter(record_uid__in=uids).select_related("disposal")
    if but is not None:
        items = items.exclude(disposal=but)
    found: dict[Any, list[str]] = {}
    for item in items:
        names = {"number": item.disposal.number}
        if item.verdict == DisposalVerdict.DISPOSED:
            found[item.record_uid] = [_("It was disposed of by %(number)s.") % names]
        elif item.disposal.status in UNDER_WAY:
            found.setdefault(item.record_uid, []).append(_("It stands in %(number)s already.") % names)
    return found
