"""Carrying 5,000 references over, killed by the operating system again and again: then run once more, as run once."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.db import connection, models

from qms.enums import RunStatus
from qms.models import ClauseMove, DocumentClause, TransitionRun
from qms.transition.digest import digest_stands
from qms.transition.plan import plan
from tests.counts import FULL
from tests.factories import DocumentFactory
from tests.qms.moves import moving

ROOT = Path(__file__).resolve().parents[2]
REFERENCES = 5000
pytestmark = pytest.mark.skipif(not FULL, reason="the endurance run")


@pytest.mark.transactional
def test_killed_by_the_system_and_run_again(organisation, database_url, capsys):
    move = moving(organisation)
    documents = [
        DocumentFactory(unit=organisation.division, author=organisation.owner1) for _ in range(REFERENCES // 4)
    ]
    clauses = [move.old(number) for number in ("6.3", "7.3.3", "7.5.3", "7.5.5")]
    rows = [DocumentClause(record=document, clause=clause) for document in documents for clause in clauses]
    models.QuerySet(DocumentClause).bulk_create(rows, batch_size=500)
    command = [sys.executable, "manage.py", "transition", "apply", "--from", "9001:2008", "--to", "9001:2015"]
    environment = os.environ | {"DATABASE_URL": database_url, "DJANGO_SETTINGS_MODULE": "qms.config.settings.test"}
    kills = 0
    connection.close()
    for portions in (1, 2, 3):
        with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL) as job:
            while job.poll() is None and ClauseMove.objects.count() < portions * 1000:
                time.sleep(0.005)
            if job.poll() is None:
                job.kill()
                kills += 1
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)

    run = TransitionRun.objects.get()
    assert (run.status, run.counts["made"], digest_stands(run)) == (RunStatus.DONE, REFERENCES, True)
    assert ClauseMove.objects.count() == REFERENCES
    assert DocumentClause.objects.filter(run=run, ended_at=None).count() == REFERENCES
    assert DocumentClause.history.filter(run=run).count() == REFERENCES
    assert plan(move.programme).totals.settled == REFERENCES
    assert kills
    with capsys.disabled():
        print(f"\nkilled {kills} times, then {done.stdout.splitlines()[-1]}")  # noqa: T201 - figures of the endurance run
