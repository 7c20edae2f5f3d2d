"""The evidence pack: checked by the verifier as a process of its own, within reach, as of a day, readable from disk."""

import datetime as dt
import html
import json
import re
import subprocess
import sys
import zipfile
from html.parser import HTMLParser
from pathlib import PurePosixPath

import pytest
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from qms import clock
from qms.history import seals
from qms.history.recording import recording
from qms.models import ActionFile, AuditEvent, BackgroundJob, User
from qms.operations.files import attach_files
from qms.packing.job import ask_for_pack
from qms.policy import Refused
from tests import scenes
from tests.factories import (
    ActionFactory,
    DocumentClauseFactory,
    DocumentFactory,
    IssueFactory,
    NonconformityFactory,
    RoleFactory,
    save,
)

CHECKER = settings.BASE_DIR / "qms/packing/verify_evidence.py"
SECRET = "BIMATNOIBO"
PDF = (b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF\n", "application/pdf", "../../Biên bản <b>.pdf")

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(organisation):
    """A department with records of most kinds, one file, and its neighbour with a secret."""
    org = organisation
    document = DocumentFactory(unit=org.department, author=org.inspector1, title_en="Procedure <script>")
    org.issue = IssueFactory(document=document, approved=True, body_html="<section><p>Nội dung</p></section>")
    org.clause = org.edition.clauses.filter(auditable=True).first()
    DocumentClauseFactory(record=document, clause=org.clause)
    org.problem = scenes.nonconformity(org, "closed")
    org.visit = scenes.inspection(org, "concluded")
    scenes.risk(org, "open")
    org.action = scenes.action(org, "in_progress")
    with recording(by=org.owner1, operation="attach"):
        attach_files(ActionFile, org.action, [PDF], by=org.owner1)
    other = DocumentFactory(unit=org.department2, author=org.officer2, title_vi=SECRET)
    IssueFactory(document=other, approved=True, body_html=f"<p>{SECRET}</p>")
    NonconformityFactory(unit=org.division2, raised_by_unit=org.department2, fact=SECRET)
    return org


def packed(org, folder, **options):
    """The pack as the command writes it."""
    target = folder / "pack.zip"
    call_command(
        "evidence_pack", unit="S1", edition="9001:2015", output=str(target), **({"by": "officer1"} | options)
    )  # fmt: skip
    return target


def checked(pack, *arguments):
    """Exit code and lines of the verifier."""
    done = subprocess.run(
        [sys.executable, "-I", CHECKER, pack, *arguments], capture_output=True, text=True, check=False
    )  # fmt: skip
    return done.returncode, done.stdout.splitlines()


def rewritten(pack, target, name, change):
    """The pack with one file changed, as somebody who knows the format would: the manifest names the new bytes."""
    with zipfile.ZipFile(pack) as source, zipfile.ZipFile(target, "w") as copy:
        for entry in source.namelist():
            raw = source.read(entry)
            copy.writestr(entry, change(raw) if entry == name else raw)
    return target


def texts(pack):
    """The text of every file that is text, by name."""
    with zipfile.ZipFile(pack) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist() if not name.startswith("files/")}


def test_pack_is_proven_with_a_copy_of_the_seals_and_broken_by_one_byte(world, tmp_path):
    pack = packed(world, tmp_path)
    copy = tmp_path / "seals.zip"
    seals.write_copy(copy)

    assert checked(pack)[1][-2] == "consistent"
    code, lines = checked(pack, "--seals", copy)
    assert (code, lines[-2]) == (0, "proven")
    assert re.fullmatch(r"rows=\d+ seals=\d+ broken=0", lines[-1])

    number = world.problem.number.encode()
    line = "records/inspections.nonconformity.jsonl"
    broken = rewritten(pack, tmp_path / "a.zip", line, lambda raw: raw.replace(number, b"X" + number[1:], 1))
    code, lines = checked(broken)
    assert code == 1
    assert any(one.startswith("BROKEN") and str(world.problem.uid) in one for one in lines)
    with zipfile.ZipFile(pack) as archive:
        stored = next(name for name in archive.namelist() if name.startswith("files/"))
        assert archive.read(stored) == PDF[0]
    broken = rewritten(pack, tmp_path / "b.zip", stored, lambda raw: raw[:-1] + b"!")
    assert checked(broken)[0] == 1


def test_pack_holds_the_holders_records_and_nobody_elses(world, tmp_path):
    """Nor those of another department that the maker may see too."""
    RoleFactory(user=world.officer1, role="auditor", unit=world.department2)

    pack = texts(packed(world, tmp_path))

    assert SECRET not in "".join(pack.values())
    for record in (world.issue, world.issue.document, world.problem, world.visit, world.action):
        page = f"pages/{record._meta.label_lower}/{record.uid}.html"
        assert page in pack
        assert str(record.uid) in pack[f"records/{record._meta.label_lower}.jsonl"]
    lines = [json.loads(line) for line in pack["records/inspections.checklistline.jsonl"].splitlines()]
    assert {line["uid"] for line in lines} == {str(world.visit.sessions.get().lines.get().uid)}
    assert AuditEvent.objects.filter(kind="packed", about_uid=world.department.uid).count() == 1
    with pytest.raises(CommandError, match="reach all records"):
        packed(world, tmp_path, by="manager1")
    with pytest.raises(CommandError, match="reach all records"):
        packed(world, tmp_path, by="officer2")


