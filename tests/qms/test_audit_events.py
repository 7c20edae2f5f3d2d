"""Events beside the changes of records: what is noted, what never is, and how often."""

import hashlib
import io

import pytest
from django.db import DatabaseError
from django.test import Client, RequestFactory
from django.urls import reverse

from qms.event_phrases import event_details, event_sentence
from qms.evidence_enums import EventKind
from qms.models import AuditEvent
from qms.operations import events
from qms.operations.events import note_event
from qms.views.noting import note_export
from tests.factories import ActionFactory

PASSWORD = "mot-mat-khau-dai-2020"


def signed_in(user):
    client = Client()
    client.force_login(user)
    client.cookies["django_language"] = "en"
    return client


def sign_in(client, name, password):
    return client.post(reverse("login"), {"username": name, "password": password})


@pytest.fixture
def account(org):
    org.inspector1.set_password(PASSWORD)
    org.inspector1.save(update_fields=["password"])
    return org.inspector1


def kinds():
    return list(AuditEvent.objects.order_by("pk").values_list("kind", flat=True))


def test_event_of_a_person_stands_in_their_unit_and_in_the_trail(org):
    event = note_event(EventKind.SIGNED_OUT, by=org.inspector1, details={"address": "10.0.0.1", "rows": 3, "x": None})
    assert (event.person, event.typed, event.details) == (org.inspector1, "", {"address": "10.0.0.1", "rows": 3})
    assert event.unit == org.sibling
    assert event.history.get().history_user == org.inspector1


def test_event_of_nobody_is_written_by_the_system(org):
    event = note_event(EventKind.SIGN_IN_FAILED, typed="a\x00dmin\n" + "x" * 400)
    assert event.person is None
    assert event.typed == "a dmin " + "x" * 143
    assert event.history.get().history_user.is_system


def test_signing_in_and_out_are_told_once_each(account):
    client = Client()
    assert sign_in(client, account.username, PASSWORD).status_code == 302
    client.post(reverse("logout"))
    assert kinds() == [EventKind.SIGNED_IN, EventKind.SIGNED_OUT]
    assert {event.person_id for event in AuditEvent.objects.all()} == {account.pk}


def test_session_made_by_a_program_is_no_sign_in(account):
    signed_in(account)
    assert kinds() == []


def test_refusals_are_told_once_a_minute_and_never_hold_the_password(account):
    client = Client()
    for _try in range(9):
        sign_in(client, account.username, "sai-" + PASSWORD)
    assert kinds() == [EventKind.SIGN_IN_FAILED, EventKind.LOCKED]
    event = AuditEvent.objects.first()
    assert (event.person, event.typed) == (None, account.username)
    assert PASSWORD not in str([row.chain_text for row in AuditEvent.history.all()])
    assert account.username in event_sentence(event)


def test_flood_of_names_from_one_address_is_cut(org):
    for number in range(events.MOST_NAMES + 15):
        events.note_refused(EventKind.SIGN_IN_FAILED, f"name{number}", "10.0.0.9")
    assert len(kinds()) == events.MOST_NAMES
    events.note_refused(EventKind.SIGN_IN_FAILED, "name0", "10.0.0.10")
    assert len(kinds()) == events.MOST_NAMES + 1


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_export_tells_list_filter_rows_and_the_hash_of_the_file(org, kind):
    ActionFactory(assigned=True, unit=org.division, owner=org.owner1, approver=org.lead1)
    answer = signed_in(org.officer1).get(reverse("actions"), {"export": kind, "q": "Hành động", "sort": "number"})
    content = b"".join(answer.streaming_content)
    (event,) = AuditEvent.objects.all()
    assert (event.kind, event.person) == (EventKind.EXPORTED, org.officer1)
    assert event.details["sha256"] == hashlib.sha256(content).hexdigest()
    assert event.details["format"] == kind
    assert event.details["filter"] == "q = Hành động"
    assert event.details["rows"] == content.count(b"\r\n") - 1 if kind == "csv" else event.details["rows"] >= 0
    assert "Actions" in event_sentence(event)


def test_calendar_file_is_told(org):
    signed_in(org.owner1).get(reverse("own_calendar"))
    assert AuditEvent.objects.get().details["format"] == "ics"


def test_page_writes_nothing_and_neither_does_asking_for_the_head(org):
    signed_in(org.officer1).get(reverse("actions"))
    head = RequestFactory().head("/")
    head.user = org.officer1
    note_export(head, "Actions", io.BytesIO(b"x"), kind="csv")
    assert kinds() == []


def test_export_is_answered_where_its_event_cannot_be_written(org, monkeypatch):
    def fails(*args, **kwargs):
        raise DatabaseError

    monkeypatch.setattr(events, "_write", fails)
    answer = signed_in(org.officer1).get(reverse("actions"), {"export": "csv"})
    assert b"".join(answer.streaming_content)
    assert kinds() == []


def test_export_as_of_a_day_tells_the_day(org):
    answer = signed_in(org.officer1).get(reverse("actions"), {"export": "csv", "as_of": "2020-07-01"})
    assert b"".join(answer.streaming_content)
    (event,) = AuditEvent.objects.all()
    assert event.details["as_of"] == "2020-07-01"
    assert "01/07/2020" in str(event_details(event))
