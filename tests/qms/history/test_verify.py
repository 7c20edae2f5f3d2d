"""Verifying says broken, consistent or proven, names what is wrong, and what no seal covers yet."""

import json
import re
import zipfile

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection, transaction

from qms.history import sealing, seals
from qms.history.dump import write_dump
from qms.history.seal_checks import check_seals
from qms.history.verify import verify, verify_records
from qms.models import Action, TrailEntry, Unit
from tests.factories import ActionFactory, StoredFileFactory, UnitFactory, save
from tests.qms.history.tampering import change, plain, rows_of, take_down_the_fence

pytestmark = pytest.mark.django_db


def told(verdict):
    return [str(fault) for fault in verdict.faults]


@pytest.fixture
def folder(as_system, _own_seals):
    """Where this test's seals lie."""
    sealing.seal_now()
    return _own_seals


def test_oldest_change_under_no_seal_is_named(folder):
    assert verify().oldest_unsealed is None
    first = ActionFactory(unit=UnitFactory())
    ActionFactory(unit=first.unit)

    number, moment = verify(kinds=["qms.action"]).oldest_unsealed

    assert (number, moment) == (first.number, rows_of(first)[0].history_date)


def test_one_record_is_verified_for_its_page(folder):
    action, other = ActionFactory(), ActionFactory()
    sealing.seal_now()
    take_down_the_fence()
    change(rows_of(other)[0], history_change_reason="Khác")

    assert verify_records("qms.action", [action.pk]) == []
    (fault,) = verify_records("qms.action", [other.pk])
    assert (fault.harm, fault.number, fault.sequence) == ("column", other.number, 1)


def test_record_of_which_nothing_is_left_is_missing(folder):
    unit = UnitFactory()
    sealing.seal_now()
    take_down_the_fence()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM qms_unitpath")
    plain(type(rows_of(unit)[0])).filter(id=unit.pk).delete()
    plain(Unit).filter(pk=unit.pk)._raw_delete("default")
    TrailEntry.objects.filter(kind="qms.unit", record_id=unit.pk).delete()

    assert [(fault.harm, fault.uid) for fault in verify().faults] == [("missing", str(unit.uid))]


def test_line_of_the_trail_that_claims_a_seal_is_found(folder):
    """Whoever marks a change as sealed keeps it from ever being sealed."""
    action = ActionFactory(unit=UnitFactory())
    TrailEntry.objects.filter(kind="qms.action", record_id=action.pk).update(seal=1)

    (fault,) = verify(kinds=["qms.action"]).faults

    assert (fault.harm, fault.uid, fault.sequence) == ("trail", str(action.uid), 1)


def test_lost_seal_is_told_once_and_hides_no_other_harm(folder):
    """Not once more for each change that it covers: what else is wrong would drown in that."""
    actions = [ActionFactory() for _ in range(3)]
    number = sealing.seal_now().number
    (folder / f"{number:09d}.json").unlink()
    TrailEntry.objects.filter(kind="qms.action", record_id=actions[0].pk).update(operation="something_else")

    faults = verify().faults

    assert sorted((fault.harm, fault.uid) for fault in faults) == [
        ("seal", str(number)), ("trail", str(actions[0].uid))
    ]  # fmt: skip


@pytest.mark.parametrize("harm", ["missing", "twice", "otherwise", "of nothing"])
def test_trail_is_compared_with_history(folder, harm):
    action = ActionFactory()
    lines = TrailEntry.objects.filter(kind="qms.action", record_id=action.pk)
    line = lines.get()
    if harm == "missing":
        lines.delete()
    elif harm == "otherwise":
        lines.update(operation="something_else")
    else:
        line.pk, line.history_id = None, line.history_id + (harm == "of nothing")
        line.save()

    faults = verify(kinds=["qms.action"]).faults

    assert [(fault.harm, fault.uid) for fault in faults] == [("trail", str(action.uid))]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="other databases give no cell of the wrong type")
def test_cell_that_cannot_be_read_is_named(folder):
    action, other = ActionFactory(), ActionFactory()
    take_down_the_fence()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE qms_historicalaction SET due_on = '2020-13-45' WHERE id = %s", [other.pk])

    faults = verify(kinds=["qms.action"]).faults

    assert {(fault.uid, fault.harm) for fault in faults} >= {(str(other.uid), "column")}
    assert {fault.uid for fault in faults} == {str(other.uid)}
    assert action.pk < other.pk


def test_declared_restore_is_a_gap_and_no_fault(folder, system):
    action = ActionFactory()
    sealing.seal_now()
    point = transaction.savepoint()
    save(action, title="Sau bản sao lưu")
    sealing.seal_now()
    transaction.savepoint_rollback(point)
    assert {fault.harm for fault in verify().faults} == {"missing", "older"}

    sealing.declare_restore(backup="0" * 64, backup_seal=2, reason="Hỏng ổ đĩa", by=system.uid)

    verdict = verify()
    assert told(verdict) == []
    assert [(gap["number"], gap["backup_seal"], gap["reason"]) for gap in verdict.gaps] == [(4, 2, "Hỏng ổ đĩa")]


def test_command_names_what_is_broken_and_counts(folder, tmp_path, capsys):
    stored = StoredFileFactory()
    copy = tmp_path / "copy.zip"
    seals.write_copy(copy)

    with pytest.raises(SystemExit) as ended:
        call_command("verify_history", seals=copy, dump=tmp_path / "dump.zip")

    lines = capsys.readouterr().out.splitlines()
    assert ended.value.code == 1
    assert lines[0].startswith(f"BROKEN file qms.storedfile {stored.uid} row 1:")
    assert re.fullmatch(r"rows=\d+ seals=1 broken=1", lines[-1])
    assert (tmp_path / "dump.zip").stat().st_size


def test_command_says_proven_only_with_a_copy(folder, tmp_path, capsys):
    copy = tmp_path / "copy.zip"
    seals.write_copy(copy)

    call_command("verify_history")
    assert capsys.readouterr().out.splitlines()[-2].startswith("consistent")
    call_command("verify_history", seals=copy)
    assert capsys.readouterr().out.splitlines()[-2].startswith("proven")
    with pytest.raises(CommandError, match="no folder and no ZIP"):
        call_command("verify_history", seals=tmp_path / "nothing.zip")


def test_progress_is_told(folder):
    heard = []

    verify(progress=lambda phase, done, total: heard.append((phase, done, total)))

    assert len({phase for phase, _done, _total in heard}) >= 4
    assert all(done <= total for _phase, done, total in heard)


def test_check_at_start_finds_a_store_that_is_gone(folder):
    assert check_seals(None, databases=["default"]) == []
    (folder / "000000001.json").unlink()

    assert [fault.id for fault in check_seals(None, databases=["default"])] == ["qms.E004"]


def test_dump_holds_every_row(folder, tmp_path):
    ActionFactory()
    call_command("seal_history")
    with (tmp_path / "dump.zip").open("wb") as file:
        write_dump(file)

    with zipfile.ZipFile(tmp_path / "dump.zip") as archive:
        lines = archive.read("records/qms.action.jsonl").splitlines()
        assert len(lines) == Action.objects.count()
        assert json.loads(archive.read("manifest.json"))["what"] == "dump"
