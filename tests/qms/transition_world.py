"""A running programme over two departments, with the nine default steps: for tests of its board and its steps."""

import datetime as dt
from types import SimpleNamespace

from django.test import Client

from qms import clock
from qms.models import Edition, HolderStep, TransitionHolder
from qms.operations.holder_steps import look_at_programme
from qms.operations.people import ensure_machine_accounts
from qms.signatures import SignatureIntent, content_hash
from qms.transition.defaults import DEFAULT_STEPS
from tests.factories import (
    HolderStepFactory,
    HolderStepFileFactory,
    TransitionDeadlineFactory,
    TransitionHolderFactory,
    TransitionProgrammeFactory,
    TransitionStepFactory,
    save,
)

BEGAN = dt.date(2018, 9, 10)


def world(org, *, by_hand=False):
    """The ministry's programme; holders of department and department2. `by_hand`: no step has a registered proof."""
    editions = {row.year: row for row in Edition.objects.filter(standard__code="9001")}
    programme = TransitionProgrammeFactory(
        running=True, unit=org.ministry, from_edition=editions["2008"], to_edition=editions["2015"],
        starts_on=dt.date(2018, 10, 1), prepared_by=org.officer,
    )  # fmt: skip
    made = SimpleNamespace(programme=programme, org=org)
    made.steps = {
        one.key: TransitionStepFactory(
            programme=programme, key=one.key, position=place, title_vi=one.title_vi, title_en=one.title_en,
            proof="" if by_hand else one.key, after=list(one.after), settings=dict(one.settings),
        )
        for place, one in enumerate(DEFAULT_STEPS, 1)
    }  # fmt: skip
    made.deadline = TransitionDeadlineFactory(programme=programme, last_day=dt.date(2020, 12, 30))
    made.one = TransitionHolderFactory(programme=programme, unit=org.department, began_on=BEGAN)
    made.two = TransitionHolderFactory(
        programme=programme, unit=org.department2, began_on=BEGAN, obligation="encouraged"
    )
    return made


def look(made):
    """Follow the records, as the installation does."""
    return look_at_programme(made.programme, by=ensure_machine_accounts())


def row(holder, key):
    """A holder's step as it stands."""
    return HolderStep.objects.get(holder=holder, step__key=key, step__programme=holder.programme_id)


def prove(holder, key, on, **values):
    """The step stands as proved by hand since that day."""
    found = HolderStep.objects.filter(holder=holder, step__key=key).first()
    found = found or HolderStepFactory(holder=holder, step=holder.programme.steps.get(key=key))
    HolderStepFileFactory(record=found)
    values = {
        "state": "proved",
        "began_on": on,
        "proved_on": on,
        "by_hand": True,
        "proof": {"text": "Biên bản"},
    } | values
    return save(found, **values)


def signing(person, record):
    """A checked wish to sign what the record now says."""
    return SignatureIntent(person, content_hash(type(record).objects.get(pk=record.pk)), clock.now())


def fresh_holder(holder):
    """The holder as it stands."""
    return TransitionHolder.objects.get(pk=holder.pk)


def client_of(user, language="en"):
    """A browser in which the person is signed in."""
    client = Client()
    client.force_login(user)
    client.cookies["django_language"] = language
    return client
