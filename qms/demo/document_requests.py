"""Acts of the documents' story: a change is asked for, endorsed, taken up or refused."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from qms.demo.document_play import Act, Play
from qms.enums import ChangeKind
from qms.operations import change_requests
from qms.operations.issue_reviewing import name_reviewers


def _ask(
    play: Play,
    *,
    key: str,
    by: str,
    unit: str,
    title: str,
    why: str,
    kind: str = ChangeKind.CHANGE,
    document: str = "",
    proposal: str = "",
    wanted_on: dt.date | None = None,
) -> None:
    play.requests[key] = change_requests.ask_change(
        by=play.person(by),
        unit=play.stage.units[unit],
        title=title,
        why=why,
        kind=kind,
        document=play.document(document) if document else None,
        proposal=proposal,
        wanted_on=wanted_on,
    )


def _endorse(play: Play, *, key: str, by: str) -> None:
    play.requests[key] = change_requests.endorse_change(play.requests[key], by=play.person(by))


def _take_up(play: Play, *, key: str, by: str) -> None:
    play.requests[key] = change_requests.take_up_change(play.requests[key], by=play.person(by))


def _refuse(play: Play, *, key: str, by: str, reason: str) -> None:
    play.requests[key] = change_requests.refuse_change(play.requests[key], by=play.person(by), reason=reason)


def _start_for(
    play: Play, *, key: str, by: str, why: str, change: dict[str, Any], reviewers: Sequence[str] = ()
) -> None:
    author = play.person(by)
    request = change_requests.start_for_change(play.requests[key], by=author, summary_of_change=why)
    assert request.document is not None, "a request for a change names its document"
    assert request.issue is not None, "taken up with its draft"
    play.write(request.document.number, change, by=author)
    if reviewers:
        name_reviewers(request.issue, [play.person(name) for name in reviewers], by=author)


ACTS: dict[str, Act] = {
    "ask": _ask,
    "endorse": _endorse,
    "take_up_request": _take_up,
    "refuse": _refuse,
    "start_for": _start_for,
}
