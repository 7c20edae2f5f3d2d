"""A fence that somebody took down is noticed and put up again."""

import pytest
from django.core.checks import run_checks
from django.db import connection

from qms.history.triggers import guarded_tables, install_triggers, missing_triggers

pytestmark = pytest.mark.django_db


@pytest.mark.transactional
def test_fence_that_was_taken_down_is_reported_and_put_up_again():
    table = guarded_tables()[0]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f'DROP TRIGGER "{table}_no_delete"')
        else:
            cursor.execute(f'DROP TRIGGER "{table}_append_only" ON "{table}"')

    assert "qms.E002" in {fault.id for fault in run_checks(databases=["default"])}
    install_triggers()
    assert missing_triggers() == []
