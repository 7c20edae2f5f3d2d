"""A disposal as its printed forms take it: the list of records, and the minutes."""

from typing import Any

from django.utils.translation import gettext as _

from qms.evidence_enums import DisposalVerdict
from qms.models.people import User
from qms.printing import disposal_forms as forms
from qms.printing.contexts import Signature
from qms.printing.parts import HASH_SHOWN
from qms.reports.printed_parts import language, letterhead, mark, signed
from qms.signatures import content_hash
from qms.tables.retention import kind_title

MOST_HASHES = 6  # a record with more files says how many there are


def disposal_list(disposal: Any) -> forms.Disposal:
    """The list that is decided about: who prepared it, who approved it."""
    prepared = Signature(heading=_("Prepared by"), name=str(disposal.prepared_by))
    return _context(disposal, disposal.approved_on, (prepared, *signed(disposal)))


def disposal_minutes(disposal: Any) -> forms.Disposal:
    """The minutes: who carried it out and who was there sign on paper."""
    by = carried_out_by(disposal)
    there = (
        Signature(heading=_("Witness"), name=disposal.witness),
        Signature(heading=_("Carried out by"), name=by),
    )
    return _context(disposal, disposal.carried_out_at, there, by=by)


def carried_out_by(disposal: Any) -> str:
    """Who took the step, as history tells it."""
    row = disposal.history.filter(operation="disposal.carry_out").order_by("-sequence").first()
    return str(User.objects.get(pk=row.history_user_id)) if row else ""


def _context(disposal: Any, moment: Any, signatures: tuple[Signature, ...], by: str = "") -> forms.Disposal:
    items = list(disposal.items.select_related("rule").order_by("pk"))
    kept = sum(item.verdict == DisposalVerdict.KEEP for item in items)
    return forms.Disposal(
        letterhead=letterhead(disposal, disposal.unit, moment),
        mark=mark(disposal, content_hash=content_hash(disposal)),
        language=language(),
        title=disposal.title,
        reason=disposal.reason,
        decision=disposal.decision_number,
        done_at=disposal.carried_out_at,
        by=by,
        witness=disposal.witness,
        method=disposal.method,
        minutes=disposal.minutes,
        gone=len(items) - kept,
        kept=kept,
        rows=tuple(_row(item) for item in items),
        signatures=signatures,
    )


def _row(item: Any) -> forms.DisposalEntry:
    hashes = [one["sha256"][:HASH_SHOWN] for one in item.files]
    more = [_("and %(count)d more") % {"count": len(hashes) - MOST_HASHES}] if len(hashes) > MOST_HASHES else []
    return forms.DisposalEntry(
        number=item.number,
        name=item.title,
        kind=kind_title(item.kind),
        ended_on=item.ended_on,
        until=item.kept_until,
        basis=item.rule.basis if item.rule else "",
        files=str(len(item.files)) if item.files else "",
        decided=": ".join(filter(None, [item.get_verdict_display(), item.reason])),
        hashes="\n".join([*hashes[:MOST_HASHES], *more]),
    )
