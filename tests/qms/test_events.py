"""Announcements: in the order of subscription, once each, in the announcer's transaction."""

import pytest

from qms import events
from qms.models import Action
from qms.operations import actions
from tests.scenes import action


@pytest.fixture
def subscribers(monkeypatch):
    """An empty list of subscribers."""
    monkeypatch.setattr(events, "_subscribers", events.defaultdict(list))


def test_subscribers_hear_in_order_and_once(subscribers):
    heard = []

    def first(**what):
        heard.append(("first", what))

    def second(**what):
        heard.append(("second", what))

    events.subscribe("action_verified", first)
    events.subscribe("action_verified", second)
    events.subscribe("action_verified", first)

    events.announce("action_verified", action="HĐ-1")

    assert heard == [("first", {"action": "HĐ-1"}), ("second", {"action": "HĐ-1"})]


def test_an_event_that_nobody_announces_is_a_fault(subscribers):
    with pytest.raises(KeyError):
        events.subscribe("action_verifed", print)
    with pytest.raises(KeyError):
        events.announce("action_verifed")


def test_a_subscriber_that_fails_takes_the_step_back(org, subscribers):
    def fails(action):
        raise ValueError("no")

    events.subscribe("action_verified", fails)
    owed = action(org, "done")

    with pytest.raises(ValueError, match="no"):
        actions.verify_action(owed, by=org.lead1)

    assert Action.objects.get(pk=owed.pk).status == "done"
