"""Acting for somebody in a period: who appoints, what the deputy sees and does, and that it ends."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from qms.history.recording import ReasonMissing
from qms.models import ActingFor, Action
from qms.operations import actions, deputies
from qms.phrases import notice_text
from qms.policy import Refused
from qms.work_of_actions import owned_actions
from tests.factories import ActingForFactory, ActionFactory
from tests.shared_organisation import DAY, fresh, on

ADDRESS = "person_deputy"


def signed_in(user):
    client = Client()
    client.force_login(user)
    client.cookies["django_language"] = "en"
    return client


def form(org, **values):
    usual = {
        "deputy": org.reader1.pk, "form": "TUQ.", "basis": "Giấy ủy quyền 12/GUQ", "valid_from": "2020-07-15",
        "valid_to": "2020-07-31",
    }  # fmt: skip
    return usual | values


def url(person):
    return reverse(ADDRESS, args=[person.uid])


@pytest.mark.parametrize(("who", "status"), [("owner1", 302), ("admin", 302), ("reader1", 403), ("manager1", 403)])
def test_the_person_or_the_administrator_appoints(org, who, status):
    answer = signed_in(getattr(org, who)).post(url(org.owner1), form(org))

    assert answer.status_code == status
    if status != 302:
        assert not ActingFor.objects.exists()
        return
    row = ActingFor.objects.get()
    assert (row.principal, row.deputy, row.form) == (org.owner1, org.reader1, "TUQ.")
    assert "from 15/07/2020 to 31/07/2020" in notice_text(org.reader1.notices.get(kind="deputy_appointed"))
    assert org.owner1.notices.filter(kind="deputy_named").count() == (who == "admin")


def test_nobody_makes_themselves_a_deputy_and_none_acts_for_themselves(org):
    with pytest.raises(Refused):
        deputies.appoint_deputy(
            ActingFor(principal=org.head1, deputy=org.owner1, form="KT.", basis="x", valid_from=DAY),
            by=fresh(org.owner1),
        )
    answer = signed_in(org.owner1).post(url(org.owner1), form(org, deputy=org.owner1.pk))
    assert "deputy" in answer.context["form"].errors


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"valid_from": "2020-07-14"}, "valid_from"),
        ({"valid_to": ""}, "valid_to"),
        ({"valid_to": "2020-07-01"}, "valid_to"),
        ({"valid_to": "2022-07-15"}, "valid_to"),
        ({"basis": ""}, "basis"),
    ],
)
def test_periods_that_cannot_be_are_refused_and_kept(org, values, said):
    answer = signed_in(org.owner1).post(url(org.owner1), form(org, **values))

    assert answer.status_code == 200
    assert said in answer.context["form"].errors
    assert not ActingFor.objects.exists()


def test_the_same_deputy_is_named_once_for_a_day(org):
    ActingForFactory(deputy=org.reader1, principal=org.owner1, valid_from=DAY, valid_to=dt.date(2020, 7, 31))
    again = signed_in(org.owner1).post(url(org.owner1), form(org, valid_from="2020-07-31", valid_to="2020-08-10"))
    assert "from 15/07/2020 to 31/07/2020 already" in again.content.decode()
    for values in ({"valid_from": "2020-08-01", "valid_to": "2020-08-10"}, {"deputy": org.verifier1.pk}):
        assert signed_in(org.owner1).post(url(org.owner1), form(org, **values)).status_code == 302, values


def test_the_deputy_sees_and_does_what_is_the_principals(org):
    owed = ActionFactory(unit=org.division, owner=org.owner1, assigned_by=org.manager1, assigned=True)
    ActionFactory(unit=org.division, owner=org.manager1, assigned_by=org.head1, assigned=True)
    mine = reverse("actions") + "?show=mine"
    deputy = org.verifier1  # of another unit: without the appointment nothing of it is theirs

    def seen():
        listed = owed.number in signed_in(deputy).get(mine).content.decode()
        return listed, [item.number for item in owned_actions(fresh(deputy))]

    assert seen() == (False, [])
    ActingForFactory(deputy=deputy, principal=org.owner1, valid_from=DAY, valid_to=dt.date(2020, 7, 20))
    assert seen() == (True, [owed.number])
    actions.start_action(owed, by=fresh(deputy))
    actions.report_done(owed, by=fresh(deputy), evidence="Làm thay")
    assert Action.objects.get(pk=owed.pk).owner == org.owner1
    later = ActionFactory(unit=org.division, owner=org.owner1, assigned_by=org.manager1, assigned=True)
    with on(dt.date(2020, 7, 21)):
        assert seen() == (False, [])
        with pytest.raises(Exception, match="owner"):
            actions.start_action(later, by=fresh(deputy))


def test_it_ends_at_once_with_a_reason(org):
    row = ActingForFactory(deputy=org.reader1, principal=org.owner1, valid_from=dt.date(2020, 7, 1), valid_to=None)
    page = signed_in(org.owner1).get(reverse("person", args=[org.owner1.uid])).content.decode()
    assert reverse("deputy_step", args=[row.uid, "end"]) in page
    assert url(org.owner1) in page
    other = signed_in(org.manager1).get(reverse("person", args=[org.owner1.uid])).content.decode()
    assert str(org.reader1) in other
    assert url(org.owner1) not in other

    with pytest.raises(ReasonMissing):
        deputies.end_deputy(row, by=fresh(org.owner1))
    with pytest.raises(Refused):
        deputies.end_deputy(row, by=fresh(org.reader1), reason="Thôi")
    step = reverse("deputy_step", args=[row.uid, "end"])
    assert signed_in(org.reader1).post(step, {"reason": "Thôi"}).status_code == 403
    assert signed_in(org.reader2).post(step, {"reason": "Thôi"}).status_code in (403, 404)
    assert signed_in(org.owner1).post(step, {"reason": "Về sớm"}).status_code == 302

    assert org.owner1.pk not in fresh(org.reader1).authority.principals
    coming = ActingForFactory(deputy=org.reader1, principal=org.owner1, valid_from=dt.date(2020, 8, 1))
    deputies.end_deputy(coming, by=fresh(org.owner1), reason="Không đi nữa")
    with on(dt.date(2020, 8, 1)):
        assert not fresh(org.reader1).authority.principals
    assert signed_in(org.owner1).get(reverse("person", args=[org.owner1.uid])).status_code == 200
