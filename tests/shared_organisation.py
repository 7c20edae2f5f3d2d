"""One organisation for all tests of a module: built once, each test rolled back to it. The day is 15/07/2020.

Tests that use `org` carry no django_db mark: the module's own transaction is open around them.
"""

import datetime as dt

import pytest
from django.db import transaction

from inspections.models import Finding, Inspection, Nonconformity, Programme
from qms import clock
from qms.documents import NoContent
from qms.models import Action, Document, Issue, User
from qms.registry import Workshop, registry
from tests.organisation import PEOPLE, build_organisation

DAY = dt.date(2020, 7, 15)


def on(day):
    """The clock held at 9 o'clock in Hanoi on that day."""
    return clock.at(dt.datetime.combine(day, dt.time(9), clock.HANOI))


def fresh(person):
    """The person as the next request loads them: with today's authority."""
    return User.objects.get(pk=person.pk)


def people_of(organisation):
    """Everybody in it, by name."""
    return {row[0]: getattr(organisation, row[0]) for row in PEOPLE}


def _no_page(document, *rest):
    raise NoContent


NO_WORKSHOP = Workshop(
    open=lambda *args, **kwargs: None,
    refill=lambda *args, **kwargs: None,
    gap=lambda issue: None if issue.body_html else "Write the required sections first.",
    freeze=_no_page,
    freeze_body=_no_page,
    body_from=lambda sections: [],
    writers=lambda document: set(),
    url=lambda document: "",
)
"""Documents without pages: an issue keeps the content that it has."""


@pytest.fixture(scope="module")
def shared_organisation(django_db_setup, django_db_blocker):
    """The organisation, in a transaction that ends with the module."""
    with django_db_blocker.unblock(), transaction.atomic(), on(DAY):
        yield build_organisation()
        transaction.set_rollback(True)


@pytest.fixture
def org(shared_organisation, monkeypatch):
    """The module's organisation as it was built; documents without their workshop, records without their pages."""
    monkeypatch.setattr(registry, "workshop", NO_WORKSHOP)
    for model in (Programme, Inspection, Finding, Nonconformity, Action, Document, Issue):
        monkeypatch.setattr(model, "get_absolute_url", lambda record: f"/{record.uid}/")
    for person in people_of(shared_organisation).values():
        person.__dict__.pop("authority", None)
    with transaction.atomic(), on(DAY):
        yield shared_organisation
        transaction.set_rollback(True)
