"""Files under an issue's control: attached and taken out while it is a draft, hashed, searched, served, carried on."""

import datetime as dt
import io
import time
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from docx import Document as Word
from openpyxl import Workbook

from qms import clock
from qms.documents import CONTENT_FILE, body_hash
from qms.enums import DocumentKind, IssueStatus
from qms.history.recording import ReasonMissing
from qms.models import Issue, IssueFile
from qms.operations import documents, file_text, file_words
from qms.operations.documents import create_document, start_issue, submit_issue
from qms.operations.files import prepare
from qms.operations.issue_files import attach_issue_files, end_issue_file
from qms.policy import Refused
from qms.workflow import StepRefused
from tests.factories import DocumentFactory, IssueFactory, IssueFileFactory, save

pytestmark = pytest.mark.django_db


def word(*paragraphs, cell=""):
    document = Word()
    for text in paragraphs:
        document.add_paragraph(text)
    if cell:
        document.add_table(1, 1).cell(0, 0).text = cell
    return saved(document)


def saved(thing):
    stream = io.BytesIO()
    thing.save(stream)
    return stream.getvalue()


def workbook(*cells):
    book = Workbook()
    book.active.append(list(cells))
    return saved(book)


def pdf(text):
    """A PDF of one page with one line of plain letters."""
    stream = f"BT /F1 24 Tf 72 720 Td ({text}) Tj ET".encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, one in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"xref\n0 6\n0000000000 65535 f \n%strailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (
        table,
        len(out),
    )


def upload(name, content):
    return SimpleUploadedFile(name, content)


def attached(issue, by, name, content):
    return attach_issue_files(issue, by=by, documents=[prepare(upload(name, content))])[0]


@pytest.fixture
def draft(organisation):
    """A form that officer1 writes; it has a page without sections."""
    document = create_document(
        by=organisation.officer1, number="BM-01", kind=DocumentKind.FORM, unit=organisation.department, title_vi="Mẫu"
    )
    return document.issues.get()


def signed_in(user):
    client = Client()
    client.force_login(user)
    client.cookies["django_language"] = "en"
    return client


@pytest.mark.parametrize(
    ("name", "content", "found"),
    [
        ("mau.docx", word("Phiếu xin lỗi", cell="quá hạn"), "phieu xin loi qua han"),
        ("so.xlsx", workbook("Sổ theo dõi", 12), "so theo doi 12"),
        ("scan.pdf", pdf("Bien ban kiem tra"), "bien ban kiem tra"),
    ],
)
def test_words_of_files_are_found_by_search(organisation, draft, name, content, found):
    attached(draft, organisation.officer1, name, content)
    issue = submit_issue(draft, by=organisation.officer1)
    assert found in issue.search_text
    assert Issue.objects.search(found).get() == issue


def test_form_may_consist_of_a_file_alone_and_the_hash_covers_it(organisation, draft):
    org = organisation
    with pytest.raises(StepRefused):
        submit_issue(draft, by=org.officer1)
    link = attached(draft, org.officer1, "mau.docx", word("Một"))
    issue = submit_issue(draft, by=org.officer1)
    assert issue.content_hash == body_hash(Issue.objects.get(pk=issue.pk))
    save(link, ended_at=clock.now())
    assert issue.content_hash != body_hash(Issue.objects.get(pk=issue.pk))


def test_procedure_needs_its_sections_beside_the_file(organisation):
    document = create_document(
        by=organisation.officer1,
        number="QT-01",
        kind=DocumentKind.PROCEDURE,
        unit=organisation.department,
        title_vi="Một",
    )
    issue = document.issues.get()
    attached(issue, organisation.officer1, "mau.docx", word("Một"))
    with pytest.raises(StepRefused):
        submit_issue(issue, by=organisation.officer1)


@pytest.mark.parametrize("state", ["in_review", "reviewed", "approved", "withdrawn", "abandoned"])
def test_files_change_in_a_draft_only(organisation, state):
    org = organisation
    document = DocumentFactory(unit=org.department, author=org.officer1)
    issue = IssueFactory(document=document, **{state: True})
    link = IssueFileFactory(record=issue)
    for change in (
        lambda: attached(issue, org.officer1, "mau.docx", word("Một")),
        lambda: end_issue_file(link, by=org.officer1, reason="x"),
    ):
        with pytest.raises(StepRefused) as refused:
            change()
        assert "draft" in refused.value.reasons[0] or "bản thảo" in refused.value.reasons[0]
    assert issue.file_links.get().ended_at is None


@pytest.mark.parametrize("who", ["manager1", "head1", "reader1", "officer2"])
def test_only_who_writes_the_document_changes_its_files(organisation, draft, who):
    link = attached(draft, organisation.officer1, "mau.docx", word("Một"))
    with pytest.raises(Refused):
        attached(draft, getattr(organisation, who), "khac.docx", word("Hai"))
    with pytest.raises(Refused):
        end_issue_file(link, by=getattr(organisation, who), reason="x")


def test_taking_out_asks_for_a_reason_and_keeps_the_row(organisation, draft):
    link = attached(draft, organisation.officer1, "mau.docx", word("Một"))
    with pytest.raises(ReasonMissing):
        end_issue_file(link, by=organisation.officer1)
    end_issue_file(link, by=organisation.officer1, reason="Nhầm mẫu")
    link.refresh_from_db()
    assert link.ended_at is not None
    assert link.history.first().history_change_reason == "Nhầm mẫu"
    with pytest.raises(StepRefused):
        end_issue_file(link, by=organisation.officer1, reason="lần nữa")


