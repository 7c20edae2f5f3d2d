"""Days decided beyond the public calendar: kept with their decision, counted at once, also in other processes."""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from qms import calendar
from qms.decided_days import DecidedDays, decided_days
from qms.enums import DayKind
from qms.history.recording import recording
from qms.models import DecidedDay, User

BRIDGE = dt.date(2020, 9, 1)  # a Tuesday before National Day


@pytest.fixture(autouse=True)
def counted(org):
    decided_days.ask_again()
    calendar.set_overrides(decided_days)
    yield
    calendar.set_overrides(None)


def signed_in(user):
    client = Client()
    client.force_login(user)
    client.cookies["django_language"] = "en"
    return client


def decide(client, **more):
    values = {"day": "2020-09-01", "kind": "off", "decision": "Quyết định 12/QĐ-LĐTBXH"} | more
    return client.post(reverse("day_new"), values)


def test_a_decided_day_counts_at_once_and_no_longer_when_ended(org):
    admin = signed_in(org.admin)
    assert calendar.is_working_day(BRIDGE)

    assert decide(admin).status_code == 302
    assert not calendar.is_working_day(BRIDGE)
    assert calendar.add_working_days(dt.date(2020, 8, 31), 1) == dt.date(2020, 9, 3)
    one = DecidedDay.objects.get()
    page = admin.get(reverse("days"), {"year": "2020"}).content.decode()
    assert "Quyết định 12/QĐ-LĐTBXH" in page

    ended = admin.post(reverse("day_step", args=[one.uid, "end"]), {"reason": "Công văn 5 bãi bỏ"})
    assert ended.status_code == 302
    assert calendar.is_working_day(BRIDGE)
    rows = DecidedDay.history.order_by("pk")
    assert [row.operation for row in rows] == ["decide_day", "end_decided_day"]
    assert (rows[1].history_user, rows[1].history_change_reason) == (org.admin, "Công văn 5 bãi bỏ")

    assert decide(admin, kind="worked", day="2020-09-01").status_code == 302
    assert DecidedDay.objects.count() == 1
    assert DecidedDay.objects.get().kind == DayKind.WORKED


def test_a_worked_saturday_is_changed_and_bad_days_are_refused(org):
    admin = signed_in(org.admin)
    decide(admin, day="2020-09-05", kind="worked")
    one = DecidedDay.objects.get()
    assert calendar.is_working_day(dt.date(2020, 9, 5))

    changed = {"day": "2020-09-12", "kind": "worked", "decision": "Quyết định 13", "version": one.version}
    assert admin.post(reverse("day_edit", args=[one.uid]), changed).status_code == 302
    assert not calendar.is_working_day(dt.date(2020, 9, 5))
    for wrong in ("1890-01-01", "2300-01-01", "2020-02-30", "", "2020-09-12"):
        answer = decide(admin, day=wrong)
        assert answer.status_code == 200, wrong
        assert "Quyết định 12/QĐ-LĐTBXH" in answer.content.decode()
    assert DecidedDay.objects.count() == 1


def test_only_administrators_decide(org):
    officer = signed_in(org.officer1)
    assert officer.get(reverse("days")).status_code == 200
    refused = officer.get(reverse("day_new"))
    assert refused.status_code == 403
    assert "Only an administrator decides which days are off or worked." in refused.content.decode()
    assert "An administrator decides about such days." in officer.get(reverse("days")).content.decode()
    assert decide(officer).status_code == 403
    assert not DecidedDay.objects.exists()
    for year in ("abc", "1", "99999", "²"):
        assert officer.get(reverse("days"), {"year": year}).status_code == 200


def test_other_processes_notice_and_a_request_asks_once(org):
    other = DecidedDays()
    assert BRIDGE not in other().days_off
    with recording(by=User.objects.get(username="system"), operation="test", reason="a test"):
        DecidedDay(day=BRIDGE, kind=DayKind.OFF, decision="Quyết định 1").save()
    assert BRIDGE not in other().days_off  # asked a moment ago
    other.ask_again()
    with CaptureQueriesContext(connection) as asked:
        first = other()
        assert all(other() is first for _each in range(5))
    assert BRIDGE in first.days_off
    assert len(asked) == 2
    decided_days.asked_at = 10**12
    signed_in(org.admin).get(reverse("notices"))
    assert decided_days.asked_at != 10**12
