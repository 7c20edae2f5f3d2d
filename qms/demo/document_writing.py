"""Acts of the documents' story: an issue is begun, written, sent, reviewed, returned or given up."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from qms.demo.document_play import Act, Play
from qms.demo.files import content_of
from qms.operations import documents
from qms.operations.files import media_type_of
from qms.operations.issue_files import attach_issue_files
from qms.operations.issue_reviewing import name_reviewers, suggest_change, take_up_review


def _start(
    play: Play, *, document: str, by: str, why: str, change: dict[str, Any] | None = None, reviewers: Sequence[str] = ()
) -> None:
    people = [play.person(name) for name in reviewers]
    author = play.person(by)
    documents.start_issue(play.document(document), by=author, summary_of_change=why, reviewers=people)
    play.write(document, change or {}, by=author)


def _write(play: Play, *, document: str, change: dict[str, Any], reviewers: Sequence[str] = ()) -> None:
    issue = play.open_issue(document)
    play.write(document, change, by=issue.author)
    name_reviewers(issue, [play.person(name) for name in reviewers], by=issue.author)


def _attach(play: Play, *, document: str, by: str, file: str) -> None:
    content = content_of(file)
    prepared = [(content, media_type_of(content, file), file)]
    attach_issue_files(play.open_issue(document), by=play.person(by), documents=prepared)


def _submit(play: Play, *, document: str, effective_on: dt.date, why: str = "") -> None:
    issue = play.open_issue(document)
    summary = why or issue.summary_of_change
    documents.submit_issue(issue, by=issue.author, effective_on=effective_on, summary_of_change=summary)


def _take_up(play: Play, *, document: str, by: str) -> None:
    take_up_review(play.open_issue(document), by=play.person(by))


def _suggest(play: Play, *, document: str, by: str, part: str, text: str) -> None:
    suggest_change(play.open_issue(document), by=play.person(by), part=part, text=text)


def _review(play: Play, *, document: str, by: str) -> None:
    documents.review_issue(play.open_issue(document), by=play.person(by))


def _return(play: Play, *, document: str, by: str, reason: str) -> None:
    documents.return_issue(play.open_issue(document), by=play.person(by), reason=reason)


def _abandon(play: Play, *, document: str, by: str, reason: str) -> None:
    documents.abandon_issue(play.open_issue(document), by=play.person(by), reason=reason)


ACTS: dict[str, Act] = {
    "start": _start,
    "write": _write,
    "attach": _attach,
    "submit": _submit,
    "take_up": _take_up,
    "suggest": _suggest,
    "review": _review,
    "return": _return,
    "abandon": _abandon,
}
