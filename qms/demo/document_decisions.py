"""Acts of the documents' story: a decision is prepared, signed, and its signed original attached."""

import datetime as dt
from collections.abc import Sequence

from django.utils import translation

from qms import printing
from qms.demo.document_play import Act, Play, signing
from qms.enums import DecisionAct
from qms.operations import decisions
from qms.reports.printed_decisions import decision_context


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
        with translation.override("vi"):
            content = printing.render_pdf(printing.DECISION, decision_context(decision))
    except printing.PrintingUnavailable:
        return
    name = f"QĐ {decision.number.partition('/')[0]} (đã ký).pdf"
    decisions.attach_original(decision, by=play.person(by), scan=[(content, "application/pdf", name)])


ACTS: dict[str, Act] = {"prepare": _prepare, "sign": _sign, "original": _original}
