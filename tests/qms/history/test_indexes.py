"""History rows stand once for each sequence, and no second index repeats the one that says so."""

import pytest
from django.db import connection

from qms.history.triggers import install_triggers
from qms.models import Action

pytestmark = pytest.mark.django_db
TABLE = Action.history.model._meta.db_table


def indexes_beginning_with_id():
    with connection.cursor() as cursor:
        found = connection.introspection.get_constraints(cursor, TABLE).values()
    return [(one["columns"], one["unique"]) for one in found if one["columns"][:1] == ["id"]]


def test_a_sequence_stands_once_by_the_only_index_that_begins_with_the_record():
    assert indexes_beginning_with_id() == [(["id", "sequence"], True)]


def test_an_index_that_a_table_gets_by_being_drawn_anew_is_dropped_again():
    with connection.cursor() as cursor:
        cursor.execute(f'CREATE INDEX "again" ON "{TABLE}" ("id")')
    assert len(indexes_beginning_with_id()) == 2

    install_triggers()

    assert indexes_beginning_with_id() == [(["id", "sequence"], True)]
