"""Whoever can write everything here cannot change the past unseen: each harm is found and named, by both verifiers."""

import random
import zipfile

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import connection, transaction

from qms.history import seal_files, sealing, seals
from qms.history.dump import write_dump
from qms.history.recording import recording
from qms.history.verify import verify
from qms.models import Action, Seal, User
from qms.packing import verify_evidence
from tests.counts import FULL
from tests.factories import (
    ActionFactory,
    FindingFactory,
    InspectionFactory,
    SignatureFactory,
    StoredFileFactory,
    UserFactory,
    save,
)
from tests.qms.history import tampering

ROUNDS = 150 if FULL else 3


class World:
    """Records with a past, under seals of which a copy lies elsewhere; what a test took is not taken again."""

    def __init__(self, folder, copy):
        self.folder, self.copy = folder, copy
        with recording(by=User.objects.get(username="system"), operation="test", reason="Theo kế hoạch"):
            inspection = InspectionFactory(in_progress=True)
            unit = inspection.unit
            self.records = [FindingFactory(inspection=inspection) for _ in range(9)]
            self.records += [ActionFactory(unit=unit, title=f"Việc {number}") for number in range(9)]
            self.signatures = [SignatureFactory(signer=inspection.lead) for _ in range(3)]
            self.files = [self._file(StoredFileFactory()) for _ in range(3)]
            self.people = [UserFactory().pk for _ in range(3)]
            for number in range(3):
                self.change_all(f"đợt {number}")
                sealing.seal_now()
        seals.write_copy(copy)
        self.begin()

    def _file(self, stored):
        content = stored.stored_name.encode()
        digest = tampering.canonical.digest(stored.stored_name)
        storages["records"].save(f"{digest[:2]}/{digest}", ContentFile(content))
        return save(stored, sha256=digest, stored_name=f"{digest[:2]}/{digest}", size=len(content))

    def change_all(self, note):
        for record in self.records:
            save(record, **self.note(record, f"Ghi chú {note}"))

    def note(self, record, text):
        return {"title" if isinstance(record, Action) else "evidence": text}

    def begin(self):
        self.left, self.left_files, self.left_signatures = list(self.records), list(self.files), list(self.signatures)
        self.bytes = {}

    def take(self, chance):
        record = self.left.pop(chance.randrange(len(self.left)))
        return type(record).objects.get(pk=record.pk)

    def take_two(self, chance):
        findings = [record for record in self.left if not isinstance(record, Action)]
        two = chance.sample(findings, 2)
        for record in two:
            self.left.remove(record)
        return two

    def take_file(self, chance):
        return self.left_files.pop(chance.randrange(len(self.left_files)))

    def take_signature(self, chance):
        return self.left_signatures.pop(chance.randrange(len(self.left_signatures)))

    def keep(self, path):
        with open(path, "rb") as file:
            return self.bytes.setdefault(path, file.read())

    def write(self, path, content):
        with open(path, "wb") as file:
            file.write(content)

    def hide(self, path):
        self.keep(path)
        storages["records"].delete(path)

    def put_back(self, kept):
        """Files and seals as they were; the database is rolled back."""
        for path, content in self.bytes.items():
            self.write(path, content)
        for path in self.folder.iterdir():
            path.unlink()
        for name, content in kept.items():
            (self.folder / name).write_bytes(content)
        self.begin()


@pytest.fixture(scope="module")
def standing_world(django_db_setup, django_db_blocker, tmp_path_factory):
    folder, copy = tmp_path_factory.mktemp("seals"), tmp_path_factory.mktemp("copy") / "seals.zip"
    atomic = transaction.atomic()
    atomic._from_testcase = True  # sealing refuses to work inside another transaction, but for tests
    with django_db_blocker.unblock(), atomic:
        seals_in(folder)
        yield World(folder, copy)
        transaction.set_rollback(True)


def seals_in(folder):
    store = storages["seals"]
    store._location = folder
    for name in ("base_location", "location"):
        store.__dict__.pop(name, None)


@pytest.fixture
def world(standing_world, db, _own_seals):
    """The world, and the fence round its tables taken down; afterwards everything is as it was."""
    seals_in(standing_world.folder)
    kept = {path.name: path.read_bytes() for path in standing_world.folder.iterdir()}
    tampering.take_down_the_fence()
    yield standing_world
    standing_world.put_back(kept)


def second_opinion(world, tmp_path, capsys, copy=None):
    """What the independent verifier says of the dump: (exit code, its lines)."""
    dump = tmp_path / "dump.zip"
    with dump.open("wb") as file:
        write_dump(file)
    capsys.readouterr()
    code = verify_evidence.main([str(dump), "--seals", str(copy or world.copy)])
    return code, capsys.readouterr().out.splitlines()


def names(faults, kind, uid, sequence, harms):
    """Whether a fault tells of that record, that row where one is known, and such a harm."""
    return any(
        (fault.kind, fault.uid) == (kind, uid) and fault.harm in harms and sequence in (None, fault.sequence)
        for fault in faults
    )


def test_untouched_world_is_proven(world, tmp_path, capsys):
    verdict = verify(world.copy)
    code, lines = second_opinion(world, tmp_path, capsys)

    assert [str(fault) for fault in verdict.faults] == []
    assert verdict.verdict == "proven"
    assert (code, lines[-2]) == (0, "proven")


