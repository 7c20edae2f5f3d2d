"""Disposals: prepared, filled from what is past its period, submitted, approved, carried out, returned, cancelled."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from qms import clock, policy
from qms.enums import Role
from qms.evidence_enums import DisposalStatus, DisposalVerdict
from qms.history import bulk
from qms.history.recording import ReasonMissing, current_change, operation
from qms.models.organisation import QMSHolding
from qms.models.retention import Disposal, DisposalFile, DisposalItem
from qms.notices import notify
from qms.numbering import next_number
from qms.operations.disposing import dispose, remove_bytes
from qms.operations.files import attach_files
from qms.operations.issue_steps import people_over
from qms.registry import RetainedKind, registry
from qms.retention.due import due_rows, rows_of, rules_of, units_of
from qms.retention.files import batches, links_of, told
from qms.retention.holds import against
from qms.retention.periods import Kept
from qms.retention_workflow import DISPOSAL
from qms.signatures import SignatureIntent
from qms.workflow import StepRefused, check_version

MOST = 2000  # records chosen at once: a list that people still read, and a request that ends soon


@dataclass
class Chosen:
    """What came of a choice: how many were taken, which were refused and why, how many were left for another time."""

    disposal: Disposal
    taken: int = 0
    refused: list[tuple[str, list[str]]] = field(default_factory=list)
    left: int = 0


@operation("prepare_disposal")
def prepare_disposal(disposal: Disposal, *, by: Any) -> Disposal:
    """Draft a disposal. Raises Refused, StepRefused where the unit holds no QMS."""
    disposal.prepared_by = by
    policy.require(by, "qms.prepare_disposal", disposal)
    if not QMSHolding.objects.filter(unit=disposal.unit, valid_to=None).exists():
        raise StepRefused([_("%(unit)s holds no QMS of its own: its holder disposes.") % {"unit": disposal.unit}])
    disposal.number = next_number("disposal", disposal.unit)
    disposal.full_clean(exclude=["search_text", "approved_by"])
    disposal.save()
    return disposal


@operation("edit_disposal")
def edit_disposal(disposal: Disposal, *, by: Any, title: str, reason: str, version: int | None = None) -> Disposal:
    """Change the words of a draft."""
    disposal = _draft(disposal, by, version)
    disposal.title, disposal.reason = title.strip(), reason.strip()
    disposal.full_clean(exclude=["search_text", "approved_by"])
    disposal.save()
    return disposal


@operation("choose_for_disposal")
def choose_records(
    disposal: Disposal,
    *,
    by: Any,
    kind: str,
    uids: Sequence[UUID] | None = None,
    verdict: str = DisposalVerdict.DISPOSE,
) -> Chosen:
    """Put records into a draft, all that are past their period where none are named; set-wise.

    What cannot be disposed of is refused with every reason and the rest is taken. Raises ReasonMissing where records
    are to be kept longer without saying why.
    """
    disposal, reason = _draft(disposal, by, None), current_change().reason
    if verdict == DisposalVerdict.KEEP and not reason.strip():
        raise ReasonMissing
    if kind not in registry.retained_kinds:
        raise StepRefused([_("«%(kind)s» is not a kind of record that is kept for a period.") % {"kind": kind}])
    retained, rules = registry.retained_kinds[kind], rules_of(disposal.unit).get(kind, [])
    rows, left = _rows(disposal, retained, rules, uids)
    faults, kept = _faults(kind, rules, rows, disposal, verdict)
    good = [row for row in rows if row.pk not in faults]
    items = _items(disposal, kind, good, kept, verdict, reason.strip() if verdict == DisposalVerdict.KEEP else "")
    bulk.create(items)
    if items:
        disposal.save()  # its version tells that what it names has changed
    refused = [(row.kept_number, faults[row.pk]) for row in rows if row.pk in faults]
    return Chosen(disposal, len(items), refused, left)


def _rows(disposal: Disposal, kind: RetainedKind, rules: Any, uids: Sequence[UUID] | None) -> tuple[list[Any], int]:
    if uids is None:
        due = due_rows(kind, rules, disposal.unit).order_by("ended_day", "pk")
        return list(due[:MOST]), max(due.count() - MOST, 0)
    inside = rows_of(kind).filter(kept_unit__in=units_of(disposal.unit))
    there = set(disposal.items.filter(record_uid__in=uids).values_list("record_uid", flat=True))
    wanted = [uid for uid in dict.fromkeys(uids) if uid not in there]
    rows = [row for some in batches(wanted[:MOST]) for row in inside.filter(uid__in=some).order_by("pk")]
    return rows, len(wanted[MOST:])


def _faults(
    kind: str, rules: Any, rows: list[Any], disposal: Disposal, verdict: str
) -> tuple[dict[int, list[str]], dict[int, Kept]]:
    faults: dict[int, list[str]] = {}
    kept: dict[int, Kept] = {}
    for some in batches(rows):
        against_some, kept_some = against(kind, rules, some, but=disposal, keeping=verdict == DisposalVerdict.KEEP)
        faults |= against_some
        kept |= kept_some
    return faults, kept


def _items(
    disposal: Disposal, kind: str, rows: list[Any], kept: dict[int, Kept], verdict: str, reason: str
) -> list[DisposalItem]:
    links: dict[int, list[Any]] = defaultdict(list)
    for key, link in links_of(registry.retained_kinds[kind], [row.pk for row in rows]):
        links[key].append(link)
    return [
        DisposalItem(
            disposal=disposal,
            kind=kind,
            record_id=row.pk,
            record_uid=row.uid,
            number=str(row.kept_number or "")[:80],
            title=" ".join(str(row.kept_name or "").split())[:300] or "–",
            ended_on=row.ended_day,
            kept_until=kept[row.pk].until,
            rule=kept[row.pk].rule,
            files=told(links[row.pk]),
            verdict=verdict,
            reason=reason,
        )
        for row in rows
    ]


@operation("keep_longer", reason_required=True)
def keep_longer(item: DisposalItem, *, by: Any, version: int | None = None) -> DisposalItem:
    """Decide to keep one record of a draft longer after all."""
    item = _item(item, by, version)
    item.verdict, item.reason = DisposalVerdict.KEEP, current_change().reason
    return _settled(item)


@operation("dispose_after_all")
def dispose_after_all(item: DisposalItem, *, by: Any, version: int | None = None) -> DisposalItem:
    """Decide to dispose of a record that a draft kept longer."""
    item = _item(item, by, version)
    rules = rules_of(item.disposal.unit).get(item.kind, [])
    rows = list(rows_of(registry.retained_kinds[item.kind]).filter(pk=item.record_id))
    faults, _kept = against(item.kind, rules, rows, but=item.disposal)
    if faults:
        raise StepRefused(faults[item.record_id])
    item.verdict, item.reason = DisposalVerdict.DISPOSE, ""
    return _settled(item)


def _item(item: DisposalItem, by: Any, version: int | None) -> DisposalItem:
    disposal = _draft(item.disposal, by, None)
    item = DisposalItem.objects.locked().get(pk=item.pk)
    check_version(item, version)
    item.disposal = disposal
    return item


def _settled(item: DisposalItem) -> DisposalItem:
    item.save()
    item.disposal.save()
    return item


def _draft(disposal: Disposal, by: Any, version: int | None) -> Disposal:
    disposal = Disposal.objects.locked().get(pk=disposal.pk)
    check_version(disposal, version)
    policy.require(by, "qms.prepare_disposal", disposal)
    if disposal.status != DisposalStatus.DRAFTED:
        state = disposal.get_status_display()
        raise StepRefused([_("It is «%(state)s»: return it to draft first, with the reason.") % {"state": state}])
    return disposal


@transaction.atomic
def submit_disposal(disposal: Disposal, *, by: Any, **common: Any) -> Disposal:
    """Ask top management to approve it."""
    disposal = DISPOSAL.apply("submit", disposal, by=by, **common)
    notify(
        "disposal_submitted", about=disposal, to=people_over(disposal.unit_id, Role.TOP), by=by, title=disposal.title
    )
    return disposal


@transaction.atomic
def approve_disposal(
    disposal: Disposal,
    *,
    by: Any,
    signature: SignatureIntent | None = None,
    decision_number: str = "",
    **common: Any,
) -> Disposal:
    """Sign it: what the list says may be carried out."""
    disposal = DISPOSAL.apply(
        "approve", disposal, by=by, signature=signature, decision_number=decision_number.strip(), approved_by=by,
        approved_on=clock.today(), **common,
    )  # fmt: skip
    told_people = [*people_over(disposal.unit_id, Role.OFFICER), disposal.prepared_by]
    notify("disposal_approved", about=disposal, to=told_people, by=by, title=disposal.title)
    return disposal


@transaction.atomic
def carry_out_disposal(
    disposal: Disposal, *, by: Any, witness: str = "", method: str = "", minutes: str = "", **common: Any
) -> Disposal:
    """Make each record that is disposed of a stub; bytes of files are removed once that is written."""
    disposal.carried_out_by_name = str(by)  # type: ignore[attr-defined]  # for the guard
    disposal = DISPOSAL.apply(
        "carry_out", disposal, by=by, witness=witness.strip(), method=method.strip(), minutes=minutes.strip(),
        carried_out_at=clock.now(), carried_out_by_name=str(by), **common,
    )  # fmt: skip
    dispose(disposal, by=by)
    key = disposal.pk
    transaction.on_commit(lambda: remove_bytes(Disposal.objects.get(pk=key)))
    notify("disposal_carried_out", about=disposal, to=[disposal.approved_by], by=by, title=disposal.title)
    return disposal


@transaction.atomic
def return_disposal(disposal: Disposal, *, by: Any, reason: str = "", **common: Any) -> Disposal:
    """Back to draft with the reason; an approval no longer counts."""
    cleared: dict[str, Any] = {"approved_by": None, "approved_on": None, "decision_number": ""}
    disposal = DISPOSAL.apply("return", disposal, by=by, reason=reason, **cleared, **common)
    notify("disposal_returned", about=disposal, to=[disposal.prepared_by], by=by, title=disposal.title)
    return disposal


def cancel_disposal(disposal: Disposal, *, by: Any, reason: str = "", **common: Any) -> Disposal:
    """Give it up; what it named stays as it is."""
    return DISPOSAL.apply("cancel", disposal, by=by, reason=reason, **common)


@operation("attach_disposal")
def attach_to_disposal(
    disposal: Disposal, *, by: Any, scan: list[tuple[bytes, str, str]], version: int | None = None
) -> list[DisposalFile]:
    """Attach the scan of the signed decision or of the minutes."""
    disposal = Disposal.objects.locked().get(pk=disposal.pk)
    check_version(disposal, version)
    policy.require(by, "qms.prepare_disposal", disposal)
    return attach_files(DisposalFile, disposal, scan, by=by, purpose="original")


STEPS = {
    "submit": submit_disposal,
    "approve": approve_disposal,
    "carry_out": carry_out_disposal,
    "return": return_disposal,
    "cancel": cancel_disposal,
}
