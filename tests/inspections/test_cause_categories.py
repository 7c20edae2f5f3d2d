"""Cause categories: kept by the officer of the holder, offered where a cause is written."""

import pytest
from django.test import Client
from django.urls import reverse

from inspections.forms.cause import SentenceForm
from inspections.models import Cause, CauseCategory
from inspections.operations import cause_categories as operations
from inspections.printed import corrective_action_request
from qms.policy import Refused
from qms.workflow import StepRefused
from tests.factories import CauseCategoryFactory, CauseFactory, NonconformityFactory

pytestmark = pytest.mark.django_db
WHY = "Không còn dùng"


def signed_in(user):
    client = Client()
    client.force_login(user)
    client.cookies["django_language"] = "en"
    return client


def names(unit):
    return [row.name_vi for row in operations.live_categories(unit.pk)]


def test_one_click_begins_with_the_usual_ones_and_again_changes_nothing(organisation):
    client = signed_in(organisation.officer1)
    url = reverse("cause_categories")
    assert "Begin with the usual categories" in client.get(url).content.decode()
    assert client.post(url, {"unit": organisation.department.uid, "start": "1"}).status_code == 302
    begun = names(organisation.department)
    assert len(begun) == 8
    assert all(row.name_en for row in CauseCategory.objects.all())
    assert operations.add_starting_set(organisation.department, by=organisation.officer1) == []
    assert names(organisation.department) == begun


def test_added_renamed_moved_and_ended(organisation):
    unit, client = organisation.department, signed_in(organisation.officer1)
    for name in ("Một", "Hai", "Ba"):
        typed = {"unit": unit.uid, "name_vi": name, "name_en": ""}
        assert client.post(reverse("cause_categories"), typed).status_code == 302
    twice = client.post(reverse("cause_categories"), {"unit": unit.uid, "name_vi": "Một", "name_en": "typed words"})
    assert twice.status_code == 409
    assert "typed words" in twice.content.decode()
    two = CauseCategory.objects.get(name_vi="Hai")
    step = lambda name: reverse("cause_category_step", args=[two.uid, name])  # noqa: E731 - short
    client.post(step("up"))
    client.post(step("up"))
    assert names(unit) == ["Hai", "Một", "Ba"]
    client.post(step("down"))
    assert names(unit) == ["Một", "Hai", "Ba"]
    assert client.post(step("rename"), {"name_vi": "Một"}).status_code == 409
    assert client.post(step("rename"), {"name_vi": "Hai mới", "name_en": "Two"}).status_code == 302
    assert client.post(step("end"), {}).status_code == 200
    assert client.post(step("end"), {"reason": WHY}).status_code == 302
    assert names(unit) == ["Một", "Ba"]
    assert client.get(step("rename")).status_code == 404
    operations.add_cause_categories(unit, [("Hai mới", "")], by=organisation.officer1)
    assert names(unit) == ["Một", "Ba", "Hai mới"]


def test_only_the_officer_of_a_holder_keeps_them(organisation):
    row = CauseCategoryFactory(unit=organisation.department)
    page = signed_in(organisation.manager1).get(reverse("cause_categories")).content.decode()
    assert row.name_vi in page
    assert "Add a category" not in page
    url = reverse("cause_category_step", args=[row.uid, "end"])
    assert signed_in(organisation.manager1).get(url).status_code == 409
    assert signed_in(organisation.officer2).get(url).status_code == 404
    other = {"unit": organisation.department.uid, "start": "1"}
    assert signed_in(organisation.officer2).post(reverse("cause_categories"), other).status_code == 404
    with pytest.raises(Refused):
        operations.add_starting_set(organisation.department, by=organisation.head1)
    with pytest.raises(StepRefused):
        operations.add_starting_set(organisation.division, by=organisation.officer1)


def test_a_cause_is_offered_those_of_its_holder(organisation):
    record = NonconformityFactory(unit=organisation.division, raised_by_unit=organisation.department, contained=True)
    url = reverse("cause_new", args=[record.uid, "sentence"])
    client = signed_in(organisation.manager1)
    assert "category" not in client.get(url).context["form"].fields
    own = CauseCategoryFactory(unit=organisation.department)
    other = CauseCategoryFactory(unit=organisation.department2)
    assert list(client.get(url).context["form"].fields["category"].queryset) == [own]
    assert client.post(url, {"text": "Không giao ai", "category": other.pk}).status_code == 200
    assert client.post(url, {"text": "Không giao ai", "category": own.pk}).status_code == 302
    cause = Cause.objects.get()
    assert cause.category == own
    assert own.name_vi in client.get(record.get_absolute_url()).content.decode()
    [told] = corrective_action_request(record).causes
    assert own.name_vi in told.text
    listed = client.get(reverse("nonconformities"), {"category": own.pk}).content.decode()
    assert record.get_absolute_url() in listed
    assert CauseFactory(nonconformity=record).category is None


def test_an_ended_category_stays_with_its_cause(organisation):
    gone = CauseCategoryFactory(unit=organisation.department)
    record = NonconformityFactory(unit=organisation.division, raised_by_unit=organisation.department, contained=True)
    cause = CauseFactory(nonconformity=record, category=gone)
    operations.end_cause_category(gone, by=organisation.officer1, reason=WHY)
    form = SentenceForm(instance=cause, user=organisation.manager1)
    assert list(form.fields["category"].queryset) == [gone]
