"""Acts of the documents' story: the scheme, clauses, periodic reviews, paper copies, publication."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from qms.demo.document_play import Act, Play, signing
from qms.models.paper_copies import PaperCopy
from qms.operations import paper_copies
from qms.operations.document_edits import edit_document
from qms.operations.document_reviews import review_document
from qms.operations.document_schemes import set_scheme
from qms.operations.publication import publish_document


def _scheme(play: Play, *, unit: str, by: str, review_months: int, reading_days: int) -> None:
    """No threshold of readers: it warns nobody before approving."""
    set_scheme(play.stage.units[unit], by=play.person(by), review_months=review_months, reading_days=reading_days)


def _check(play: Play, *, document: str, by: str, outcome: str, note: str, next_due_on: dt.date) -> None:
    record, person = play.document(document), play.person(by)
    review_document(
        record, by=person, outcome=outcome, note=note, next_due_on=next_due_on, signature=signing(person, record)
    )


def _clauses(play: Play, *, documents: Sequence[str], by: str, reason: str) -> None:
    """What their texts answer in both editions, before the issues that say so are sent for review."""
    for number in documents:
        text = play.texts[number]
        named = [(year, clause) for year in ("2008", "2015") for clause in text.get(f"clauses_{year}", ())]
        clauses = [play.stage.clauses[key] for key in named]
        edit_document(play.document(number), by=play.person(by), clauses=clauses, reason=reason)


def _hand_out(play: Play, *, document: str, by: str, copies: Sequence[dict[str, Any]]) -> None:
    places = [
        (
            play.stage.units[place["unit"]],
            play.person(place["holder"]) if place["holder"] else None,
            place["kept"],
        )
        for place in copies
    ]
    paper_copies.hand_out_copies(play.issue_in_force(document), places, by=play.person(by))


def _copy(play: Play, document: str, number: int) -> PaperCopy:
    return PaperCopy.objects.get(issue__document=play.document(document), number=number)


def _receive(play: Play, *, document: str, copy: int, by: str) -> None:
    record, person = _copy(play, document, copy), play.person(by)
    paper_copies.receive_copy(record, by=person, signature=signing(person, record))


def _recall(play: Play, *, document: str, copy: int, by: str, note: str) -> None:
    paper_copies.recall_copy(_copy(play, document, copy), by=play.person(by), note=note)


def _lose(play: Play, *, document: str, copy: int, by: str, reason: str) -> None:
    paper_copies.lose_copy(_copy(play, document, copy), by=play.person(by), reason=reason)


def _publish(play: Play, *, documents: Sequence[str], by: str) -> None:
    for number in documents:
        publish_document(play.document(number), by=play.person(by))


ACTS: dict[str, Act] = {
    "scheme": _scheme,
    "check": _check,
    "clauses": _clauses,
    "hand_out": _hand_out,
    "receive": _receive,
    "recall": _recall,
    "lose": _lose,
    "publish": _publish,
}
