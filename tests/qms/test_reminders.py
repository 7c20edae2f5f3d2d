"""Reminders: each once, on working days, to whom the table names; though the job is killed and runs again."""

import datetime as dt
from collections import Counter

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from qms import calendar
from qms.models import Notice, NoticeChoice, Reminder
from qms.operations import reminders
from qms.owed_actions import actions_owed
from qms.registry import Owed, registry
from qms.reminders import occasions, schedule
from tests.factories import ActingForFactory, ActionFactory
from tests.reminder_year import DEPUTY, Year, expected, told
from tests.shared_organisation import on

TET = (dt.date(2019, 1, 8), 60)  # the lunar new year of 2019 was the 5th of February


@pytest.fixture(autouse=True)
def only_actions(monkeypatch):
    monkeypatch.setattr(registry, "owed", [actions_owed])


def lived(organisation, remind, first=TET[0], days=TET[1], actions=60):
    year = Year(organisation, first=first, days=days, actions=actions)
    ActingForFactory(
        principal=getattr(organisation, DEPUTY[0]),
        deputy=getattr(organisation, DEPUTY[1]),
        valid_from=year.deputy_from,
    )
    year.live(remind)
    return year


@pytest.mark.django_db
def test_every_notice_is_sent_once_as_the_table_says(organisation):
    year = lived(organisation, reminders.send_reminders)

    assert told() == expected(year)
    assert len(told()) > 100
    kinds = Counter(row[2] for row in told())
    assert set(kinds) == {
        "reminder_before", "reminder_due", "reminder_late", "escalated", "escalated_copy", "escalated_head",
    }  # fmt: skip
    assert all(year.calendar.works(row[4]) for row in told())
    assert not any(dt.date(2019, 2, 4) <= row[4] <= dt.date(2019, 2, 8) for row in told())


class Killed(Exception):
    pass


@pytest.mark.django_db
def test_killed_in_the_middle_and_run_again_sends_each_once(organisation, monkeypatch):
    monkeypatch.setattr(reminders, "BATCH", 2)
    whole, killed = reminders._send, []

    def dies_after_writing(batch, day, *rest):
        whole(batch, day, *rest)
        if len(killed) < 15 and day.toordinal() % 3 == 0 and day not in killed:
            killed.append(day)
            raise Killed

    def remind(day):
        monkeypatch.setattr(reminders, "_send", dies_after_writing)
        try:
            reminders.send_reminders(day)
        except Killed:
            reminders.send_reminders(day)
        assert reminders.send_reminders(day).sent == 0

    year = lived(organisation, remind)

    assert killed
    assert told() == expected(year)


@pytest.mark.django_db
def test_notice_and_ledger_stand_or_fall_together(organisation, monkeypatch):
    with on(dt.date(2020, 7, 1)):
        ActionFactory(assigned=True, unit=organisation.division, owner=organisation.owner1, due_on=dt.date(2020, 7, 20))

    def fails(notices):
        raise Killed

    monkeypatch.setattr(reminders, "write_notices", fails)
    with on(dt.date(2020, 7, 20)), pytest.raises(Killed):
        reminders.send_reminders(dt.date(2020, 7, 20))

    assert not Reminder.objects.exists()


@pytest.mark.django_db
def test_lateness_is_made_up_for_when_no_reminders_ran(organisation):
    with on(dt.date(2020, 7, 1)):
        ActionFactory(assigned=True, unit=organisation.division, owner=organisation.owner1, due_on=dt.date(2020, 7, 13))
    for day in (dt.date(2020, 7, 13), dt.date(2020, 7, 20)):
        with on(day):
            reminders.send_reminders(day)

    kinds = Notice.objects.exclude(user__username="system").order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["reminder_due", "reminder_late", "escalated", "escalated_copy"]


@pytest.mark.django_db
def test_one_run_asks_a_fixed_number_of_times(organisation):
    day = dt.date(2020, 7, 20)
    counts = []
    for many in (1, 30):
        with on(dt.date(2020, 7, 1)):
            for _each in range(many):
                ActionFactory(assigned=True, unit=organisation.division, owner=organisation.owner1, due_on=day)
        Reminder.objects.all().delete()
        with on(day), CaptureQueriesContext(connection) as asked:
            assert reminders.send_reminders(day).sent >= many
        counts.append(len(asked))
    assert counts[1] <= counts[0] <= 30


def owed(due, assigned, **more):
    return Owed(record=None, unit_id=1, due_on=due, assigned_on=assigned, **more)


def test_nothing_on_or_before_the_day_of_assignment():
    assert [name for name, _day in schedule(owed(dt.date(2020, 7, 15), dt.date(2020, 7, 10)))] == [
        "before-1", "due", "late-owner", "late-manager", "late-head",
    ]  # fmt: skip
    assert occasions(owed(dt.date(2020, 7, 15), dt.date(2020, 7, 14)), dt.date(2020, 7, 14), dt.date(2020, 7, 13)) == []


def test_a_limit_that_ends_on_a_day_off_ends_on_the_next_working_day():
    days = dict(schedule(owed(dt.date(2020, 7, 18), None)))  # a Saturday

    assert days["before-1"] == dt.date(2020, 7, 17)
    assert days["due"] == dt.date(2020, 7, 20)
    assert days["late-owner"] == dt.date(2020, 7, 21)


@pytest.mark.parametrize("n", [1, 3, 7, 300])
def test_working_days_before_is_the_way_back(n):
    day = dt.date(2020, 2, 3)
    assert calendar.add_working_days(calendar.working_days_before(day, n), n) == day


@pytest.mark.django_db
def test_command_says_what_was_due_and_sent(organisation, capsys):
    with on(dt.date(2020, 7, 1)):
        ActionFactory(assigned=True, unit=organisation.division, owner=organisation.owner1, due_on=dt.date(2020, 7, 20))
    NoticeChoice.objects.create(user=organisation.owner1, kind="reminder_due", in_product=False)
    for day in ("2020-07-20", "20/07/2020", "2020-07-19"):
        call_command("send_reminders", "--on", day)

    assert capsys.readouterr().out.splitlines() == ["due=1 sent=1", "due=1 sent=0", "due=0 sent=0"]
    assert Notice.objects.get(kind="reminder_due").read_at is not None


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["yesterday", "2020-02-30", "0001-01-01", "9999-12-31", "31.12"])
def test_command_refuses_what_is_no_day(system, text):
    with pytest.raises(CommandError) as refused:
        call_command("send_reminders", "--on", text)
    assert refused.value.returncode == 2
    assert text in str(refused.value)
