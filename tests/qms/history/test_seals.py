"""Seals: what waits is sealed once, outside the database, in a chain of its own; a store that misfits is an error."""

import json
import logging
import threading
import zipfile
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection, transaction

from qms.history import canonical, merkle, proofs, seal_files, sealing, seals
from qms.history.recording import recording
from qms.history.seal_files import SealStoreFault
from qms.history.trail_completing import complete_trail
from qms.models import Seal, TrailEntry, Unit, User
from tests.factories import UnitFactory, UserFactory
from tests.qms.history.agreement import history_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(as_system, _own_seals):
    """Where this test's seals lie."""
    return _own_seals


def seal_at(folder, number):
    return json.loads((folder / f"{number:09d}.json").read_text())


def renamed(unit, title):
    unit.title_vi = title
    unit.save()
    return unit


def fail(*args):
    raise OSError("the power was cut")


def crash_at(monkeypatch, place):
    """Seal, and let the process end at `place`: what the database was told is undone."""
    monkeypatch.setattr(place, fail)
    with pytest.raises(OSError, match="cut"):
        sealing.seal_now()
    monkeypatch.undo()


def test_heads_of_what_waits_are_sealed_once(folder):
    unit = UnitFactory()
    renamed(renamed(unit, "Sở Tư pháp"), "Sở Nội vụ")

    seal = sealing.seal_now()

    told = seal_at(folder, seal.number)
    assert ["qms.unit", str(unit.uid), 3, unit.head_hash] in told["leaves"]
    assert told["leaves"] == sorted(told["leaves"])
    assert told["size"] == len(told["leaves"])
    assert not TrailEntry.objects.filter(seal=None).exists()
    assert sealing.seal_now() is None
    header = {name: value for name, value in told.items() if name != "leaves"}
    assert canonical.digest(canonical.dump(header)) == seal.digest
    assert (folder / "000000001.json").read_text() == canonical.dump(told)


def test_seals_are_chained_and_of_one_installation(folder):
    UnitFactory()
    first = sealing.seal_now()
    UnitFactory()
    second = sealing.seal_now()

    one, two = list(seals.headers())[-2:]
    assert (second.number, second.previous, two["previous"]) == (first.number + 1, first.digest, first.digest)
    assert one["installation"] == two["installation"]


def test_more_than_one_seal_holds_falls_into_the_next(folder, monkeypatch):
    sealing.seal_now()
    before = Seal.objects.count()
    monkeypatch.setattr(sealing, "MOST", 3)
    unit = UnitFactory()
    for number in range(4):
        renamed(unit, f"Sở {number}")

    sealing.seal_now()

    assert Seal.objects.count() == before + 2
    heads = [leaf[2] for seal in (before + 1, before + 2) for leaf in seal_at(folder, seal)["leaves"]]
    assert heads == [3, 5]


def test_file_left_by_a_crash_is_taken_up(folder, monkeypatch):
    sealing.seal_now()
    unit = UnitFactory()
    crash_at(monkeypatch, "qms.history.sealing._enter")
    left = seals.Store().numbers()[-1]
    later = UnitFactory()

    sealing.seal_now()

    assert TrailEntry.objects.get(kind="qms.unit", record_id=unit.pk).seal == left
    assert TrailEntry.objects.get(kind="qms.unit", record_id=later.pk).seal == left + 1


def test_file_half_written_by_a_crash_is_no_seal(folder, monkeypatch):
    UnitFactory()
    crash_at(monkeypatch, "os.link")

    assert seals.Store().numbers() == []
    assert sealing.seal_now().number == 1


def test_seal_of_another_past_is_not_taken_up(folder):
    sealing.seal_now()
    point = transaction.savepoint()
    UnitFactory()
    sealing.seal_now()
    transaction.savepoint_rollback(point)

    with pytest.raises(SealStoreFault, match="older copy"):
        sealing.seal_now()


@pytest.mark.parametrize("harm", ["missing", "older", "altered"])
def test_store_that_does_not_fit_is_an_error_and_no_new_beginning(folder, harm):
    for _ in range(2):
        UnitFactory()
        sealing.seal_now()
    last = folder / "000000002.json"
    text = last.read_text()
    for path in {"missing": folder.iterdir(), "older": [last], "altered": [last]}[harm]:
        path.unlink()
    if harm == "altered":
        last.write_text(text.replace('"note":{}', '"note":{"by":""}'))
    UnitFactory()

    with pytest.raises(SealStoreFault):
        sealing.seal_now()

    assert sealing.state().fault
    assert sealing.state().waiting == 1
    assert len(list(folder.iterdir())) == {"missing": 0, "older": 1, "altered": 2}[harm]


