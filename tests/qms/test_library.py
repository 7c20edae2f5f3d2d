"""The library and the register: found without accents in every way of typing, in Vietnamese order, quoted, printed."""

import datetime as dt
import unicodedata
from io import BytesIO

import docx
import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from pypdf import PdfReader

from qms import clock
from qms.enums import ProcedureLevel
from qms.reports.passages import BEFORE, marked, passage, search_words
from tests.factories import DocumentFactory, IssueFactory
from tests.factories_documents import AudienceFactory, DecisionFactory, DecisionFileFactory, DecisionItemFactory

pytestmark = pytest.mark.django_db

LONG = "Tiếp nhận hồ sơ theo quy định. " * 40


def signed_in(user, language="en"):
    client = Client()
    client.force_login(user)
    client.cookies["django_language"] = language
    return client


def in_force(org, number="", *, text="", day=0, document=None, **values):
    """An issue in force of the department's document; `text` is its body."""
    values = {"number": number} | values if number else values
    document = document or DocumentFactory(**({"unit": org.department, "author": org.officer1} | values))
    body = {"body_text": text, "body_html": f"<p>{text}</p>"} if text else {}
    return IssueFactory(document=document, approved=True, effective_on=clock.today() - dt.timedelta(days=day), **body)


def numbers(client, name="documents", **query):
    """The numbers that a list shows, in its order."""
    page = client.get(reverse(name), query)
    assert page.status_code == 200, page.status_code
    return [row.number for row in page.context["rows"]]


@pytest.mark.parametrize(
    "typed",
    ["khac phuc", "KHẮC PHỤC", "khắc phục", unicodedata.normalize("NFD", "khắc phục"), "  Khắc   phuc ", "phục khac"],
)
def test_however_it_is_typed_the_same_documents_are_found(organisation, typed):
    in_force(organisation, "A-1", title_vi="Hành động khắc phục")
    in_force(organisation, "A-2", text=f"{LONG} Hành động KHẮC PHỤC và phòng ngừa.")
    in_force(organisation, "A-3", text=unicodedata.normalize("NFD", f"{LONG} hành động khắc phục."))
    in_force(organisation, "A-4", text=f"{LONG} Khác hẳn.", title_vi="Đánh giá")

    assert sorted(numbers(signed_in(organisation.reader1), q=typed)) == ["A-1", "A-2", "A-3"]


def test_titles_stand_in_vietnamese_order(organisation):
    titles = ["Đo lường", "An toàn", "Ăn uống", "Ân xá", "An toán", "Dạy nghề", "Bổ nhiệm", "Xử lý", "Ẩn danh"]
    for place, title in enumerate(titles):
        in_force(organisation, f"T-{place}", title_vi=title, title_en="")
    client = signed_in(organisation.reader1, "vi")
    expected = ["An toàn", "An toán", "Ăn uống", "Ẩn danh", "Ân xá", "Bổ nhiệm", "Dạy nghề", "Đo lường", "Xử lý"]

    by_default = [row.title_vi for row in client.get(reverse("documents")).context["rows"]]
    turned = [row.title_vi for row in client.get(reverse("documents"), {"sort": "-title_vi"}).context["rows"]]

    assert by_default == expected
    assert turned == expected[::-1]


def test_row_quotes_where_it_was_found_and_the_quote_is_inert(organisation):
    in_force(organisation, "Q-1", text=f"{LONG}<script>alert(1)</script> phải khắc phục ngay <img src=x> {LONG}")
    in_force(organisation, "Q-2", title_vi="Khắc phục")
    client = signed_in(organisation.reader1)

    page = client.get(reverse("documents"), {"q": "khac phuc"})
    text = page.content.decode()

    quoted = {row.number: "".join(part for part, _hit in row.passage) for row in page.context["rows"]}
    assert "phải khắc phục ngay" in quoted["Q-1"]
    assert len(quoted["Q-1"]) < 260
    assert quoted["Q-2"] == ""
    assert "<mark>khắc</mark> <mark>phục</mark>" in text
    assert "<script>alert" not in text
    assert "&lt;script&gt;" in text


def test_long_text_in_single_letters_and_marks_is_quoted_too(organisation):
    text = unicodedata.normalize("NFD", f"{'Tiếp nhận đề nghị của tổ chức. ' * 200}Phải khắc phục ngay.")
    in_force(organisation, "Q-1", text=text)

    (row,) = signed_in(organisation.reader1).get(reverse("documents"), {"q": "khac phuc"}).context["rows"]

    assert "khắc phục" in unicodedata.normalize("NFC", "".join(part for part, _hit in row.passage))


