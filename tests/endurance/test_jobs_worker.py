"""A real worker process takes a job from the queue, makes an evidence pack on the side, and a killed one is told."""

import os
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest
from django.core.files.storage import storages
from django.db import connection
from django.test import override_settings
from django_tasks_db.models import DBTaskResult

from qms import clock, jobs
from qms.models import BackgroundJob, Notice
from qms.packing.job import ask_for_pack
from tests.factories import ActionFactory

ROOT = Path(__file__).resolve().parents[2]
QUEUE = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
SETTINGS = f"from qms.config.settings.test import *\nTASKS = {QUEUE!r}\n"


@pytest.fixture
def worker(database_url, tmp_path):
    """Starts `db_worker` on this test's database."""
    (tmp_path / "worker_settings.py").write_text(SETTINGS)
    environment = os.environ | {
        "DATABASE_URL": database_url,
        "DJANGO_SETTINGS_MODULE": "worker_settings",
        "PYTHONPATH": str(tmp_path),
    }

    def start(*options):
        command = [sys.executable, "manage.py", "db_worker", "--queue-name", "*", "--no-startup-delay", *options]
        return subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True)

    return start


@pytest.mark.transactional
@override_settings(TASKS=QUEUE)
def test_worker_makes_the_pack_and_a_killed_job_is_told_and_started_again(organisation, worker):
    org = organisation
    ActionFactory(unit=org.division, raised_by_unit=org.division, owner=org.owner1)
    asked = ask_for_pack(org.department, org.edition, None, by=org.officer1)
    assert asked.state == "waiting"
    connection.close()

    with worker("--batch") as process:
        _out, fault = process.communicate(timeout=60)
    asked.refresh_from_db()
    assert (asked.state, asked.fault) == ("done", ""), fault
    with storages["records"].open(asked.result_stored) as file, zipfile.ZipFile(file) as pack:
        assert "index.html" in pack.namelist()
    assert Notice.objects.filter(user=org.officer1, kind="job_done").count() == 1

    again = jobs.start_again(asked, by=org.officer1)
    connection.close()
    with worker() as process:
        while BackgroundJob.objects.get(pk=again.pk).state == "waiting":
            time.sleep(0.02)
        process.kill()
    left = BackgroundJob.objects.get(pk=again.pk)
    assert left.state == "running"
    with clock.at(clock.now() + jobs.DEAD_AFTER * 2):
        assert jobs.tell_dead() == 1
    left.refresh_from_db()
    assert left.state == "failed"
    third = jobs.start_again(left, by=org.officer1)
    assert third.state == "waiting"  # and is run as the first one was
    assert DBTaskResult.objects.filter(status="SUCCESSFUL", task_path="qms.jobs.run_job").count() == 1
    assert DBTaskResult.objects.filter(status="READY", task_path="qms.jobs.run_job").count() == 1