def test_seal_is_never_overwritten(folder):
    UnitFactory()
    sealing.seal_now()
    seal = seal_files.read(seals.Store(), 1)

    with pytest.raises(SealStoreFault, match="never overwritten"):
        seals.Store().add(seal)


def test_proof_leads_from_each_head_to_the_root(folder):
    units = [UnitFactory() for _ in range(5)]
    sealing.seal_now()
    renamed(units[0], "Sở Tài chính")
    sealing.seal_now()
    renamed(units[0], "Sở Kế hoạch")

    found = list(proofs.proofs(Unit, [unit.pk for unit in units]))

    assert sorted(proof["sequence"] for proof in found) == [1, 1, 1, 1, 2]
    for proof in found:
        leaf = merkle.leaf_hash([proof["kind"], proof["uid"], proof["sequence"], proof["row_hash"]])
        root = seal_at(folder, proof["seal"])["root"]
        assert merkle.agrees(leaf, proof["index"], proof["size"], proof["path"], root)
    assert proofs.proof_of("qms.unit", units[0].uid, 1)["row_hash"] == history_of(units[0])[0].row_hash
    assert proofs.proof_of("qms.unit", uuid4()) is None


def test_what_was_recorded_without_a_trail_is_sealed_at_start(folder):
    unit = renamed(UnitFactory(), "Sở Y tế")
    TrailEntry.objects.filter(kind="qms.unit").delete()

    assert sealing.seal_outstanding()

    lines = TrailEntry.objects.filter(kind="qms.unit", record_id=unit.pk)
    assert [line.recorded_at for line in lines.order_by("id")] == [row.history_date for row in history_of(unit)]
    assert ["qms.unit", str(unit.uid), 2, unit.head_hash] in seal_at(folder, 1)["leaves"]
    assert complete_trail() == 0


def test_restore_is_declared_in_the_chain(folder, system):
    sealing.seal_now()
    point = transaction.savepoint()
    UnitFactory()
    sealing.seal_now()
    transaction.savepoint_rollback(point)

    entered = sealing.declare_restore(backup="0" * 64, backup_seal=1, reason="Hỏng ổ đĩa", by=system.uid)

    assert (entered.kind, entered.number, entered.leaves) == ("restore", 3, 0)
    assert seal_at(folder, 3)["note"]["backup_seal"] == 1
    UnitFactory()
    assert sealing.seal_now().number == 4


def test_command_prints_the_last_seal_and_copies_all(folder, capsys, tmp_path):
    UnitFactory()
    copy = tmp_path / "seals.zip"

    call_command("seal_history", copy=copy)

    said = capsys.readouterr().out
    last = Seal.objects.order_by("number").last()
    assert last.digest in said
    assert said.splitlines()[-1] == f"seals={last.number}"
    with zipfile.ZipFile(copy) as archive:
        assert archive.read("000000001.json") == (folder / "000000001.json").read_bytes()
    with pytest.raises(CommandError, match="exists"):
        call_command("seal_history", copy=copy)


@pytest.mark.transactional
def test_what_is_committed_stands_where_sealing_fails(system, monkeypatch, caplog):
    sealing.seal_now()
    monkeypatch.setattr(seals.Store, "add", fail)

    with recording(by=system, operation="test"), transaction.atomic(), caplog.at_level(logging.ERROR):
        unit = UnitFactory()
        sealing.seal_soon()
        sealing.seal_soon()

    assert Unit.objects.filter(pk=unit.pk).exists()
    assert len([record for record in caplog.records if "not sealed yet" in record.message]) == 1
    assert sealing.state().waiting == 1
    monkeypatch.undo()
    assert sealing.seal_waiting()


@pytest.mark.transactional
def test_sealing_at_once_makes_one_chain(system):
    """Processes that record and seal side by side: each row under exactly one seal, no number twice."""

    def work():
        try:
            with recording(by=User.objects.get(username="system"), operation="test"):
                for _ in range(3):
                    with transaction.atomic():
                        UserFactory()
                        sealing.seal_soon()
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sealing.state().waiting == 0
    assert [header["number"] for header in seals.headers()] == list(range(1, Seal.objects.count() + 1))
    leaves = [leaf[1] for seal in seal_files.each(seals.Store()) for leaf in seal.leaves if leaf[0] == "qms.user"]
    assert len(leaves) == len(set(leaves)) == User.objects.count()


def test_a_seal_added_while_the_store_is_listed_leaves_no_gap(monkeypatch):
    listings = [[1, 2, 4], [2, 1, 3, 4, 5]]  # the folder was read past seal 3 before it came, then found seal 4
    monkeypatch.setattr(seals.Store, "_listed", lambda self: listings.pop(0))
    assert seals.Store().numbers() == [1, 2, 3, 4]
