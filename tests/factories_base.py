"""What every factory of a tracked record does: write inside a recorded operation of the installation's account."""

import datetime as dt

import factory
from factory.django import DjangoModelFactory

from qms.history.recording import recording
from qms.operations.people import ensure_machine_accounts

LONG_AGO = dt.date(2018, 1, 1)
"""From when roles, units and memberships of tests stand."""


class TrackedFactory(DjangoModelFactory):
    """Saves one record with its history row, by `system`, operation "factory"."""

    class Meta:
        abstract = True
        skip_postgeneration_save = True

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        with recording(by=ensure_machine_accounts(), operation="factory"):
            record = model_class(*args, **kwargs)
            record.save()
        return record


def save(record, **values):
    """Set values on a record and save it in the factories' operation: for arranging, never for acting."""
    for name, value in values.items():
        setattr(record, name, value)
    with recording(by=ensure_machine_accounts(), operation="factory"):
        record.save()
    return record


def factories():
    """The factory of each model: the first one declared for it."""
    found = {}
    waiting = [TrackedFactory]
    while waiting:
        made = waiting.pop(0)
        waiting.extend(made.__subclasses__())
        if not made._meta.abstract:
            found.setdefault(made._meta.get_model_class(), made)
    return found


class ClauseReferenceFactory(TrackedFactory):
    """A reference from a record to a clause."""

    class Meta:
        abstract = True

    clause = factory.SubFactory("tests.factories_qms.ClauseFactory")


class FileLinkFactory(TrackedFactory):
    """A file on a record."""

    class Meta:
        abstract = True

    file = factory.SubFactory("tests.factories_qms.StoredFileFactory")
    name = "evidence.pdf"
    added_by = factory.SubFactory("tests.factories_qms.UserFactory")
