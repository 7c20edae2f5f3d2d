"""Backups: whole and checked, refused where they would harm; putting one back is declared, copying it back is not."""

import hashlib
import io
import itertools
import json
import os
import sqlite3
import stat
import zipfile
from contextlib import closing
from pathlib import Path
from threading import Event, Thread
from types import SimpleNamespace

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.core.files.storage import storages
from django.db import connection, connections
from django.db.models import Max

from qms.backup.archive import MANIFEST
from qms.backup.dumping import ASIDE
from qms.backup.putting_back import put_back
from qms.backup.reading import opened
from qms.evidence_enums import EventKind, SealKind
from qms.history import sealing, seals
from qms.history.recording import recording
from qms.history.seal_files import SealStoreFault
from qms.history.verify import verify
from qms.models import AuditEvent, Seal, Unit, User
from qms.operations.files import store_file
from tests.backup_scene import empty_machine, home, refused, run, system
from tests.factories import UnitFactory

__all__ = ["home", "system"]

pytestmark = pytest.mark.transactional


def unit_called(title):
    with recording(by=User.objects.get(username="system"), operation="test", reason="a test"):
        return UnitFactory(name_vi=title)


def test_backup_comes_back_on_an_empty_machine_and_verifies(home, system, tmp_path):
    unit = unit_called("Phòng Thanh tra")
    stored = store_file(b"%PDF-1.4 minutes", "application/pdf", by=system)
    storages["default"].save("images/seal.png", io.BytesIO(b"a picture"))
    SessionStore().save()
    (home / "secret").write_text("of this installation")
    file = tmp_path / "qms.backup"

    code, told, faults = run("backup", file, "--with-secrets")

    assert (code, faults) == (0, "")
    assert "missing=0" in told
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir() if path.name.endswith(".part")] == []
    event = AuditEvent.objects.get(kind=EventKind.BACKED_UP)
    assert event.about_title == "qms.backup"
    assert run("backup", "--check", file)[0] == 0

    empty_machine()
    (home / "secret").write_text("of another")
    code, told, faults = run("restore", file, "--reason", "the disk broke")

    assert (code, faults) == (0, "")
    assert "verdict=consistent" in told
    assert Unit.objects.get(pk=unit.pk).head_hash == unit.head_hash
    with storages["records"].open(stored.stored_name) as content:
        assert content.read() == b"%PDF-1.4 minutes"
    assert storages["default"].exists("images/seal.png")
    entry = Seal.objects.get(kind=SealKind.RESTORE)
    note = next(header for header in seals.headers() if header["number"] == entry.number)["note"]
    assert (note["reason"], note["backup_seal"]) == ("the disk broke", entry.number - 1)
    assert AuditEvent.objects.get(kind=EventKind.RESTORED).details["manifest"] == note["backup"]
    assert not AuditEvent.objects.filter(kind=EventKind.BACKED_UP).exists()
    assert not SessionStore().model.objects.exists()
    assert (home / "secret").read_text() == "of this installation"
    assert [path.name for path in home.glob("replaced-*/*")] == ["secret"]  # nothing else was there to keep
    assert stat.S_IMODE((home / "secret").stat().st_mode) == 0o600


def test_later_seals_stay_and_the_gap_is_declared(home, system, tmp_path):
    file = tmp_path / "qms.backup"
    unit_called("Phòng một")
    run("backup", file)
    known = Seal.objects.aggregate(last=Max("number"))["last"]
    lost = unit_called("Phòng hai")
    later = sealing.seal_now().number
    store_file(b"%PDF-1.4 later", "application/pdf", by=system)

    assert "--replace" in refused("restore", file)
    code, told, faults = run("restore", file, "--replace")

    assert (code, faults) == (0, "")
    assert "gaps=1" in told
    assert not Unit.objects.filter(pk=lost.pk).exists()
    entry = Seal.objects.get(kind=SealKind.RESTORE)
    assert entry.number > later > known
    aside = ASIDE if connection.vendor == "postgresql" else "replaced-"
    assert aside in told
    assert any(path.name.startswith("replaced-") for path in home.iterdir())
    unit_called("Phòng ba")
    assert sealing.seal_now().number > entry.number
    assert verify().verdict == "consistent"


