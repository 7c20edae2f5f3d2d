"""Printed forms of controlled documents: what stands on them, in both languages, as Word file and as PDF."""

import shutil
import subprocess
import time
from dataclasses import replace
from io import BytesIO

import pytest
from docx import Document
from pypdf import PdfReader

from qms.printing import (
    CHANGE_REQUEST,
    CONTROLLED_DOCUMENT,
    DECISION,
    DOCUMENT_REGISTER,
    FORMS,
    PERIODIC_REVIEW,
    READING_EVIDENCE,
    PrintingUnavailable,
    document_contexts,
    paths,
    render_docx,
    render_pdf,
)
from qms.printing.document_labels import EN, VI
from qms.printing.labels import LABELS
from qms.printing.register_forms import COLUMNS
from qms.printing.templates import build_templates

EVERY_FORM = pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)


def pdf_pages(content):
    return [" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(content)).pages]


def pdf_text(content):
    return " ".join(pdf_pages(content))


def docx_text(content):
    """Every visible text, headers and footers of first and later pages included."""
    document = Document(BytesIO(content))
    section = document.sections[0]
    parts = (section.header, section.footer, section.first_page_header, section.first_page_footer)
    roots = (document.element.body, *(part._element for part in parts))
    lines = [node.text or "" for root in roots for node in root.iter() if node.tag.endswith("}t")]
    return " ".join(" ".join(lines).split())


RENDERERS = pytest.mark.parametrize(
    ("render", "text_of"), [(render_docx, docx_text), (render_pdf, pdf_text)], ids=["docx", "pdf"]
)


def document(**changes):
    return replace(CONTROLLED_DOCUMENT.sample("vi"), **changes)


def texts(value):
    """Every text of a form's data that a reader must find on the page."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, part in value.items():
            if key not in {"labels", "language", "kind", "width", "code_alt"}:
                yield from texts(part)
    elif isinstance(value, list):
        for part in value:
            yield from texts(part)


def plain(text):
    """Without spaces and hyphens: where a line ends is not what is looked at."""
    return "".join(text.split()).replace("-", "")


@EVERY_FORM
@RENDERERS
@pytest.mark.parametrize("language", ["vi", "en"])
def test_sample_shows_every_text_it_holds(form, render, text_of, language):
    context = form.sample(language)
    shown = plain(text_of(render(form, context)))
    asked = set(texts(form.build(context))) - {context.letterhead.number, ""}
    if form is CONTROLLED_DOCUMENT:  # its cover has no national header, number and place, nor signatures at the end
        data = form.build(context)
        asked -= set(texts(data["head"])) - {data["head"]["unit"], data["head"]["superior"]}
        asked -= set(texts(data["signature_rows"])) | {data["mark"]["content_hash"]}
    if render is render_docx:  # there the stamp is drawn letters, looked at in tests of its own
        asked -= {"Bản số 03", "Copy No. 03", "DỰ THẢO", "DRAFT"}

    missing = {text for text in asked if plain(text) not in shown}

    assert missing == set()
    assert "{{" not in shown


@EVERY_FORM
@RENDERERS
def test_sample_printed_twice_gives_the_same_bytes(form, render, text_of):
    assert render(form, form.sample("vi")) == render(form, form.sample("vi"))


def keys(value):
    if isinstance(value, dict):
        yield from value
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from keys(part)


@EVERY_FORM
def test_no_variable_is_hidden_by_a_method_of_its_container(form):
    data = form.build(form.sample("vi")) | {"body": ""}  # a body becomes markup before a template sees it
    assert set(keys(data)) & set(dir({})) == set()


@EVERY_FORM
@RENDERERS
def test_empty_form_prints(form, render, text_of):
    sample = form.sample("vi")
    bare = type(sample)(
        **{
            name: getattr(sample, name)
            for name in ("letterhead", "mark", "copy", "kind", "meeting", "year")
            if hasattr(sample, name)
        }
    )
    assert text_of(render(form, bare))


@pytest.mark.parametrize(
    ("copy", "vi", "en"),
    [
        ("controlled", "TÀI LIỆU KIỂM SOÁT", "CONTROLLED COPY"),
        ("obsolete", "HẾT HIỆU LỰC", "OBSOLETE"),
        ("reference", "BẢN THAM KHẢO", "FOR REFERENCE"),
        ("draft", "DỰ THẢO", "DRAFT"),
    ],
)
def test_each_page_is_stamped_with_what_the_copy_is(copy, vi, en):
    for language, stamp in (("vi", vi), ("en", en)):
        context = document(copy=copy, language=language, copy_number="", copy_holder="", copy_note="")
        pages = pdf_pages(render_pdf(CONTROLLED_DOCUMENT, context))
        word = render_docx(CONTROLLED_DOCUMENT, context)

        assert len(pages) >= 3
        assert all(page.count(stamp) >= 2 for page in pages)  # across the page and in its footer
        section = Document(BytesIO(word)).sections[0]
        for header in (section.first_page_header, section.header):
            letters = [node for node in header._element.iter() if node.tag.endswith("}textpath") and node.get("string")]
            assert [node.get("string") for node in letters] == [stamp]


def test_each_page_tells_issue_effective_day_its_number_and_where_to_ask():
    pages = pdf_pages(render_pdf(CONTROLLED_DOCUMENT, document()))

    for number, page in enumerate(pages, 1):
        assert f"Trang {number}/{len(pages)}" in page
        assert "QT-31/LĐVL" in page
        assert "01/08/2020" in page
        assert "https://qms.example.vn/s/7f3k" in page
        assert "Mã băm: 3f9ac2d1e07b" in page
        assert "3f9ac2d1e07b44" not in page
    assert all("Lần ban hành: 02 Lần sửa đổi: 01" in page for page in pages[1:])


def test_numbered_copy_says_its_number_and_keeper():
    for render, text_of in ((render_docx, docx_text), (render_pdf, pdf_text)):
        text = text_of(render(CONTROLLED_DOCUMENT, document(copy_number="07", copy_holder="Văn phòng")))
        assert "TÀI LIỆU KIỂM SOÁT - Bản số 07 - Nơi giữ: Văn phòng" in text


def test_cover_gives_each_person_of_a_column_rows_of_their_own():
    cover = CONTROLLED_DOCUMENT.build(document())["cover"]

    assert [row["label"] for row in cover] == ["Chữ ký", "Họ và tên", "Chức danh"] * 2
    assert [row["reviewed"] for row in cover[1::3]] == ["Trưởng Phòng Hai", "Thư Ký Ba"]
    assert [row["written"] for row in cover[1::3]] == ["Chuyên Viên Một", ""]
    assert cover[0]["written"] == "Ký điện tử\n10:32 15/07/2020\n3f9ac2d1e07b"
    assert cover[0]["approved"] == ""  # not signed electronically: room for a pen


def test_list_of_contents_leads_to_the_pages_of_the_headings():
    body = "".join(f"<h2>{n}. Phần</h2>" + "<p>chữ</p>" * 60 + "<h3>Mục con</h3><h4>Nhỏ</h4>" for n in range(1, 4))
    pages = pdf_pages(render_pdf(CONTROLLED_DOCUMENT, document(body_html=body)))
    assert "1. Phần" in pages[2]
    assert any("3. Phần" in page for page in pages[4:])
    listed = pages[1]
    page_of_third = next(number for number, page in enumerate(pages, 1) if number > 2 and "3. Phần" in page)
    assert listed.index("1. Phần") < listed.index("Mục con") < listed.index("3. Phần")
    assert listed.split("3. Phần")[1].lstrip(" .").startswith(str(page_of_third))
    assert "Nhỏ" not in listed

    word = Document(BytesIO(render_docx(CONTROLLED_DOCUMENT, document(body_html=body))))
    named = [node.get(node.tag.replace("bookmarkStart", "name")) for node in word.element.body.iter("{*}bookmarkStart")]
    led = [node.get(node.tag.replace("hyperlink", "anchor")) for node in word.element.body.iter("{*}hyperlink")]
    assert named == led == [f"_s{number}" for number in range(1, 7)]


def test_word_file_keeps_headings_and_tables_as_such():
    word = Document(BytesIO(render_docx(CONTROLLED_DOCUMENT, document())))

    assert [part.text for part in word.paragraphs if part.style.name == "Heading 1"][0] == "1. Mục đích"
    assert any(part.style.name == "Heading 3" and part.text == "Lưu ý" for part in word.paragraphs)
    steps = next(table for table in word.tables if table.rows[0].cells[1].text == "Trình tự")
    assert steps.rows[1].cells[1].text == "Tiếp nhận, kiểm tra hồ sơ; hướng dẫn bổ sung nếu thiếu.\nCấp giấy hẹn."
    heads = [row._tr.trPr.find(row._tr.trPr.tag.replace("trPr", "tblHeader")) is not None for row in steps.rows]
    assert heads == [True, False, False, False, False]
    assert [cell.text for cell in steps.rows[-1].cells] == ["Tổng thời gian"] * 3 + ["5 ngày làm việc", ""]


@pytest.mark.parametrize("attack", ['"/><w:p/>', "{{ 7 * 7 }}", "{_{ 7 }_}", '#panic("x") *b* $x$ @r', "]]> &amp; <b>"])
def test_text_of_a_document_is_never_run(attack):
    escaped = attack.replace("&", "&amp;").replace("<", "&lt;")
    context = document(
        title=attack, copy_number=attack, copy_note=attack, body_html=f"<h2>{escaped}</h2><p>{escaped}</p>"
    )
    for render, text_of in ((render_docx, docx_text), (render_pdf, pdf_text)):
        shown = "".join(text_of(render(CONTROLLED_DOCUMENT, context)).split())
        assert shown.count("".join(attack.split())) >= 4


def test_code_in_a_column_stays_on_one_line():
    rows = tuple(
        document_contexts.DocumentEntry(number="Phụ lục BM-01-QT-05", title="Kiểm soát tài liệu", unit="Văn phòng")
        for _ in range(3)
    )
    register = replace(DOCUMENT_REGISTER.sample("vi"), rows=rows)
    lines = "\n".join(page.extract_text() for page in PdfReader(BytesIO(render_pdf(DOCUMENT_REGISTER, register))).pages)
    assert lines.count("\nBM-01-QT-05") == 3


@pytest.mark.parametrize(
    "body",
    [
        "<ul><li>a" * 300,
        "<table><tr><td>a" * 60,
        "<b>" * 500 + "a",
        "<table><tr>" + "<td>a</td>" * 90 + "</tr></table>",
    ],
    ids=["deep lists", "tables in tables", "deep looks", "wide"],
)
def test_strange_body_prints(body):
    assert "a" in pdf_pages(render_pdf(CONTROLLED_DOCUMENT, document(body_html=body)))[-1]
    assert Document(BytesIO(render_docx(CONTROLLED_DOCUMENT, document(body_html=body)))).paragraphs


def test_long_word_breaks_within_its_column_and_is_whole_when_copied():
    word = "x" * 400
    body = f"<table><tr><td>{word}</td><td>bên cạnh</td></tr></table>"
    page = PdfReader(BytesIO(render_pdf(CONTROLLED_DOCUMENT, document(body_html=body)))).pages[-1].extract_text()

    assert word in page.replace("\n", "")
    assert max(map(len, page.splitlines())) < 120


def test_fault_of_typesetting_is_told_as_a_sentence(tmp_path):
    (tmp_path / "broken.typ").write_text("#panic()")
    broken = replace(CHANGE_REQUEST, typst_template=str(tmp_path / "broken.typ"))
    with pytest.raises(PrintingUnavailable, match="cannot be filled"):
        render_pdf(broken, CHANGE_REQUEST.sample("vi"))


def test_register_repeats_its_head_on_each_page_and_counts_its_rows():
    rows = tuple(document_contexts.DocumentEntry(number=f"QT-{n:02}", title=f"Quy trình thứ {n}") for n in range(1, 90))
    register = replace(DOCUMENT_REGISTER.sample("vi"), rows=rows)
    pages = pdf_pages(render_pdf(DOCUMENT_REGISTER, register))

    assert len(pages) > 2
    assert all("Đơn vị soạn thảo" in page for page in pages if "Quy trình thứ" in page)
    assert "Tổng số: 89" in pages[-1] + pages[-2]
    table = Document(BytesIO(render_docx(DOCUMENT_REGISTER, register))).tables[1]
    assert len(table.rows) == 90
    assert table.rows[0]._tr.trPr.find(table.rows[0]._tr.trPr.tag.replace("trPr", "tblHeader")) is not None


@pytest.mark.parametrize("name", COLUMNS)
def test_columns_of_a_register_fill_the_page_and_have_labels(name):
    assert sum(column.width for column in COLUMNS[name]) in {162, 257}
    assert {column.label for column in COLUMNS[name]} <= LABELS["vi"].keys()


@pytest.mark.parametrize(
    ("purpose", "first", "day"),
    [
        ("approve", "Ban hành kèm theo Quyết định này 02 tài liệu", "Ngày hiệu lực"),
        ("withdraw", "Bãi bỏ 02 tài liệu", "Ngày hết hiệu lực"),
        ("declare", "Công bố hệ thống quản lý chất lượng", "Ngày hiệu lực"),
    ],
)
@RENDERERS
def test_decision_words_its_articles_by_its_purpose(render, text_of, purpose, first, day):
    text = text_of(render(DECISION, replace(DECISION.sample("vi"), purpose=purpose)))

    assert text.index("Căn cứ Quyết định số 19/2014/QĐ-TTg") < text.index("QUYẾT ĐỊNH:") < text.index("Điều 1.")
    assert f"Điều 1. {first}" in text
    assert "Điều 3." in text
    assert day in text
    assert "(Kèm theo Quyết định số 123/QĐ-SLĐTBXH ngày 10 tháng 7 năm 2020)" in text


def test_signed_decision_bears_no_draft_stamp():
    for render, text_of in ((render_docx, docx_text), (render_pdf, pdf_text)):
        assert "DỰ THẢO" not in text_of(render(DECISION, replace(DECISION.sample("vi"), draft=False)))
    assert "DỰ THẢO" in pdf_text(render_pdf(DECISION, DECISION.sample("vi")))


def test_own_articles_take_the_place_of_the_usual_ones():
    articles = ("Giao Văn phòng sao gửi./.",)
    assert DECISION.build(replace(DECISION.sample("vi"), articles=articles))["articles"] == [
        {"number": "Điều 1.", "text": articles[0]}
    ]


def test_change_request_ticks_what_was_asked_and_said():
    data = CHANGE_REQUEST.build(CHANGE_REQUEST.sample("vi"))

    assert data["about"][3]["text"].split("     ") == ["[  ] Soạn mới", "[x] Sửa đổi", "[  ] Hủy bỏ"]
    agreed, refused, silent = (row["opinion"].splitlines()[0] for row in data["opinions"])
    assert agreed.startswith("[x] Đồng ý")
    assert "[x] Không đồng ý" in refused
    assert "[x]" not in silent


def test_review_without_outcome_ticks_nothing():
    open_review = replace(PERIODIC_REVIEW.sample("vi"), outcome=None)
    assert "[x]" not in PERIODIC_REVIEW.build(open_review)["conclusion"][0]["text"]
    assert "[x] Không thay đổi" in PERIODIC_REVIEW.build(PERIODIC_REVIEW.sample("vi"))["conclusion"][0]["text"]


def test_reading_evidence_counts_who_has_read_and_who_is_late():
    data = READING_EVIDENCE.build(READING_EVIDENCE.sample("vi"))

    assert data["about"][-1]["text"] == "1/2 người đã xác nhận; 1 người quá hạn chưa xác nhận"
    assert [row["note"] for row in data["rows"]] == ["Xác nhận sau hạn\nĐã nghe phổ biến", "Quá hạn"]
    assert [row["cells"][-1] for row in data["rows"]] == [row["note"] for row in data["rows"]]


def test_labels_of_documents_are_complete_and_clash_with_no_other():
    assert VI.keys() == EN.keys()
    assert len(LABELS["vi"]) == len(LABELS["en"]) > len(VI)
    assert all("register" not in key or value == VI[key] for key, value in LABELS["vi"].items() if key in VI)


def test_committed_word_templates_are_what_the_script_builds(tmp_path, monkeypatch):
    monkeypatch.setattr(build_templates, "HERE", tmp_path)
    build_templates.main()
    for form in FORMS.values():
        assert (tmp_path / form.docx_template).read_bytes() == (paths.TEMPLATES / form.docx_template).read_bytes()


def test_procedure_of_sixty_steps_is_typeset_in_less_than_a_second():
    row = "<tr><td>{}</td><td>Tiếp nhận, kiểm tra hồ sơ và cấp giấy hẹn</td><td>Công chức</td><td>BM-01-QT-05</td></tr>"
    body = "<h2>5. Nội dung</h2><table>" + "".join(row.format(number) for number in range(60)) + "</table>"
    render_pdf(CONTROLLED_DOCUMENT, document())  # reads the fonts
    started = time.perf_counter()
    render_pdf(CONTROLLED_DOCUMENT, document(body_html=body))
    assert time.perf_counter() - started < 1


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_word_files_open_in_libreoffice_with_vietnamese_intact(tmp_path):
    for form in FORMS.values():
        (tmp_path / f"{form.name}.docx").write_bytes(render_docx(form, form.sample("vi")))
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "pdf"]
        + ["--outdir", str(tmp_path), *map(str, sorted(tmp_path.glob("*.docx")))],
        check=True,
        capture_output=True,
        timeout=120,
    )
    for form in FORMS.values():
        text = "".join(pdf_text((tmp_path / f"{form.name}.pdf").read_bytes()).split())
        data = form.build(form.sample("vi"))
        assert "".join(data["title"].split()) in text
        assert "".join(data["head"]["unit"].split()) in text
        assert "".join(data["foot"]["printed"].split()) in text
    contents = pdf_pages((tmp_path / "controlled_document.pdf").read_bytes())[1]
    assert "1. Mục đích" in contents
    assert contents.split("1. Mục đích")[1].lstrip(" .…")[0] == "3"  # its page, counted by the program that opened it
