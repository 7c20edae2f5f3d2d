"""Long reads see one moment, cannot write, and see what their own transaction wrote."""

from threading import Thread

import pytest
from django.db import DatabaseError, connection, connections

from qms.history.snapshot import ALIAS, consistent_reads
from qms.models import Unit
from tests.factories import UnitFactory


def make_unit():
    """As another process would: over a connection of its own."""
    try:
        UnitFactory()
    finally:
        connection.close()


@pytest.mark.transactional
def test_one_moment_is_seen_while_others_write():
    before = Unit.objects.count()
    with consistent_reads() as using:
        assert using == ALIAS
        writer = Thread(target=make_unit)
        writer.start()
        writer.join()
        assert Unit.objects.count() == before + 1
        assert Unit.objects.using(using).count() == before
        with consistent_reads() as inner:
            assert Unit.objects.using(inner).count() == before
    with consistent_reads() as using:
        assert Unit.objects.using(using).count() == before + 1


@pytest.mark.transactional
def test_writing_through_it_is_refused_by_the_database():
    with pytest.raises(DatabaseError), consistent_reads() as using, connections[using].cursor() as cursor:
        cursor.execute("DELETE FROM qms_trailentry")


@pytest.mark.django_db
def test_own_transaction_sees_what_it_wrote():
    before = Unit.objects.count()
    UnitFactory()
    with consistent_reads() as using:
        assert using == "default"
        assert Unit.objects.using(using).count() == before + 1