def test_quiet_rollback_is_broken_until_it_is_declared(home, tmp_path):
    """The same files copied back by hand, as after a point in time: nobody said so."""
    file = tmp_path / "qms.backup"
    unit_called("Phòng một")
    run("backup", file)
    unit_called("Phòng hai")
    sealing.seal_now()
    put_database_back_by_hand(file, tmp_path)

    found = verify()

    assert found.verdict == "broken"
    assert {"older", "missing"} <= {fault.harm for fault in found.faults}
    with pytest.raises(SealStoreFault):
        sealing.seal_outstanding()
    assert "--reason" in refused("restore", "--declare")
    code, told, faults = run("restore", "--declare", "--reason", "put back by hand")
    assert (code, faults) == (0, "")
    assert "gaps=1 verdict=consistent" in told


def put_database_back_by_hand(file, folder):
    with opened(file) as archive:
        put_back(archive, "byhand", folder / "aside")
    connections.close_all()


def test_what_the_database_names_is_in_the_backup_while_others_write(home, system, tmp_path):
    """Writers go on; each backup holds a moment in which every named file is there and every pair is whole."""
    stop = Event()
    writers = [Thread(target=write_pairs, args=(stop, number)) for number in range(2)]
    for writer in writers:
        writer.start()
    try:
        taken = [run("backup", tmp_path / f"{number}.backup") for number in range(3)]
    finally:
        stop.set()
        for writer in writers:
            writer.join()
    assert [(code, faults) for code, _told, faults in taken] == [(0, "")] * 3
    for number in range(3):
        with zipfile.ZipFile(tmp_path / f"{number}.backup") as archive:
            rows = json.loads(archive.read(MANIFEST))["rows"]
        assert rows["qms_storedfile"] == rows["qms_historicalstoredfile"]


def write_pairs(stop, number):
    try:
        system = User.objects.get(username="system")
        for turn in itertools.count():
            if stop.wait(0.01):
                break
            store_file(f"%PDF {number} {turn}".encode() * 999, "application/pdf", by=system)
    finally:
        connections.close_all()


def test_missing_and_altered_files_are_named(home, system, tmp_path):
    gone, altered = (store_file(text, "application/pdf", by=system) for text in (b"%PDF one", b"%PDF two"))
    storages["records"].delete(gone.stored_name)
    Path(storages["records"].path(altered.stored_name)).write_bytes(b"%PDF 2.0")

    code, told, faults = run("backup", tmp_path / "qms.backup")

    assert code == 1
    assert gone.stored_name in faults
    assert altered.stored_name in faults
    assert "missing=2" in told


