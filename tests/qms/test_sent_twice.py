"""The same form sent again makes no second record: it leads to what the first made."""

import re
import threading
import uuid

import pytest
from django.db import connections
from django.test import Client
from django.urls import reverse

from qms import clock
from qms.models import Action, Submission
from tests.counts import FULL
from tests.shared_organisation import DAY, on

SENDERS = 50 if FULL else 8


def task(org, key, **values):
    """A task as the form sends it."""
    filled = {"title": "Rà soát hồ sơ", "unit": org.division.pk, "owner": org.owner1.pk, "kind": "task"}
    return filled | {"due_on": "2020-08-14", "once": str(key)} | values


def signed_in(person):
    """A browser of that person."""
    client = Client()
    client.force_login(person)
    return client


@pytest.mark.django_db
def test_second_sending_leads_to_the_first_record(organisation):
    manager, other = signed_in(organisation.manager1), signed_in(organisation.officer1)
    url = reverse("action_new")
    with on(DAY):
        (key,) = re.findall(r'name="once" value="([^"]+)"', manager.get(url).content.decode())
        first = manager.post(url, task(organisation, key))
        again = manager.post(url, task(organisation, key, title=""))
        anothers = other.post(url, task(organisation, key))

    made = list(Action.objects.order_by("pk"))
    assert [first.url, again.url, anothers.url] == [made[0].get_absolute_url()] * 2 + [made[1].get_absolute_url()]
    assert len(made) == Submission.objects.count() == 2


@pytest.mark.django_db
def test_what_was_refused_may_be_sent_again_with_its_key(organisation):
    manager, url, key = signed_in(organisation.manager1), reverse("action_new"), uuid.uuid4()
    with on(DAY):
        refused = manager.post(url, task(organisation, key, title=""))
        taken = manager.post(url, task(organisation, key))

    assert f'name="once" value="{key}"' in refused.content.decode()
    assert taken.url == Action.objects.get().get_absolute_url()


@pytest.mark.parametrize("key", ["", "no key", "\x00", "1" * 5000])
@pytest.mark.django_db
def test_form_without_its_key_is_saved(organisation, key):
    with on(DAY):
        answer = signed_in(organisation.manager1).post(reverse("action_new"), task(organisation, key))

    assert (answer.status_code, Action.objects.count()) == (302, 1)


@pytest.mark.transactional
def test_many_at_once_make_one_record(organisation):
    clients = [signed_in(organisation.manager1) for _ in range(SENDERS)]
    sent, url = task(organisation, uuid.uuid4(), due_on=f"{clock.today().year + 1}-03-02"), reverse("action_new")
    ready, answers = threading.Barrier(SENDERS), []

    def send(client):
        try:
            ready.wait()
            answer = client.post(url, sent)
            answers.append((answer.status_code, answer.get("Location")))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=send, args=[client]) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert answers == [(302, Action.objects.get().get_absolute_url())] * SENDERS
    assert Submission.objects.count() == 1
