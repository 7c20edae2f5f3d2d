"""Acts of the documents' story: who must read, what changes for them, who has read."""

import datetime as dt
from collections.abc import Sequence

from qms import clock
from qms.demo.document_play import Act, Play
from qms.history.past import Chapter, Tale, write_past
from qms.models.reading import Acknowledgement
from qms.operations import reading
from qms.operations.reading_notices import announce_in_force
from qms.reading import expected, standing_audiences
from qms.reading_rows import Reading

BETWEEN = dt.timedelta(minutes=7)
"""From one reader's confirmation to the next one's."""


def _audience(
    play: Play, *, by: str, documents: Sequence[str], unit: str, role: str = "", days: int, yearly: bool = False
) -> None:
    for number in documents:
        reading.add_audience(
            play.document(number), by=play.person(by), unit=play.stage.units[unit], role=role, days=days, yearly=yearly
        )


def _note(play: Play, *, document: str, by: str, text: str) -> None:
    issue = play.open_issue(document)
    for audience in standing_audiences(issue.document):
        reading.note_change(issue, by=play.person(by), audience=audience, text=text)


def _read(play: Play, *, document: str, but: Sequence[str] = (), only: Sequence[str] = ()) -> None:
    """Everybody who must, but those named; or only those named. Written as the operation writes it, all at once."""
    issue, began = play.issue_in_force(document), clock.now()
    waiting = sorted(expected(issue=issue).in_state("open"), key=lambda row: row.person.username)
    readers = [row for row in waiting if (row.person.username in only if only else row.person.username not in but)]
    write_past([_confirmation(row, began + place * BETWEEN) for place, row in enumerate(readers)])


def _confirmation(reading: Reading, at: dt.datetime) -> Tale:
    facts = {
        "issue": reading.issue,
        "user": reading.person,
        "round": reading.round,
        "due_on": reading.due_on,
        "acknowledged_on": clock.day_of(at),
        "content_hash": reading.issue.content_hash,
    }
    return Tale(Acknowledgement(), [Chapter(at, reading.person, "acknowledge", facts)])


def _announce(play: Play) -> None:
    announce_in_force()


ACTS: dict[str, Act] = {"audience": _audience, "note": _note, "read": _read, "announce": _announce}
