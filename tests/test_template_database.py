"""The databases of the tests behave as their marks say, whatever the order."""

import pytest
from django.db import connection, connections

from qms.history.triggers import missing_triggers
from qms.models import Unit
from tests.factories import UnitFactory
from tests.template_database import template_key

CODES = ["KEPT-1", "KEPT-2"]


@pytest.mark.django_db
@pytest.mark.parametrize("code", CODES)
def test_plain_test_rolls_back(code):
    assert not Unit.objects.filter(code__startswith="KEPT").exists()

    UnitFactory(code=code)

    assert connection.in_atomic_block


@pytest.mark.transactional
@pytest.mark.parametrize("code", CODES)
def test_transactional_test_commits_into_its_own_copy(code):
    assert not Unit.objects.filter(code__startswith="KEPT").exists()

    UnitFactory(code=code)
    connections.close_all()

    assert not connection.in_atomic_block
    assert Unit.objects.filter(code=code).exists()


@pytest.mark.transactional
def test_fixtures_that_ask_for_db_work_in_a_copy_that_commits(organisation):
    assert not connection.in_atomic_block
    assert Unit.objects.filter(code="S1-A1").exists()


@pytest.mark.django_db
def test_template_has_machine_accounts_and_triggers(system, django_user_model):
    assert django_user_model.objects.filter(username="import").exists()
    assert missing_triggers() == []


def test_key_is_stable():
    assert template_key() == template_key()
