"""kill -9 while a register is staged, brought in or undone: all of it is there, or nothing; it can be tried again."""

import random

import pytest
from django.db import connection

from inspections.models import Finding, Inspection
from qms.history.sealing import seal_now
from qms.history.verify import verify
from qms.import_enums import RunState
from qms.importing import staging
from qms.models import ImportedRow, ImportRun, ImportStaging, StagedRow, Unit, User
from qms.operations.import_runs import undo_run
from tests.counts import FULL
from tests.endurance.killing import until_killed, wait_until_left
from tests.inspections.test_imports_findings import HEADER
from tests.qms.importing.made_files import workbook_of

KILLS = 100 if FULL else 4
ROWS = 40
FILES = 6


def register(life, number):
    rows = [
        [
            f"PH-{life}-{number}-{row}",
            f"ĐG-{life}-{number}",
            "S1-A",
            "",
            "Nhẹ",
            f"Hồ sơ {life}.{number}.{row}",
            "20/06/2019",
            "Mở",
        ]
        for row in range(ROWS)
    ]
    return workbook_of(("Sổ", [HEADER, *rows]))


class Life:
    """Files are staged and brought in one after another, every second one undone."""

    def __init__(self, organisation, life):
        self.life, self.unit, self.by = life, organisation.department.pk, organisation.officer1.pk
        self.files = [register(life, number) for number in range(FILES)]

    def work(self, acknowledge):
        by, unit = User.objects.get(pk=self.by), Unit.objects.get(pk=self.unit)
        for number, content in enumerate(self.files):
            name = f"so-{self.life}-{number}.xlsx"
            found = staging.stage(content, name, by=by, kind="findings", unit=unit)
            acknowledge(name=name, staged=True)
            done = staging.commit_staged(found, by=by, expected=found.digest)
            acknowledge(name=name, done=True)
            if number % 2:
                undo_run(done.run, by=by, reason="thử lại")
                acknowledge(name=name, undone=True)

    def look(self, said):
        for number in range(FILES):
            name = f"so-{self.life}-{number}.xlsx"
            told = {key for one in said if one["name"] == name for key in one}
            found = ImportStaging.objects.filter(name=name).first()
            run = ImportRun.objects.filter(name=name).first()
            self.agrees(name, found, run)
            assert found or "staged" not in told
            assert run or "done" not in told
            assert "undone" not in told or run.status == RunState.UNDONE

    def agrees(self, name, found, run):
        records = Finding.objects.filter(source_file=name)
        standing = records.filter(ended_at=None).count()
        assert records.count() == (ROWS if run else 0)
        assert standing == (ROWS if run and run.status == RunState.DONE else 0)
        assert Inspection.objects.filter(source_file=name).count() == bool(run)
        if found is None:
            assert run is None
            return
        assert found.state == ("done" if run else "ready")
        assert StagedRow.objects.filter(staging=found).count() == (0 if run else ROWS)
        if run:
            assert ImportedRow.objects.filter(run=run, label="inspections.finding").count() == ROWS
        else:
            assert staging.commit_staged(found, by=found.user, expected=found.digest).state == "done"


@pytest.mark.transactional
def test_a_killed_import_left_nothing_or_all(organisation, capsys):
    seed = random.randrange(10**6)  # noqa: S311 - draws moments, no secrets
    draw, acknowledged = random.Random(seed), 0  # noqa: S311 - draws moments, no secrets
    database = connection.settings_dict["NAME"]
    for number in range(KILLS):
        life = Life(organisation, number)
        said = until_killed(life.work, after=draw.randrange(12), seed=draw.random())
        wait_until_left(database)
        life.look(said)
        seal_now()
        found = verify()
        assert (found.verdict, found.faults) == ("consistent", []), (seed, number)
        acknowledged += len(said)
    assert acknowledged
    with capsys.disabled():
        print(f"\nN={KILLS} kills on {connection.vendor}, {acknowledged} acknowledged steps, none half (seed {seed})")  # noqa: T201 - the figure
