"""Numbers: given once, in order, by kind, unit and year; a rolled-back one is free again."""

import pytest
from django.db import transaction

from qms.models import Counter
from qms.numbering import PREFIXES, next_number, next_numbers
from tests.shared_organisation import DAY, on


def test_numbers_count_on_by_kind_unit_and_year(org):
    assert next_numbers("finding", org.division, 3) == [f"PH-2020-S1A-000{count}" for count in (1, 2, 3)]
    assert next_number("finding", org.division) == "PH-2020-S1A-0004"
    assert next_number("finding", org.sibling) == "PH-2020-S1B-0001"
    assert next_number("action", org.division) == "HĐ-2020-S1A-0001"
    assert next_number("finding", org.division, 2019) == "PH-2019-S1A-0001"
    with on(DAY.replace(year=2021)):
        assert next_number("finding", org.division) == "PH-2021-S1A-0001"


def test_a_taken_back_transaction_gives_its_numbers_back(org):
    with transaction.atomic():
        next_number("finding", org.division)
        transaction.set_rollback(True)

    assert next_number("finding", org.division) == "PH-2020-S1A-0001"


def test_numbers_above_9999_stay_in_order(org):
    next_number("finding", org.division)
    Counter.objects.filter(unit=org.division).update(value=9998)

    assert next_numbers("finding", org.division, 2) == ["PH-2020-S1A-9999", "PH-2020-S1A-10000"]


def test_every_prefix_is_its_own():
    assert len(set(PREFIXES.values())) == len(PREFIXES)


def test_an_unknown_kind_is_a_fault(org):
    with pytest.raises(KeyError):
        next_number("song", org.division)
