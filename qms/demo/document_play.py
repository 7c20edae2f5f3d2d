"""What the acts of the documents' story work on: who, which document, its texts, and what was begun before."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from qms import clock
from qms.demo.library_sections import sections_of
from qms.demo.library_shared import Entry, Shared
from qms.demo.procedure_library import put_back
from qms.demo.stage import Stage
from qms.enums import IssueStatus
from qms.models.change_requests import ChangeRequest
from qms.models.decisions import Decision
from qms.models.documents import Document, Issue
from qms.models.people import User
from qms.operations.workshop import workshop
from qms.signatures import SignatureIntent, content_hash

Act = Callable[..., None]
"""What an act of the story does with the play and the facts that are told of it."""


@dataclass
class Play:
    """The story while it is told. `texts`: what the library says of each document, written short."""

    stage: Stage
    texts: Mapping[str, Entry]
    shared: Shared
    place: str = ""
    """The department of the present act."""
    keys: dict[tuple[str, str], int] = field(default_factory=dict)
    requests: dict[str, ChangeRequest] = field(default_factory=dict)
    decisions: dict[str, Decision] = field(default_factory=dict)

    def __post_init__(self) -> None:
        rows = Document.objects.values_list("unit__code", "number", "pk")
        self.keys = {(_place_of(unit), number): key for unit, number, key in rows}

    def person(self, username: str) -> User:
        """Somebody by the name of their account."""
        return self.stage.people[username]

    def document(self, number: str) -> Document:
        """The document as it stands, in the department of the act."""
        return Document.objects.get(pk=self.keys[(self.place, number)])

    def open_issue(self, number: str) -> Issue:
        """The issue of the document that is under way."""
        issues = Issue.objects.select_related("document__unit", "author", "reviewer")
        return issues.get(document=self.keys[(self.place, number)], status__in=IssueStatus.under_way())

    def issue_in_force(self, number: str) -> Issue:
        """The issue of the document that holds on the day."""
        issue = self.document(number).issue_in_force()
        assert issue is not None, number
        return issue

    def write(self, number: str, change: Entry, *, by: User) -> None:
        """Put what changes into the draft: the rest of the text stays as it is in force."""
        text = put_back(self.texts[number], change) | {"edition": "2015"}
        body = workshop().body_from(sections_of(text, clock.today(), self.shared))
        workshop().refill(self.document(number), body, by=by)


def signing(person: User, record: Any) -> SignatureIntent:
    """The wish of the person to sign the record as it stands now."""
    shown = type(record)._default_manager.get(pk=record.pk)
    return SignatureIntent(person, content_hash(shown), clock.now())


def _place_of(code: str) -> str:
    """The department of a unit, by its code."""
    return "-".join(code.split("-")[:2])


def hour_of(told: Any) -> tuple[int, int]:
    """Hour and minute of an act: 9 o'clock unless told."""
    at = dt.time.fromisoformat(str(told).zfill(5)) if told else dt.time(9)
    return at.hour, at.minute