@pytest.mark.parametrize("seed", range(ROUNDS))
def test_each_tampering_is_found_and_named(world, seed, tmp_path, capsys):
    """One of each kind at once, each on a record of its own: all are named, and no record that nobody touched."""
    chance = random.Random(seed)  # noqa: S311 - the seed is the test's name

    done = {tamper.__name__: tamper(world, chance) for tamper in tampering.TAMPERINGS}

    verdict = verify(world.copy)
    assert verdict.verdict == "broken"
    assert [name for name, told in done.items() if not names(verdict.faults, *told)] == []
    untouched = {str(record.uid) for record in [*world.left, *world.left_files, *world.left_signatures]}
    assert [str(fault) for fault in verdict.faults if fault.uid in untouched] == []
    code, lines = second_opinion(world, tmp_path, capsys)
    assert code == 1
    said = [line.split()[2:4] for line in lines if line.startswith("BROKEN")]
    visible = {name: told for name, told in done.items() if "own" not in told[3]}
    assert [name for name, (kind, uid, *_rest) in visible.items() if [kind, uid] not in said] == []
    assert {uid for _kind, uid in said} & untouched == set()


@pytest.mark.parametrize("seed", range(ROUNDS // 3))
def test_rebuilding_chains_and_local_seals_is_found_by_the_copy(world, seed, tmp_path, capsys):
    """History, live row, trail, spans, local seals and what the database knows of them agree: only the copy tells."""
    chance = random.Random(seed)  # noqa: S311 - the seed is the test's name
    rebuilt = [tampering.rebuild_chain(world, chance)[:2] for _ in range(3)]
    rows = {}
    for record in world.records:
        if (record._meta.label_lower, str(record.uid)) in rebuilt:
            rows |= {(str(record.uid), row.sequence): row.row_hash for row in tampering.rows_of(record)}

    tampering.rewrite_seals(world.folder, lambda leaf: [*leaf[:3], rows.get((leaf[1], leaf[2]), leaf[3])])

    assert verify().verdict == "consistent"
    verdict = verify(world.copy)
    assert [told for told in rebuilt if not names(verdict.faults, *told, None, {"sealed"})] == []
    assert "seal" in {fault.harm for fault in verdict.faults}
    code, lines = second_opinion(world, tmp_path, capsys)
    assert code == 1
    said = [tuple(line.split()[2:4]) for line in lines if line.startswith("BROKEN sealed")]
    assert set(rebuilt) == set(said)


@pytest.mark.parametrize("seed", range(ROUNDS // 3))
def test_harm_to_local_seals_is_found_and_named(world, seed, tmp_path, capsys):
    """One is altered, one says something else, one is taken away."""
    chance = random.Random(seed)  # noqa: S311 - the seed is the test's name
    altered, other, gone = harmed = chance.sample(seals.Store().numbers(), 3)
    texts = {number: (world.folder / seal_files.name_of(number)).read_text() for number in harmed}
    for number in harmed:
        (world.folder / seal_files.name_of(number)).unlink()
    text = texts[altered]
    at = chance.randrange(text.index('"leaves"') + 12, text.index('"made_at"') - 4)
    letter = "0" if text[at] != "0" else "1"
    (world.folder / seal_files.name_of(altered)).write_text(f"{text[:at]}{letter}{text[at + 1 :]}")
    (world.folder / seal_files.name_of(other)).write_text(texts[other].replace('"note":{}', '"note":{"reason":""}'))

    verdict = verify(world.copy)

    assert [number for number in harmed if not names(verdict.faults, "-", str(number), None, {"seal"})] == []
    assert gone not in seals.Store().numbers()
    code, lines = second_opinion(world, tmp_path, capsys)
    assert code == 1
    said = {line.split()[3] for line in lines if line.startswith(("BROKEN seal ", "BROKEN older "))}
    assert {str(number) for number in harmed} <= said


@pytest.mark.parametrize("seed", range(ROUNDS))
def test_quiet_rollback_to_an_older_copy_is_found_and_named(world, seed, tmp_path, capsys):
    """The database, or it and its local seals, put back to an earlier day without a declared restore."""
    chance = random.Random(seed)  # noqa: S311 - the seed is the test's name
    known = seals.Store().numbers()
    record, copy = world.take(chance), tmp_path / "later.zip"
    point = transaction.savepoint()
    for number in range(chance.randrange(1, 4)):
        save(record, **world.note(record, f"Sau bản sao {number}"))
        sealing.seal_now()
    seals.write_copy(copy)
    transaction.savepoint_rollback(point)
    if seed % 3:
        for number in set(seals.Store().numbers()) - set(known):
            (world.folder / seal_files.name_of(number)).unlink()
    assert Seal.objects.count() == len(known)

    verdict = verify(copy)

    assert "older" in {fault.harm for fault in verdict.faults}
    assert names(verdict.faults, record._meta.label_lower, str(record.uid), record.version, {"missing"})
    code, lines = second_opinion(world, tmp_path, capsys, copy)
    assert code == 1
    assert any(line.startswith("BROKEN older") for line in lines)


def test_cut_after_the_last_seal_is_the_window(world):
    """What was recorded after the last seal and taken away without a trace is not found: the window that is stated."""
    record = world.take(random.Random(0))  # noqa: S311 - any
    save(record, evidence="Chưa niêm phong")
    row = tampering.rows_of(record)[-1]
    assert verify(world.copy).oldest_unsealed[0] == record.number

    tampering.plain(type(row)).filter(pk=row.pk).delete()
    tampering.TrailEntry.objects.filter(history_id=row.pk, kind=record._meta.label_lower).delete()
    tampering.span_model().objects.filter(history_id=row.pk, kind=record._meta.label_lower).delete()
    tampering.stand_as(record, tampering.rows_of(record)[-1])

    assert verify(world.copy).verdict == "proven"


def test_copy_of_the_seals_is_a_plain_zip(world):
    with zipfile.ZipFile(world.copy) as archive:
        assert archive.namelist() == [path.name for path in sorted(world.folder.iterdir())]
    assert connection.in_atomic_block
