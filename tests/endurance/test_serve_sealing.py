"""While `serve` runs and others write, nothing stays unsealed for long."""

import itertools
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from threading import Event, Thread

import pytest
from django.db import connections

from qms import clock
from qms.history.recording import recording
from qms.history.sealing import seal_now
from qms.models import Seal, TrailEntry, Unit, User
from tests.counts import FULL
from tests.endurance.test_quickstart import free_port, wait_for
from tests.factories import UnitFactory

ROOT = Path(__file__).resolve().parents[2]
TICK = 60 if FULL else 1  # seconds
SECONDS = 420 if FULL else 12
LONGEST = 300 if FULL else 10  # seconds that a change may wait for its seal: a tick, and what starting it takes


def write(stop, key):
    """A name changes several times a second."""
    try:
        for turn in itertools.count():
            if stop.wait(0.2):
                break
            with recording(by=User.objects.get(username="system"), operation="test", reason="a test"):
                unit = Unit.objects.get(pk=key)
                unit.name_vi = f"Phòng {turn}"
                unit.save()
    finally:
        connections.close_all()


def longest_waiting():
    """Seconds that the oldest unsealed change has waited."""
    oldest = TrailEntry.objects.filter(seal=None).order_by("id").values_list("recorded_at", flat=True).first()
    return (clock.now() - oldest).total_seconds() if oldest else 0


@pytest.mark.transactional
def test_no_change_waits_longer_than_promised_for_its_seal(database_url, as_system, capsys, tmp_path):
    unit, port, stop = UnitFactory(), free_port(), Event()
    seal_now()
    (tmp_path / "static").mkdir()
    (tmp_path / "static" / "staticfiles.json").write_text('{"paths": {}, "version": "1.1"}')  # nobody looks at a page
    environment = os.environ | {
        "DATABASE_URL": database_url,
        "DJANGO_SETTINGS_MODULE": "qms.config.settings.development",
        "QMS_DATA_DIR": str(tmp_path),
        "QMS_TICK_SECONDS": str(TICK),
    }
    command = [sys.executable, "manage.py", "serve", "--port", str(port)]
    server = subprocess.Popen(command, cwd=ROOT, env=environment)
    writer = Thread(target=write, args=(stop, unit.pk))
    try:
        assert wait_for(f"http://127.0.0.1:{port}/healthz", 120) == 200
        writer.start()
        waited, end = [], time.monotonic() + SECONDS
        while time.monotonic() < end:
            waited.append(longest_waiting())
            time.sleep(0.1)
    finally:
        stop.set()
        if writer.is_alive():
            writer.join()
        server.send_signal(signal.SIGTERM)
        server.wait(120)  # a loaded machine stops slowly; what is asked here is the waiting for seals
    assert max(waited) < LONGEST
    assert max(waited) > 0
    seals = Seal.objects.count()
    assert seals > 2
    with capsys.disabled():
        print(f"\nunsealed at most {max(waited):.1f} s, tick each {TICK} s, {seals} seals in {SECONDS} s")  # noqa: T201
