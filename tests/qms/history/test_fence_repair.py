"""A fence that somebody took down or switched off, whichever part of it, is noticed and put up again."""

import pytest
from django.core.checks import run_checks
from django.db import DatabaseError, connection, transaction

from qms import clock
from qms.history.triggers import guarded_tables, install_triggers, missing_triggers
from qms.models import Seal

pytestmark = pytest.mark.django_db
TABLES = ["qms_seal", "inspections_historicalfinding"]
PARTS = {
    "sqlite": ['DROP TRIGGER "{0}_no_delete"', 'DROP TRIGGER "{0}_no_update"', 'DROP TRIGGER "{0}_no_replace"'],
    "postgresql": [
        'DROP TRIGGER "{0}_append_only" ON "{0}"',
        'ALTER TABLE "{0}" DISABLE TRIGGER "{0}_append_only"',
        'ALTER TABLE "{0}" DISABLE TRIGGER ALL',
    ],
}


@pytest.mark.parametrize("part", range(3))
@pytest.mark.parametrize("table", TABLES)
def test_fence_that_was_taken_down_is_reported_and_put_up_again(table, part):
    assert table in guarded_tables()
    with connection.cursor() as cursor:
        cursor.execute(PARTS[connection.vendor][part].format(table))

    assert missing_triggers() == [table]
    assert [fault.id for fault in run_checks(databases=["default"]) if table in fault.msg] == ["qms.E002"]
    install_triggers()
    assert missing_triggers() == []


OLDER_WORDS = (
    'CREATE TRIGGER "{0}_no_replace" BEFORE INSERT ON "{0}" WHEN EXISTS (SELECT 1 FROM "{0}" WHERE '
    "history_id = NEW.history_id OR (id = NEW.id AND sequence = NEW.sequence)) "
    "BEGIN SELECT RAISE(ABORT, 'history rows are never changed'); END"
)
HOLLOW = 'CREATE TRIGGER "{0}_no_replace" BEFORE INSERT ON "{0}" BEGIN SELECT 1; END'


@pytest.mark.parametrize("words", [OLDER_WORDS, HOLLOW])
def test_fence_of_other_words_is_reported_and_worded_anew(words):
    if connection.vendor == "postgresql":
        pytest.skip("PostgreSQL's triggers are made anew each time")
    table = "inspections_historicalfinding"
    with connection.cursor() as cursor:
        cursor.execute(f'DROP TRIGGER "{table}_no_replace"')
        cursor.execute(words.format(table))

    assert missing_triggers() == [table]
    install_triggers()
    assert missing_triggers() == []


WAYS = {
    "update": "UPDATE qms_seal SET root = 'forged'",
    "delete": "DELETE FROM qms_seal",
    "replace": "INSERT OR REPLACE INTO qms_seal SELECT id, number, kind, 'f', previous, root, leaves, made_at "
    "FROM qms_seal",
}


@pytest.mark.parametrize("way", WAYS)
def test_seals_are_never_changed(way):
    Seal.objects.create(number=999_999, digest="a" * 64, previous="", root="b" * 64, leaves=0, made_at=clock.now())
    if way == "replace" and connection.vendor == "postgresql":
        pytest.skip("SQLite's own words")

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(WAYS[way])

    assert Seal.objects.get(number=999_999).digest == "a" * 64
