"""kill -9 during saves, signatures, bulk imports and sealing: what was acknowledged is there, nothing is half there."""

import itertools
import random

import pytest
from django.conf import settings
from django.db import connection, transaction

from inspections.models import Programme
from inspections.operations.programme import approve_programme
from qms.history.recording import recording
from qms.history.sealing import seal_now
from qms.history.verify import verify
from qms.models import Document, Signature, StoredFile, TrailEntry, Unit, User
from qms.operations.files import store_file
from qms.signatures import content_hash, intend
from tests.counts import FULL
from tests.endurance.killing import half_files, until_killed, wait_until_left
from tests.factories import PASSWORD, ProgrammeFactory
from tests.inspections.test_imports_findings import bring_in
from tests.qms.importing.made_files import workbook_of

KILLS = 100 if FULL else 5
ROWS = 60  # of one brought-in register
MOST = 12  # pieces of work that are prepared for one life
HEADER = ["Mã hiệu", "Tên tài liệu", "Loại tài liệu", "Đơn vị"]


def system():
    return User.objects.get(username="system")


class Saves:
    """The names of two units change together, and a file is stored with them."""

    def __init__(self, organisation, life, folder):
        self.pair = (organisation.division.pk, organisation.sibling.pk)
        self.life = life
        self.change(0)

    def change(self, turn):
        title = f"Đổi {self.life}.{turn}"
        with transaction.atomic(), recording(by=system(), operation="test", reason="a test"):
            for key in self.pair:
                unit = Unit.objects.get(pk=key)
                unit.name_vi = title
                unit.save()
            return title, store_file(title.encode() * 50_000, "text/plain", by=system()).sha256

    def work(self, acknowledge):
        for turn in itertools.count(1):
            title, sha256 = self.change(turn)
            acknowledge(title=title, sha256=sha256)

    def look(self, said):
        first, second = (Unit.objects.get(pk=key) for key in self.pair)
        assert first.name_vi == second.name_vi
        changes = [unit.history.filter(name_vi__startswith="Đổi ").count() for unit in (first, second)]
        assert changes[0] == changes[1]
        for one in said:
            assert all(Unit.history.filter(id=key, name_vi=one["title"]).count() == 1 for key in self.pair)
            assert StoredFile.objects.filter(sha256=one["sha256"]).count() == 1
        assert half_files(settings.DATA_DIR / "files") == []


class Signatures:
    """Programmes are approved by signature; what was signed is sealed before the answer."""

    def __init__(self, organisation, life, folder):
        self.by = organisation.head1.pk
        years = range(3000 + life * MOST, 3000 + (life + 1) * MOST)
        unit, edition = organisation.department, organisation.edition
        made = [ProgrammeFactory(unit=unit, edition=edition, prepared_by=organisation.officer1, year=y) for y in years]
        self.keys = [programme.pk for programme in made]

    def work(self, acknowledge):
        for key in self.keys:
            programme, signer = Programme.objects.get(pk=key), User.objects.get(pk=self.by)
            intent = intend(signer, PASSWORD, shown_hash=content_hash(programme))
            approve_programme(programme, by=signer, signature=intent)
            acknowledge(key=key)

    def look(self, said):
        approved = set(Programme.objects.filter(pk__in=self.keys, status="approved").values_list("uid", flat=True))
        signed = Signature.objects.filter(record_uid__in=approved)
        assert signed.count() == len(approved)
        for one in said:
            uid = Programme.objects.get(pk=one["key"], status="approved").uid
            (signature,) = Signature.objects.filter(record_uid=uid)
            entries = TrailEntry.objects.filter(kind="qms.signature", record_id=signature.pk)
            assert entries.exists()
            assert not entries.filter(seal=None).exists()


class Imports:
    """Master lists of documents are brought in, each all or nothing."""

    def __init__(self, organisation, life, folder):
        self.life, self.paths = life, []
        for turn in range(MOST):
            rows = [[self.code(turn, n), f"Quy trình {n}", "Quy trình", "S1-A"] for n in range(ROWS)]
            path = folder / f"list-{life}-{turn}.xlsx"
            path.write_bytes(workbook_of(("Sổ", [HEADER, *rows])))
            self.paths.append(path)

    def code(self, turn, number):
        return f"QT-{self.life}-{turn}-{number}"

    def work(self, acknowledge):
        for turn, path in enumerate(self.paths):
            code, last, *_told = bring_in(path, kind="documents")
            acknowledge(turn=turn, code=code, last=last)

    def look(self, said):
        counts = [Document.objects.filter(number__startswith=f"QT-{self.life}-{turn}-").count() for turn in range(MOST)]
        assert set(counts) <= {0, ROWS}
        for one in said:
            assert (one["code"], counts[one["turn"]]) == (0, ROWS), one


class Sealing:
    """Each change is sealed at once."""

    def __init__(self, organisation, life, folder):
        self.unit, self.life = organisation.section.pk, life

    def work(self, acknowledge):
        for turn in itertools.count(1):
            with recording(by=system(), operation="test", reason="a test"):
                unit = Unit.objects.get(pk=self.unit)
                unit.name_vi = f"Niêm {self.life}.{turn}"
                unit.save()
            acknowledge(seal=seal_now().number, title=unit.name_vi)

    def look(self, said):
        for one in said:
            (row,) = Unit.history.filter(id=self.unit, name_vi=one["title"])
            assert TrailEntry.objects.get(kind="qms.unit", history_id=row.history_id).seal <= one["seal"]


@pytest.mark.transactional
def test_what_was_acknowledged_outlasts_kill_9(organisation, tmp_path, capsys):
    seed = random.randrange(10**6)  # noqa: S311 - draws moments, no secrets
    draw, acknowledged = random.Random(seed), 0  # noqa: S311 - draws moments, no secrets
    seal_now()
    database = connection.settings_dict["NAME"]
    for life, kind in zip(range(KILLS), itertools.cycle((Saves, Signatures, Imports, Sealing)), strict=False):
        scene = kind(organisation, life, tmp_path)
        said = until_killed(scene.work, after=draw.randrange(4), seed=draw.random())
        wait_until_left(database)
        scene.look(said)
        seal_now()  # takes up what the killed one left in the store
        found = verify()
        assert (found.verdict, found.faults) == ("consistent", []), (seed, life, kind.__name__)
        acknowledged += len(said)
    assert acknowledged
    with capsys.disabled():
        told = f"N={KILLS} kills on {connection.vendor}, {acknowledged} acknowledged changes, none lost or half"
        limit = f"with 95 % confidence at most 3/N = {3 / KILLS:.0%} of such kills do harm"
        print(f"\n{told} (seed {seed}): {limit}")  # noqa: T201 - the figure
