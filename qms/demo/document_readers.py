"""Acts of the documents' story: who must read, what changes for them, who has read."""

import datetime as dt
from collections.abc import Sequence

from qms import clock
from qms.demo.document_play import Play
from qms.operations import reading
from qms.operations.reading_notices import announce_in_force
from qms.reading import expected, standing_audiences

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
    """Everybody who must, but those named; or only those named."""
    issue, began = play.issue_in_force(document), clock.now()
    open_to = {row.person.username for row in expected(issue=issue).in_state("open")}
    readers = [name for name in sorted(open_to) if (name in only if only else name not in but)]
    for place, name in enumerate(readers):
        with clock.at(began + place * BETWEEN):
            reading.acknowledge(issue, by=play.person(name), seen=issue.content_hash)


def _announce(play: Play) -> None:
    announce_in_force()


ACTS = {"audience": _audience, "note": _note, "read": _read, "announce": _announce}
