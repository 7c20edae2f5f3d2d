"""A year of reminders with 2,000 actions against the naive model; and the job killed by the operating system."""

import datetime as dt
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.db import connection

from qms.history import bulk
from qms.history.recording import recording
from qms.models import Reminder
from qms.operations.reminders import send_reminders
from qms.owed_actions import actions_owed
from qms.registry import registry
from tests.counts import FULL
from tests.factories import ActingForFactory
from tests.reminder_year import DEPUTY, Year, expected, told
from tests.shared_organisation import on

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.skipif(not FULL, reason="the endurance run")


@pytest.mark.django_db
def test_a_year_of_two_thousand_actions(organisation, monkeypatch, capsys):
    monkeypatch.setattr(registry, "owed", [actions_owed])
    year = Year(organisation, first=dt.date(2019, 1, 1), days=365, actions=2000)
    ActingForFactory(
        principal=getattr(organisation, DEPUTY[0]),
        deputy=getattr(organisation, DEPUTY[1]),
        valid_from=year.deputy_from,
    )
    spent = []

    def remind(day):
        began = time.perf_counter()
        send_reminders(day)
        spent.append(time.perf_counter() - began)
        assert send_reminders(day).sent == 0

    year.live(remind)

    assert told() == expected(year)
    assert sum(told().values()) > 2000
    with capsys.disabled():
        print(  # noqa: T201 - the figures of the endurance run
            f"\n{year.number} actions, 365 days: {sum(told().values())} notices, each once; "
            f"a day takes {sum(spent) / len(spent) * 1000:.0f} ms, the longest {max(spent) * 1000:.0f} ms"
        )


@pytest.mark.transactional
def test_killed_by_the_system_and_run_again(organisation, database_url, capsys):
    day = dt.date(2019, 3, 20)
    year = Year(organisation, first=day - dt.timedelta(days=30), days=31, actions=0)
    year.deputy_from = day + dt.timedelta(days=1)  # nobody acts for anybody here
    with on(year.first):
        year._give(year.first, 2000)
    with on(day):
        for one in year.alive:
            one["due"] = one["row"].due_on = day
        with recording(by=year.system, operation="test", reason="a test"):
            bulk.update([one["row"] for one in year.alive], ["due_on"])
    year._expect(day)
    command = [sys.executable, "manage.py", "send_reminders", "--on", day.isoformat()]
    environment = os.environ | {"DATABASE_URL": database_url, "DJANGO_SETTINGS_MODULE": "qms.config.settings.test"}
    kills = 0
    connection.close()
    for batches in (1, 2, 3):
        with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL) as job:
            while job.poll() is None and Reminder.objects.count() < batches * 500:
                time.sleep(0.005)
            if job.poll() is None:
                job.kill()
                kills += 1
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)

    rows = {row[:-1] for row in expected(year)}
    assert {row[:-1] for row in told()} == rows
    assert set(told().values()) == {1}
    assert kills
    with capsys.disabled():
        print(f"\nkilled {kills} times, then {done.stdout.strip()}")  # noqa: T201 - the figures of the endurance run
