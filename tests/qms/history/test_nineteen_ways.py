"""The 19 ways to change data: for each, the test that tries it on every tracked model; none is forgotten."""

import pytest
from django.core.management import CommandError, call_command, get_commands
from django.db import DatabaseError, connection, transaction
from django.db.models import PROTECT

from qms.history import verify
from qms.history.chain import HistoryBypass
from qms.models import Unit
from tests.qms.history import test_history_tables as tables
from tests.qms.history import test_ways_to_change as ways
from tests.qms.history.agreement import MODELS, change, history_of, label, rows_of

pytestmark = pytest.mark.django_db

WAYS = {
    "Model.save": ways.leaves_save,
    "save(update_fields)": ways.leaves_save_of_one_field,
    "objects.create, get_or_create": ways.test_writing_outside_an_operation_is_refused,
    "update_or_create": ways.leaves_update_or_create,
    "Model.delete": ways.by_delete,
    "QuerySet.delete, admin's delete of many": ways.by_queryset_delete,
    "QuerySet.update": ways.by_update,
    "bulk_update": ways.by_bulk_update,
    "bulk_create": ways.by_bulk_create,
    "bulk_create(update_conflicts)": ways.by_upsert,
    "many-to-many add, set, clear": ways.test_changing_plain_links_is_refused,
    "save with F()": ways.by_expression,
    "reverse set add, clear": ways.test_changing_a_reverse_set_is_refused,
    "raw SQL on the live table": "test_raw_sql_on_the_live_table_is_found",
    "save_base(raw=True), loaddata": ways.test_loaddata_is_refused,
    "skip_history_when_saving": ways.by_skipping_history,
    "_raw_delete": ways.by_raw_delete,
    "SET_NULL by the parent's delete": "test_a_parent_that_goes_takes_no_key_with_it",
    "history rows updated or deleted": tables.test_ordinary_orm_is_refused,
}


def test_every_way_is_tried_by_a_test_of_its_name():
    assert len(WAYS) == 19
    for way, test in WAYS.items():
        assert callable(globals()[test] if isinstance(test, str) else test), way
        assert isinstance(test, str) or test.__name__.startswith("test_") or test in [*ways.REFUSED, *ways.LEAVES], way


def test_raw_sql_on_the_live_table_is_found(as_system, record_of):
    unit = record_of(Unit)
    kind, before = Unit._meta.label_lower, rows_of(Unit)
    assert verify.verify_records(kind, [unit.pk]) == []

    with connection.cursor() as cursor:
        cursor.execute("UPDATE qms_unit SET name_vi = 'forged' WHERE id = %s", [unit.pk])

    assert rows_of(Unit) != before
    assert [(fault.harm, str(fault.uid)) for fault in verify.verify_records(kind, [unit.pk])] == [
        ("live", str(unit.uid))
    ]


@pytest.mark.parametrize("model", MODELS, ids=label)
def test_a_parent_that_goes_takes_no_key_with_it(model):
    keys = [field for field in model._meta.get_fields() if field.many_to_one or (field.one_to_one and field.concrete)]

    assert {key.remote_field.on_delete for key in keys} <= {PROTECT}


@pytest.mark.parametrize("command", ["clean_old_history", "clean_duplicate_history", "populate_history"])
def test_commands_of_the_package_change_no_history(as_system, record_of, command):
    assert get_commands()[command] in ("simple_history", "qms")
    unit = record_of(Unit)
    change(unit)
    unit.save()
    before = rows_of(Unit.history.model)
    given = {"clean_old_history": {"days": 0}, "clean_duplicate_history": {}, "populate_history": {"batchsize": 5}}

    try:
        with transaction.atomic():
            call_command(command, "qms.Unit", verbosity=0, **given[command])
    except (DatabaseError, HistoryBypass, CommandError):
        pass  # refused; what counts is that nothing changed

    assert rows_of(Unit.history.model) == before
    assert len(history_of(unit)) == unit.version
