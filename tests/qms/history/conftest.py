"""A record of every tracked model, made once for a module: each test rolls back to them."""

import pytest
from django.db import transaction

from qms.history.recording import recording
from qms.models import User
from tests.factories import factories
from tests.qms.history.agreement import MODELS


@pytest.fixture(scope="module")
def standing(django_db_setup, django_db_blocker):
    """The records by model, in a transaction that ends with the module; such a module has no transactional test."""
    with django_db_blocker.unblock(), transaction.atomic():
        with recording(by=User.objects.get(username="system"), operation="test", reason="a test"):
            made = {model: factories()[model]() for model in MODELS}
        yield made
        transaction.set_rollback(True)


@pytest.fixture
def record_of(standing, db):
    """Reads the standing record of a model anew."""
    return lambda model: model._base_manager.get(pk=standing[model].pk)