def test_a_damaged_backup_is_refused_and_nothing_changes(home, system, tmp_path):
    file, unit = tmp_path / "qms.backup", unit_called("Phòng một")
    store_file(b"%PDF-1.4 minutes", "application/pdf", by=system)
    run("backup", file)
    raw = file.read_bytes()
    at = raw.index(b"%PDF-1.4 minutes")
    file.write_bytes(raw[:at] + b"%PDF-1.4 forgery" + raw[at + 16 :])

    assert "files/" in refused("backup", "--check", file)
    assert "files/" in refused("restore", file, "--replace")
    assert Unit.objects.get(pk=unit.pk).name_vi == "Phòng một"
    file.write_bytes(raw[: len(raw) // 2])
    refused("restore", file, "--replace")


def repacked(file, parts=(), **changed):
    """The archive with other parts, or other facts in its manifest: a ZIP without a fault of its own."""
    with zipfile.ZipFile(file) as archive:
        held = {name: archive.read(name) for name in archive.namelist()}
    manifest = json.loads(held[MANIFEST]) | changed
    held |= {MANIFEST: json.dumps(manifest).encode(), **dict(parts)}
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in held.items():
            archive.writestr(name, content)


def test_parts_that_are_not_the_manifests_are_refused(home, system, tmp_path):
    file = tmp_path / "qms.backup"
    name = "files/" + store_file(b"%PDF-1.4 minutes", "application/pdf", by=system).stored_name
    run("backup", file)
    whole = file.read_bytes()
    repacked(file, {name: b"%PDF-1.4 forgery"})
    assert name in refused("restore", file, "--replace")
    file.write_bytes(whole)
    repacked(file, {"files/of-nobody": b"%PDF-1.4"})
    assert "files/of-nobody" in refused("restore", file, "--replace")
    file.write_bytes(whole)
    outside = {"path": "files/../../outside", "sha256": hashlib.sha256(b"").hexdigest(), "size": 0}
    with opened(file) as archive:
        listed = archive.manifest["files"]
    repacked(file, {outside["path"]: b""}, files=[outside, *listed])
    assert "outside" in refused("restore", file, "--replace")
    assert storages["records"].exists(name.partition("/")[2])


def test_what_does_not_fit_is_refused_with_the_way_out(home, tmp_path, monkeypatch):
    file = tmp_path / "qms.backup"
    run("backup", file)
    assert "another name" in refused("backup", file)
    assert str(tmp_path / "none") in refused("backup", tmp_path / "none" / "qms.backup")
    repacked(file, migrations=[["qms", "9999_of_tomorrow"]])
    assert "9999_of_tomorrow" in refused("restore", file, "--replace")
    repacked(file, migrations=[], database="oracle")
    assert "oracle" in refused("restore", file, "--replace")
    repacked(file, database=connection.vendor, format=2)
    assert "this version" in refused("restore", file, "--replace")
    monkeypatch.setattr("shutil.disk_usage", lambda folder: SimpleNamespace(free=0))
    assert "0 MB" in refused("backup", tmp_path / "other.backup")
    assert not (tmp_path / "other.backup").exists()


def test_another_installations_seals_are_not_continued(home, tmp_path):
    file = tmp_path / "qms.backup"
    unit_called("Phòng một")
    run("backup", file)
    path = Path(storages["seals"].path("000000001.json"))
    path.chmod(0o600)
    path.write_text(path.read_text().replace("qms.unit", "qms.user"))

    assert "000000001.json" in refused("restore", file, "--replace")


def test_secrets_are_in_it_only_when_asked_for(home, tmp_path):
    (home / "secret").write_text("of this installation")
    run("backup", tmp_path / "plain.backup")
    run("backup", tmp_path / "locked.backup", "--with-secrets")
    held = []
    for name in ("plain", "locked"):
        with zipfile.ZipFile(tmp_path / f"{name}.backup") as archive:
            held.append([part for part in archive.namelist() if part.startswith("data/")])
    assert held == [[], ["data/secret"]]


def test_database_in_use_is_not_replaced(home, tmp_path, monkeypatch):
    monkeypatch.setattr("qms.backup.putting_back.PATIENCE", 0)
    file = tmp_path / "qms.backup"
    run("backup", file)
    name = connection.settings_dict["NAME"]
    if connection.vendor == "postgresql":
        other = connection.copy()
        other.ensure_connection()
    else:
        other = sqlite3.connect(name)
        other.execute("BEGIN IMMEDIATE")
    with closing(other):
        assert "stop the server" in refused("restore", file, "--replace")


@pytest.mark.skipif("sqlite" in os.environ.get("DATABASE_URL", "sqlite"), reason="PostgreSQL's own program")
def test_missing_client_program_is_named(home, tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))

    assert "postgresql-client" in refused("backup", tmp_path / "qms.backup")
    assert list(tmp_path.glob("*.part")) == []
