"""Records of queries that are compiled once: the same as Django's own, whoever is asked for, also as of a day."""

import datetime as dt
from uuid import UUID

from django.db.models import F

from qms.backends import RoleBackend
from qms.history.standing import standing
from qms.models import Unit
from qms.prepared import MOST_KEYS, by_key, prepared_records, prepared_values
from tests.shared_organisation import fresh


def _units(keys: list[int]):
    return Unit.objects.filter(pk__in=keys).annotate(twice=F("pk") * 2).order_by("pk")


def _nobody(keys: list[int]):
    return Unit.objects.filter(pk__in=[])


def test_records_are_those_of_the_query_whatever_is_asked(org, django_assert_num_queries):
    for units in ([org.department, org.division], [org.ministry, org.department]):
        keys = sorted(unit.pk for unit in units)
        with django_assert_num_queries(1):
            found = prepared_records(_units, keys=keys)
        for one, same in zip(found, _units(keys), strict=True):
            assert one == same
            assert vars(one) | {"_state": 0} == vars(same) | {"_state": 0}, "values, types and what is annotated"
            assert (one._state.db, one._state.adding) == (same._state.db, same._state.adding)
    assert prepared_records(_units, keys=[0]) == prepared_records(_nobody, keys=keys) == []


def test_records_as_of_a_day_are_those_of_then(org):
    key = org.department.pk
    assert [one.pk for one in prepared_records(_units, keys=[key])] == [key]
    with standing(dt.date(1999, 1, 1)):
        assert prepared_records(_units, keys=[key]) == []


def test_records_with_related_ones_values_and_uids(org, django_assert_num_queries):
    units = {unit.pk: unit for unit in (org.ministry, org.department, org.division)}
    with django_assert_num_queries(1):
        found = by_key(Unit, [*units, 0], ("parent",))
        assert found == units
        assert [one.parent and one.parent.name_vi for one in found.values()] == [
            units[one.parent_id].name_vi if one.parent_id else None for one in found.values()
        ]
    assert by_key(Unit, []) == {}
    assert by_key(Unit, range(org.division.pk, org.division.pk + MOST_KEYS + 1))[org.division.pk] == org.division
    for unit in units.values():
        assert prepared_values(_told, uid=unit.uid) == list(_told(unit.uid))


def _told(uid: UUID):
    return Unit.objects.filter(uid=uid).values("valid_from", "uid", "parent__uid")


def test_the_person_of_a_session_is_the_one_asked_for(org):
    for person in (org.officer, org.manager1):
        found = RoleBackend().get_user(str(person.pk))
        told = vars(found) | {"_state": 0}
        assert told == told | vars(fresh(person)) | {"_state": 0}
    assert RoleBackend().get_user(0) is None