def test_shared_inspection_brings_only_the_holders_part(world, tmp_path):
    shared = scenes.inspection(world, "in_progress")
    save(shared, raised_by_unit=world.ministry, conclusion=SECRET)
    with recording(by=world.officer, operation="test"):
        shared.inspected_units.model(inspection=shared, unit=world.division2).save()
    session = shared.sessions.get()
    session.pk, session.uid, session.unit, session.topic = None, None, world.division2, SECRET
    session.uid = type(session)._meta.get_field("uid").default()
    session._state.adding = True
    with recording(by=world.officer, operation="test"):
        session.save()

    under_way = texts(packed(world, tmp_path))
    assert str(shared.uid) not in under_way["records/inspections.inspection.jsonl"]
    save(shared, status="concluded", conclusion="")
    concluded = texts(packed(world, tmp_path))
    assert str(shared.uid) in concluded["records/inspections.inspection.jsonl"]
    assert str(session.uid) not in concluded["records/inspections.session.jsonl"]


def test_pack_as_of_a_day_tells_what_had_been_recorded_by_then(world, tmp_path):
    before = clock.now() - dt.timedelta(days=40)
    with clock.at(before):
        early = ActionFactory(unit=world.division, raised_by_unit=world.division, title="Tên cũ", owner=world.owner1)
    save(early, title="Tên mới")
    day = clock.day_of(before) + dt.timedelta(days=3)

    pack = packed(world, tmp_path, as_of=f"{day:%d/%m/%Y}")

    assert checked(pack)[0] == 0
    told = texts(pack)
    assert json.loads(told["manifest.json"])["as_of"] == day.isoformat()
    (line,) = [json.loads(one) for one in told["records/qms.action.jsonl"].splitlines()]
    assert (line["uid"], line["live"], len(line["history"])) == (str(early.uid), None, 1)
    page = told[f"pages/qms.action/{early.uid}.html"]
    assert "Tên cũ" in page
    assert "Tên mới" not in "".join(told.values())
    assert "records/inspections.nonconformity.jsonl" not in told


class Links(HTMLParser):
    """What a page refers to, and every tag in it."""

    def __init__(self, text):
        super().__init__()
        self.found, self.tags = [], set()
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.found += [value for name, value in attrs if name in ("href", "src", "action", "srcset")]


def test_every_link_leads_into_the_pack_and_nothing_runs(world, tmp_path):
    pack = packed(world, tmp_path)
    with zipfile.ZipFile(pack) as archive:
        names = set(archive.namelist())
        assert all(re.fullmatch(r"[a-z0-9_./-]+", name) and ".." not in name for name in names)
    pages = {name: text for name, text in texts(pack).items() if name.endswith(".html")}
    for name, text in pages.items():
        links = Links(text)
        assert not links.tags & {"script", "iframe", "object", "form", "img", "base"}, name
        for link in links.found:
            assert not re.match(r"[a-z]+:|//|/", link), (name, link)
            if not link.startswith("#"):
                assert resolved(name, link.partition("#")[0]) in names, (name, link)
    index = pages["index.html"]
    assert html.escape("Procedure <script>") in index
    after = index[index.index(f"<h3>{html.escape(str(world.clause))}</h3>") :]
    assert str(world.issue.uid) in after[: after.index("</section>")]
    assert "<b>.pdf" not in pages[f"pages/qms.action/{world.action.uid}.html"]


def resolved(page, link):
    parts = list(PurePosixPath(page).parent.parts)
    for part in PurePosixPath(link).parts:
        if part == "..":
            parts.pop()
        else:
            parts.append(part)
    return "/".join(parts)


def test_asked_on_the_page_made_in_the_background_by_an_external_auditor(world):
    auditor = world.reader1
    RoleFactory(user=auditor, role="auditor", unit=world.department)
    client = Client()
    client.force_login(User.objects.get(pk=auditor.pk))
    client.cookies["django_language"] = "vi"
    address = reverse("evidence_pack")

    units = client.get(address, {"holder": "x"}).context["form"].fields["holder"].queryset
    assert [unit.code for unit in units] == ["S1"]
    asked = {"holder": world.department.uid, "edition": world.edition.uid}
    for odd in ({"holder": world.department2.uid}, {"as_of": "2999-01-01"}, {"edition": "\0"}):
        assert client.post(address, asked | odd).status_code == 200, odd
    assert not BackgroundJob.objects.exists()
    answer = client.post(address, asked)
    job = BackgroundJob.objects.get()
    assert (answer.url, job.state, job.fault) == (reverse("job", args=[job.uid]), "done", "")
    content = b"".join(client.get(reverse("job_file", args=[job.uid])).streaming_content)
    assert content[:2] == b"PK"
    assert job.result_name == "evidence-s1-9001-2015.zip"
    client.force_login(world.owner1)
    assert client.get(address).status_code == 403
    with pytest.raises(Refused):
        ask_for_pack(world.department, world.edition, None, by=world.officer2)


def test_missing_seals_are_told_and_no_pack_is_made(world, tmp_path, request):
    packed(world, tmp_path)
    for seal in request.getfixturevalue("_own_seals").iterdir():
        seal.unlink()
    (tmp_path / "pack.zip").unlink()

    with pytest.raises(CommandError, match="not in order"):
        packed(world, tmp_path)
    assert list(tmp_path.iterdir()) == []
    with translation.override("en"):
        job = ask_for_pack(world.department, world.edition, None, by=world.officer1)
    assert job.state == "failed"
    assert job.fault.startswith("The seals kept outside the database are not in order")


def test_more_records_ask_no_more_questions(world, tmp_path):
    def asked():
        with CaptureQueriesContext(connection) as found:
            packed(world, tmp_path)
        return [one["sql"] for one in found.captured_queries if one["sql"].startswith("SELECT")]

    packed(world, tmp_path)
    few = asked()
    for _number in range(4):
        scenes.nonconformity(world, "closed")
    assert len(asked()) <= len(few) + 4  # further seals are read once each
