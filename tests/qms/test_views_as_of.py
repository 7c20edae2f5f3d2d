"""Lists and records as of a day: what had been recorded by the end of it, to who may look today."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from qms import clock
from qms.history.recording import recording
from qms.history.timeline import timeline
from qms.operations.actions import reassign_action, report_done, start_action
from tests.factories import ActionFactory

pytestmark = pytest.mark.django_db
DAY = 24 * 3600


def signed_in(user):
    client = Client()
    client.force_login(user)
    client.cookies["django_language"] = "en"
    return client


@pytest.fixture
def moved(organisation, settings):
    """An action assigned ten days ago, started six days ago, done and reassigned nowhere since."""
    settings.QMS_CLOCK_OFFSET_SECONDS = -10 * DAY
    action = ActionFactory(
        assigned=True, unit=organisation.division, owner=organisation.owner1, approver=organisation.lead1
    )
    settings.QMS_CLOCK_OFFSET_SECONDS = -6 * DAY
    start_action(action, by=organisation.owner1)
    settings.QMS_CLOCK_OFFSET_SECONDS = 0
    report_done(action, by=organisation.owner1, evidence="Biên bản")
    return action


def hand_over_in_silence(record, owner, *, by):
    """Only who owns it changes; nobody else is named on it."""
    record.owner = owner
    with recording(by=by, operation="test"):
        record.save()


def days_ago(number):
    return (clock.today() - dt.timedelta(days=number)).isoformat()


@pytest.mark.parametrize(("ago", "label"), [(8, "Assigned"), (4, "In progress"), (0, "Done, to be verified")])
def test_list_and_record_tell_the_state_of_the_day(organisation, moved, ago, label):
    client = signed_in(organisation.officer1)
    page = client.get(reverse("actions"), {"as_of": days_ago(ago)})
    assert [row.get_status_display() for row in page.context["rows"]] == [label]
    record = client.get(moved.get_absolute_url(), {"as_of": days_ago(ago)})
    assert record.context["status"]["label"] == label
    assert bool(record.context["steps"]) == (ago == 0)


def test_export_as_of_a_day_tells_the_same(organisation, moved):
    answer = signed_in(organisation.officer1).get(reverse("actions"), {"as_of": days_ago(8), "export": "csv"})
    text = b"".join(answer.streaming_content).decode()
    assert moved.number in text
    assert "Assigned" in text


def test_filters_sort_and_search_work_on_the_day(organisation, moved):
    client = signed_in(organisation.officer1)
    for query, found in (
        ({"status": "assigned"}, 1), ({"status": "done"}, 0), ({"q": "tap huan"}, 1), ({"q": "nothing such"}, 0),
        ({"sort": "-unit"}, 1), ({"sort": "owner"}, 1), ({"unit": moved.unit_id}, 1),
    ):  # fmt: skip
        page = client.get(reverse("actions"), {"as_of": days_ago(8)} | query)
        assert len(page.context["rows"]) == found, query


def test_banner_counts_later_changes(organisation, moved):
    page = signed_in(organisation.officer1).get(moved.get_absolute_url(), {"as_of": days_ago(8)})
    assert "2 later changes" in page.context["as_of_banner"]


def test_stranger_and_participant_look_back_as_today(organisation, moved):
    past = {"as_of": days_ago(8)}
    assert signed_in(organisation.officer2).get(moved.get_absolute_url(), past).status_code == 404
    assert not signed_in(organisation.officer2).get(reverse("actions"), past).context["rows"]
    assert signed_in(organisation.owner1).get(moved.get_absolute_url(), past).status_code == 200


def test_who_was_named_then_reaches_it_as_of_then_and_who_is_named_now_from_then_on(organisation, moved):
    before, since = organisation.owner1, organisation.reader1
    moved.refresh_from_db()
    hand_over_in_silence(moved, since, by=organisation.manager1)
    address = moved.get_absolute_url()
    seen = {
        (person.username, asked.get("as_of", "")): signed_in(person).get(address, asked).status_code
        for person in (before, since)
        for asked in ({}, {"as_of": days_ago(8)})
    }
    assert seen == {
        (before.username, ""): 404,
        (before.username, days_ago(8)): 200,
        (since.username, ""): 200,
        (since.username, days_ago(8)): 404,
    }


def test_timeline_tells_names_days_and_reasons(organisation, moved):
    entries = timeline(moved)
    assert [entry.changes[0]["old"] for entry in entries[:2]] != ["", ""]
    assert len(timeline(moved, until=clock.today() - dt.timedelta(days=8))) == 1
    labels = {change["label"] for entry in entries for change in entry.changes}
    assert not labels & {"search text", "moved here", "uid"}


def test_timeline_names_people_not_keys(organisation):
    action = ActionFactory(
        in_progress=True, unit=organisation.division, owner=organisation.owner1, approver=organisation.lead1
    )
    reassign_action(action, by=organisation.manager1, reason="Nghỉ phép", owner=organisation.reader1)
    newest = timeline(action)[0]
    assert newest.reason == "Nghỉ phép"
    owner = next(change for change in newest.changes if change["new"] == str(organisation.reader1))
    assert owner["old"] == str(organisation.owner1)
    assert str(organisation.manager1) in newest.who
