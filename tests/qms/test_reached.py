"""One record asked for by its uid is reached exactly when the list's predicate reaches it."""

import pytest

from qms.models import User
from tests.factories import ActionFactory, DocumentFactory, InspectionFactory, NonconformityFactory

pytestmark = pytest.mark.django_db
PLACES = ("ministry", "inspectorate", "department", "division", "section", "sibling", "department2", "division2")
MAKERS = (NonconformityFactory, InspectionFactory, ActionFactory)


def everybody():
    return User.objects.order_by("pk")


@pytest.mark.parametrize("make", MAKERS)
def test_reached_is_the_predicate_for_one_record(organisation, make):
    for place in PLACES:
        unit = getattr(organisation, place)
        raised_by = organisation.inspectorate if place == "department" else unit
        record = make(unit=unit, raised_by_unit=raised_by)
        for user in everybody():
            listed = type(record).objects.visible_to(user).filter(pk=record.pk).exists()
            assert (type(record).objects.reached(user, record.uid) is not None) == listed, (user.username, place)


def test_documents_too(organisation):
    document = DocumentFactory(unit=organisation.division)
    for user in everybody():
        listed = type(document).objects.visible_to(user).filter(pk=document.pk).exists()
        assert (type(document).objects.reached(user, document.uid) is not None) == listed, user.username


def test_somebody_inactive_reaches_nothing(organisation, as_system):
    record = NonconformityFactory(unit=organisation.division)
    user = organisation.officer1
    user.is_active = False
    user.save()
    assert type(record).objects.reached(User.objects.get(pk=user.pk), record.uid) is None