def test_passage_is_cut_at_words_and_marks_each_word():
    text = f"{'mở đầu ' * 40}phải khắc phục{' cuối cùng' * 40}"
    pieces = passage(text, "khac", ["khac", "phuc"], begins=True)
    whole = "".join(part for part, _hit in pieces)

    assert whole.startswith("… ")
    assert whole.endswith(" …")
    assert set(whole.strip("… ").split()) <= {"mở", "đầu", "phải", "khắc", "phục", "cuối", "cùng"}
    assert [part for part, hit in pieces if hit] == ["khắc", "phục"]
    assert whole.index("khắc") <= BEFORE + 2
    assert passage("không có", "khac", ["khac"], begins=True) == []
    assert "".join(part for part, _hit in marked("a (khắc) .* b", search_words("(khac) .*"))) == "a (khắc) .* b"


def test_reader_finds_and_is_quoted_only_the_issue_in_force(organisation):
    issue = in_force(organisation, "Q-1", text=f"{LONG} tuyệt mật cũ", day=30)
    in_force(organisation, text=f"{LONG} văn bản mới", document=issue.document)
    IssueFactory(document=issue.document, body_text=f"{LONG} dự thảo tương lai")
    reader, officer = signed_in(organisation.reader1), signed_in(organisation.officer1)

    for words in ("tuyet mat", "tuong lai"):
        assert numbers(reader, q=words) == []
        assert numbers(officer, "document_register", q=words) == ["Q-1"]
    assert numbers(reader, q="van ban moi") == ["Q-1"]
    assert numbers(signed_in(organisation.reader2), q="van ban moi") == []


def test_looking_back_does_not_let_readers_search_what_was_superseded(organisation):
    with clock.at(clock.now() - dt.timedelta(days=10)):
        old = in_force(organisation, "Q-1", text=f"{LONG} tuyệt mật cũ")
    in_force(organisation, text=f"{LONG} văn bản mới", document=old.document)
    back = {"q": "tuyet mat", "as_of": (clock.today() - dt.timedelta(days=5)).isoformat()}

    assert numbers(signed_in(organisation.reader1), **back) == []
    assert numbers(signed_in(organisation.officer1), **back) == ["Q-1"]


def test_author_of_a_document_finds_no_draft_that_is_not_theirs(organisation):
    document = DocumentFactory(number="Q-1", unit=organisation.department, author=organisation.reader1)
    mine = IssueFactory(document=document, author=organisation.reader1, body_text="của tôi", status="abandoned")
    IssueFactory(document=document, author=organisation.reader1, body_text="bản của tôi")
    IssueFactory(document=document, author=organisation.officer1, body_text="bản kín đáo")
    reader, officer = signed_in(organisation.reader1), signed_in(organisation.officer1)

    assert numbers(reader, "document_register", q="ban cua toi") == ["Q-1"]
    assert numbers(reader, "document_register", q="kin dao") == []
    assert numbers(officer, "document_register", q="kin dao") == ["Q-1"]
    assert mine.pk


def test_exact_number_leads_straight_to_the_document(organisation):
    issue = in_force(organisation, "QT-31/LĐVL")
    in_force(organisation, "QT-32", text="Theo QT-31/LĐVL")
    draft = DocumentFactory(number="QT-33", unit=organisation.department, author=organisation.officer1)
    IssueFactory(document=draft)
    reader, address = signed_in(organisation.reader1), reverse("documents")

    for typed in ("QT-31/LĐVL", "qt-31/ldvl", "  QT-31/LĐVL "):
        answer = reader.get(address, {"q": typed, "kind": ""})
        assert (answer.status_code, answer.headers.get("Location")) == (302, issue.document.get_absolute_url()), typed
    for query in ({"q": "QT-31"}, {"q": "QT-33"}, {"q": "QT-31/LĐVL", "kind": "procedure"}):
        assert reader.get(address, query).status_code == 200, query
    assert signed_in(organisation.reader2).get(address, {"q": "QT-31/LĐVL"}).status_code == 200
    assert signed_in(organisation.officer1).get(reverse("document_register"), {"q": "QT-33"}).status_code == 302


def test_number_given_by_two_units_lists_both(organisation):
    for unit in (organisation.division, organisation.sibling):
        in_force(organisation, "QT-01", unit=unit)

    assert numbers(signed_in(organisation.reader1), q="QT-01") == ["QT-01", "QT-01"]


