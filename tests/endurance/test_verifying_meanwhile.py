"""Verifying while others record and seal raises no false alarm, and the second verifier agrees each time."""

import itertools
import random
from threading import Event, Thread

import pytest
from django.db import connections, transaction

from qms.history import bulk, sealing, seals
from qms.history.dump import write_dump
from qms.history.recording import recording
from qms.history.verify import verify
from qms.models import Action, User
from qms.packing import verify_evidence
from tests.counts import FULL
from tests.factories import ActionFactory, UnitFactory, save

TIMES = 200 if FULL else 4
PAUSE = 0.3 if FULL else 0.01  # seconds between two changes of a writer


def record_and_seal(stop, unit, seed):
    """Single changes sealed at once, many by the bulk path, and new records."""
    chance = random.Random(seed)  # noqa: S311 - the seed is the writer's name
    system = User.objects.get(username="system")
    mine = [ActionFactory(unit=unit) for _ in range(5)]
    try:
        for turn in itertools.count():
            if stop.wait(PAUSE):
                break
            with transaction.atomic(), recording(by=system, operation="test", reason=f"lần {turn}"):
                if chance.random() < 0.5:
                    save(chance.choice(mine), title=f"Việc {turn}")
                    sealing.seal_soon()
                elif chance.random() < 0.8:
                    mine = [Action.objects.get(pk=record.pk) for record in mine]
                    for record in mine:
                        record.title = f"Việc chung {turn}"
                    bulk.update(mine, ["title"])
                else:
                    mine = [*mine[-4:], ActionFactory(unit=unit)]  # as many, so that no turn is longer than the first
    finally:
        connections.close_all()


def second_opinion(tmp_path, copy, capsys):
    dump = tmp_path / "dump.zip"
    with dump.open("wb") as file:
        write_dump(file)
    capsys.readouterr()
    return verify_evidence.main([str(dump), "--seals", str(copy)]), capsys.readouterr().out


@pytest.mark.transactional
def test_verifying_while_others_record_and_seal(as_system, tmp_path, capsys):
    unit, stop, copy = UnitFactory(), Event(), tmp_path / "copy.zip"
    sealing.seal_now()
    writers = [Thread(target=record_and_seal, args=(stop, unit, seed)) for seed in range(2)]
    for writer in writers:
        writer.start()
    try:
        rows = []
        for _ in range(TIMES):
            seals.write_copy(copy)
            verdict = verify(copy)
            assert ([str(fault) for fault in verdict.faults], verdict.verdict) == ([], "proven")
            code, said = second_opinion(tmp_path, copy, capsys)
            assert (code, said.splitlines()[-2]) == (0, "proven"), said
            rows.append(verdict.rows)
    finally:
        stop.set()
        for writer in writers:
            writer.join()
    assert rows == sorted(rows)
    assert rows[-1] > rows[0]
    with capsys.disabled():
        print(f"\n{TIMES} verifications while {rows[-1] - rows[0]} changes came, {len(seals.Store().numbers())} seals")  # noqa: T201
