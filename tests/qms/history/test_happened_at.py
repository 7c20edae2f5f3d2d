"""A record may say when its own next change happened: many written at once happened at different times."""

import datetime as dt

from qms.history import bulk
from qms.history.recording import recording
from tests.factories import UnitFactory

EARLY = dt.datetime(2020, 7, 1, 2, tzinfo=dt.UTC)
LATE = dt.datetime(2020, 7, 2, 2, tzinfo=dt.UTC)


def claimed(unit):
    """What the unit's changes claim, newest first."""
    return list(unit.history.order_by("-sequence").values_list("occurred_at", flat=True))


def test_one_change_claims_its_own_moment_and_the_next_does_not(system):
    unit = UnitFactory()
    with recording(by=system, operation="test", occurred_at=LATE):
        unit.happened_at(EARLY)
        unit.save()
        unit.save()

    assert claimed(unit)[:2] == [LATE, EARLY]


def test_each_of_many_claims_its_own(system):
    units = [UnitFactory(), UnitFactory(), UnitFactory()]
    with recording(by=system, operation="test"):
        for unit, moment in zip(units, (EARLY, LATE, None), strict=True):
            unit.name_vi = f"{unit.name_vi} mới"
            unit.happened_at(moment)
        bulk.update(units, ["name_vi"])

    assert [claimed(unit)[0] for unit in units] == [EARLY, LATE, None]
    assert [unit.history.latest("sequence").name_vi for unit in units] == [unit.name_vi for unit in units]
    assert [type(unit).objects.get(pk=unit.pk).head_hash for unit in units] == [unit.head_hash for unit in units]
