"""Acts of the documents' story: a decision is prepared, signed, and its signed original attached."""

import datetime as dt
from collections.abc import Sequence

from qms import printing
from qms.demo.document_play import Play, signing
from qms.enums import DecisionAct
from qms.models.decisions import Decision
from qms.operations import decisions
from qms.printing import document_contexts
from qms.reports.printed_parts import letterhead, mark, signed


def _prepare(
    play: Play,
    *,
    key: str,
    by: str,
    unit: str,
    number: str,
    subject: str,
    grounds: str,
    effective_on: dt.date,
    signatory: str,
    approve: Sequence[str],
    withdraw: Sequence[str] = (),
    replacement: str = "",
) -> None:
    officer = play.person(by)
    decision = decisions.prepare_decision(
        by=officer,
        unit=play.stage.units[unit],
        number=number,
        subject=subject,
        grounds=grounds,
        effective_on=effective_on,
        signatory=play.person(signatory),
        issues=[play.open_issue(document) for document in approve],
    )
    going = [play.issue_in_force(document) for document in withdraw]
    instead = play.document(replacement) if replacement else None
    decisions.add_documents(decision, going, by=officer, act=DecisionAct.WITHDRAW, replacement=instead)
    play.decisions[key] = decision


def _sign(play: Play, *, key: str, by: str) -> None:
    person, decision = play.person(by), play.decisions[key]
    play.decisions[key] = decisions.sign_decision(decision, by=person, signature=signing(person, decision))


def _original(play: Play, *, key: str, by: str) -> None:
    """The print of the decision stands for the scan of the signed paper; without typst none is attached."""
    decision = play.decisions[key]
    try:
        content = printing.render_pdf(printing.DECISION, _as_printed(decision))
    except printing.PrintingUnavailable:
        return
    name = f"QĐ {decision.number.partition('/')[0]} (đã ký).pdf"
    decisions.attach_original(decision, by=play.person(by), scan=[(content, "application/pdf", name)])


def _as_printed(decision: Decision) -> document_contexts.Decision:
    items = decision.items.filter(ended_at=None).select_related("issue__document").order_by("issue__document__number")
    return document_contexts.Decision(
        letterhead=letterhead(decision, decision.unit, decision.decided_on),
        mark=mark(decision),
        language="vi",
        subject=decision.subject,
        authority=f"Giám đốc {decision.unit.name_vi}",
        grounds=tuple(decision.grounds.splitlines()),
        carried_out_by="Các phòng, đơn vị thuộc Sở",
        rows=tuple(
            document_contexts.AnnexRow(
                number=item.issue.document.number,
                title=item.issue.title_vi,
                issue=item.issue.numbers.replace(".", "/"),
                effective_on=item.issue.effective_on,
                hash=item.content_hash,
            )
            for item in items
        ),
        signatures=tuple(signed(decision)),
    )


ACTS = {"prepare": _prepare, "sign": _sign, "original": _original}