def test_same_name_replaces_and_pictures_are_refused(organisation, draft):
    org = organisation
    attached(draft, org.officer1, "mau.docx", word("Một"))
    attached(draft, org.officer1, "mau.docx", word("Hai"))
    assert draft.file_links.filter(ended_at=None).count() == 1
    png = b"\x89PNG\r\n\x1a\n"
    with pytest.raises(StepRefused) as refused:
        attach_issue_files(draft, by=org.officer1, documents=[(png, "image/png", "anh.png")])
    assert "anh.png" in refused.value.reasons[0]


def test_next_issue_starts_from_the_files_of_the_one_before(organisation):
    document = DocumentFactory(unit=organisation.department, author=organisation.officer1, kind=DocumentKind.FORM)
    first = IssueFactory(document=document, approved=True)
    link = IssueFileFactory(record=first)
    following = start_issue(document, by=organisation.officer1)
    carried = following.file_links.get()
    assert (carried.file, carried.name, carried.purpose) == (link.file, link.name, CONTENT_FILE)


def opens(client, url):
    response = client.get(url)
    return response.status_code == 200 and b"".join(response.streaming_content).startswith(b"PK")


def test_files_are_served_to_who_may_read_the_issue(organisation):
    org = organisation
    document = DocumentFactory(unit=org.department, author=org.officer1, kind=DocumentKind.FORM)
    links = []
    days = (clock.today() - dt.timedelta(days=30), clock.today(), clock.today() + dt.timedelta(days=9))
    for number, day in enumerate(days):
        issue = IssueFactory(document=document)
        links.append(attached(issue, org.officer1, f"mau{number}.docx", word(str(number))))
        save(issue, status=IssueStatus.APPROVED, effective_on=day, content_hash="0" * 64)
    old, current, coming = (link.get_absolute_url() for link in links)

    for who, opened in (("reader1", [current]), ("officer1", [old, current, coming]), ("reader2", []), ("admin", [])):
        client = signed_in(getattr(org, who))
        found = [url for url in (old, current, coming) if opens(client, url)]
        assert found == opened, who
    assert Client().get(current).status_code in (302, 404)


def test_pages_attach_and_take_out(organisation, draft):
    org = organisation
    officer = signed_in(org.officer1)
    url = reverse("issue_files_step", args=[draft.uid, "attach"])
    assert url in officer.get(draft.get_absolute_url()).content.decode()
    assert officer.get(url).status_code == 200
    wrong = officer.post(url, {"documents": upload("mau.docx", b"no word file"), "version": draft.version})
    assert wrong.status_code == 200
    assert "mau.docx" in wrong.content.decode()
    right = {"documents": upload("mau.docx", word("Một")), "version": draft.version}
    assert officer.post(url, right).status_code == 302
    link = IssueFile.objects.get()
    assert link.name in officer.get(draft.get_absolute_url()).content.decode()
    end = reverse("issue_file_step", args=[link.uid, "end"])
    assert officer.get(end).status_code == 200
    for who in ("officer2", "reader1"):
        assert signed_in(getattr(org, who)).get(url).status_code == 404
        assert signed_in(getattr(org, who)).get(end).status_code == 404
    refused = signed_in(org.head1).get(end)
    assert refused.status_code == 409
    assert "the author, a quality officer" in refused.content.decode()
    assert officer.post(end, {"reason": "Nhầm", "version": link.version}).status_code == 302
    assert not draft.file_links.filter(ended_at=None).exists()


def stored(monkeypatch, content):
    class Storage:
        def open(self, name):
            return io.BytesIO(content)

    monkeypatch.setattr(file_text, "storages", {"records": Storage()})
    file_text.words_of.cache_clear()


WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def bomb(size):
    """A Word file whose body unpacks to `size` bytes of one letter."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", b"a" * size)
    return stream.getvalue()


def with_entities():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("word/document.xml", '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')
    return stream.getvalue()


@pytest.mark.parametrize(
    ("media_type", "content"),
    [
        (WORD, b"PK\x03\x04 cut off"),
        (WORD, bomb(60_000_000)),
        (WORD, with_entities()),
        ("application/pdf", b"%PDF-1.4 and nothing"),
        ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", b"PK\x05\x06" + b"\x00" * 18),
    ],
    ids=["cut", "bomb", "entities", "pdf", "workbook"],
)
def test_what_cannot_be_read_has_no_words_and_stops_nothing(monkeypatch, media_type, content):
    stored(monkeypatch, content)
    assert file_text.words_of("x", media_type) == ""


def test_reading_ends_after_its_time(monkeypatch, tmp_path):
    slow = tmp_path / "slow.py"
    slow.write_text("import time; time.sleep(60)")
    stored(monkeypatch, pdf("x"))
    monkeypatch.setattr(file_text, "READER", slow)
    monkeypatch.setattr(file_text, "SECONDS", 0.3)
    began = time.monotonic()
    assert file_text.words_of("slow", "application/pdf") == ""
    assert time.monotonic() - began < 5


def test_words_are_cut_at_the_longest(monkeypatch):
    stored(monkeypatch, word("dài " * 100_000))
    assert len(file_text.words_of("long", WORD)) <= file_words.LONGEST


def test_submitting_reads_files_before_its_transaction(organisation, draft, monkeypatch):
    """What is read inside is what was remembered: the parser runs once, with no transaction open on the issue."""
    attached(draft, organisation.officer1, "mau.docx", word("Một"))
    file_text.words_of.cache_clear()
    seen = []
    real = file_text._read_apart
    monkeypatch.setattr(file_text, "_read_apart", lambda *what: seen.append(1) or real(*what))
    monkeypatch.setattr(
        documents, "locked_issue", lambda issue: seen.append("locked") or Issue.objects.get(pk=issue.pk)
    )
    submit_issue(draft, by=organisation.officer1)
    assert seen[:2] == [1, "locked"]
    assert seen.count(1) == 1
