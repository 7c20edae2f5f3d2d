"""What is followed up after an inspection, and the inspections before and after it."""

import datetime as dt

from django.test import Client
from django.urls import reverse

from inspections.models import CorrectiveAction
from tests.factories import FindingFactory, InspectionFactory, save
from tests.scenes import inspection, nonconformity, plan, sides
from tests.shared_organisation import DAY


def story(org):
    """A concluded visit: a minor whose action is late and was extended, a closed observation, a good practice."""
    visit = inspection(org, "concluded")
    values = {"inspection": visit, "unit": org.division, "raised_by_unit": org.department, "confirmed": True}
    minor = FindingFactory(**values, number="PH-1", grade="minor", statement="Trễ hạn")
    FindingFactory(**values, number="PH-2", grade="observation", statement="Sổ chưa ghi")
    save(visit.findings.get(number="PH-2"), status="closed", closed_on=DAY)
    FindingFactory(**values, number="PH-3", grade="good_practice", statement="Gọn gàng")
    record = nonconformity(org, "accepted", inspection=visit, finding=minor, number="KPH-1")
    plan(org, record, "assigned")
    action = CorrectiveAction.objects.get(nonconformity=record).action
    save(action, due_on=DAY - dt.timedelta(days=1), original_due_on=DAY - dt.timedelta(days=31))
    return visit, action


def get(person, visit, query=""):
    """The page of the follow-up."""
    client = Client()
    client.force_login(person)
    return client.get(reverse("inspection_follow_up", args=[visit.uid]) + query)


def numbers(response):
    """The findings listed."""
    return [record.number for record in response.context["rows"]]


def test_findings_stand_with_what_answers_them(org):
    visit, action = story(org)

    response = get(org.manager1, visit)

    text = response.content.decode()
    assert numbers(response) == ["PH-1", "PH-2"]
    assert response.context["progress"] == {"closed": 1, "all": 2}
    for words in ("KPH-1", action.number, str(action.owner), "14/07/2020", "14/06/2020"):
        assert words in text
    assert "tag-danger" in text


def test_a_nonconformity_without_a_finding_is_followed_too(org):
    visit, _action = story(org)
    nonconformity(org, "closed", inspection=visit, number="KPH-2")

    response = get(org.manager1, visit)

    assert "KPH-2" in response.content.decode()
    assert response.context["progress"] == {"closed": 2, "all": 3}


def test_it_is_filtered_sorted_and_exported(org):
    visit, action = story(org)
    assert numbers(get(org.lead1, visit, "?show=overdue")) == ["PH-1"]
    assert numbers(get(org.lead1, visit, "?show=closed")) == ["PH-2"]
    assert numbers(get(org.lead1, visit, "?sort=-number")) == ["PH-2", "PH-1"]
    save(action, due_on=DAY)
    assert numbers(get(org.lead1, visit, "?show=overdue")) == []

    exported = get(org.lead1, visit, "?export=csv")

    text = b"".join(exported.streaming_content if exported.streaming else [exported.content]).decode()
    assert action.number in text
    assert "KPH-1" in text
    assert "PH-3" not in text


def test_the_last_and_the_next_inspection_are_one_click_away(org):
    visit = inspection(org, "concluded")
    last, following = (
        InspectionFactory(closed=True, **sides(org), lead=org.lead1, starts_on=DAY + dt.timedelta(days=days))
        for days in (-90, 90)
    )
    cancelled = InspectionFactory(cancelled=True, **sides(org), lead=org.lead1, starts_on=DAY - dt.timedelta(days=9))
    client = Client()
    client.force_login(org.lead1)

    text = client.get(reverse("inspection", args=[visit.uid])).content.decode()

    assert str(last.uid) in text
    assert str(following.uid) in text
    assert str(cancelled.uid) not in text
