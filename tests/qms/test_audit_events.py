"""Events beside the changes of records: what is noted, what never is, and how often."""

from qms.evidence_enums import EventKind
from qms.models import AuditEvent
from qms.operations.events import note_event


def test_event_of_a_person_stands_in_their_unit_and_in_the_trail(org):
    event = note_event(EventKind.SIGNED_OUT, by=org.inspector1, details={"address": "10.0.0.1", "rows": 3, "x": None})
    assert (event.person, event.typed, event.details) == (org.inspector1, "", {"address": "10.0.0.1", "rows": 3})
    assert event.unit_id is not None
    assert event.history.get().history_user == org.inspector1


def test_event_of_nobody_is_written_by_the_system(org):
    event = note_event(EventKind.SIGN_IN_FAILED, typed="a\x00dmin\n" + "x" * 400)
    assert event.person is None
    assert event.typed.startswith("a dmin xxx") and len(event.typed) == 150
    assert event.history.get().history_user.is_system
    assert AuditEvent.objects.get() == event