def test_what_is_still_to_be_read_is_marked(organisation):
    read, other = in_force(organisation, "R-1"), in_force(organisation, "R-2")
    AudienceFactory(document=read.document, unit=organisation.division, role="")

    rows = signed_in(organisation.reader1).get(reverse("documents")).context["rows"]

    assert {row.number: row.to_read for row in rows} == {"R-1": True, other.document.number: False}


def test_lists_ask_a_fixed_number_of_times(organisation):
    client = signed_in(organisation.officer1)

    def count(url):
        client.get(url)
        with CaptureQueriesContext(connection) as caught:
            assert client.get(url).status_code == 200
        return len(caught)

    addresses = [f"{reverse('documents')}?q=khac+phuc", f"{reverse('document_register')}?q=khac+phuc"]
    in_force(organisation, text=f"{LONG} khắc phục")
    before = [count(address) for address in addresses]
    for _number in range(3):
        in_force(organisation, text=f"{LONG} khắc phục")

    assert [count(address) for address in addresses] == before
    assert max(before) <= 14


def test_register_shows_where_the_signed_original_is_missing(organisation):
    missing, there, none = (in_force(organisation, number) for number in ("D-1", "D-2", "D-3"))
    for issue in (missing, there):
        decision = DecisionFactory(unit=organisation.department, signed=True)
        DecisionItemFactory(decision=decision, issue=issue)
        if issue is there:
            DecisionFileFactory(record=decision)
    draft = DecisionFactory(unit=organisation.department)
    DecisionItemFactory(decision=draft, issue=none)
    officer = signed_in(organisation.officer1)

    assert numbers(officer, "document_register", original="missing") == ["D-1"]
    assert numbers(officer, "document_register", original="there") == ["D-2"]
    rows = officer.get(reverse("document_register")).context["rows"]
    assert {row.number: row.original_missing for row in rows} == {"D-1": True, "D-2": False, "D-3": False}


def test_register_exports_days_from_decision_to_publication(organisation):
    issue = in_force(organisation, "TTHC-1")
    day = clock.today()
    IssueFactory(
        document=issue.document, approved=True, field="Việc làm", level=ProcedureLevel.PROVINCE,
        decided_on=day - dt.timedelta(days=12), published_on=day - dt.timedelta(days=5),
    )  # fmt: skip
    officer = signed_in(organisation.officer1)

    answer = officer.get(reverse("document_register"), {"export": "xlsx"})
    sheet = openpyxl.load_workbook(BytesIO(b"".join(answer.streaming_content))).worksheets[0]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    header = next(row for row in rows if "Days from decision to publication" in row)
    (line,) = [row for row in rows if row[header.index("Number")] == "TTHC-1"]
    page = officer.get(issue.document.get_absolute_url()).content.decode()

    assert line[header.index("Days from decision to publication")] == 7
    assert line[header.index("Field")] == "Việc làm"
    assert "Days from decision to publication" in page
    issue = issue.document.issue_in_force()
    assert "Days from decision to publication" in officer.get(issue.get_absolute_url()).content.decode()


def test_what_is_filtered_is_printed_with_the_filter_in_words(organisation):
    in_force(organisation, "P-1", title_vi="Quy trình cấp phép", kind="procedure")
    in_force(organisation, "P-2", title_vi="Chính sách chất lượng", kind="policy")
    officer = signed_in(organisation.officer1, "vi")

    with translation.override("vi"):
        unit = f"Đơn vị: {organisation.department}"
    query = {"kind": "policy", "unit": organisation.department.pk, "print": "docx"}
    word = officer.get(reverse("document_register"), query)
    text = " ".join(
        node.text or "" for node in docx.Document(BytesIO(word.content)).element.body.iter() if node.tag.endswith("}t")
    )
    pdf = officer.get(reverse("document_register"), query | {"print": "pdf"})
    first = PdfReader(BytesIO(pdf.content)).pages[0]

    assert "P-2" in text
    assert "P-1" not in text
    assert unit in text
    assert "P-2" in first.extract_text()
    assert first.mediabox.width > first.mediabox.height
    assert officer.get(reverse("document_register"), {"print": "odt"}).status_code == 404


def test_every_list_of_documents_is_one_click_from_the_others(organisation):
    officer, reader = signed_in(organisation.officer1), signed_in(organisation.reader1)

    page = officer.get(reverse("documents")).content.decode()
    for name in ("document_register", "external_documents", "kept_records", "decisions", "reading"):
        assert f'href="{reverse(name)}"' in page
        assert officer.get(reverse(name)).status_code == 200
    assert f'href="{reverse("documents")}" aria-current="page"' in page
    assert f'href="{reverse("document_register")}"' not in reader.get(reverse("documents")).content.decode()
