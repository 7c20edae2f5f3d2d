"""A Word file of a procedure becomes sections: headings, step table, lists; nothing is lost unnamed."""

import re
import unicodedata
from datetime import date
from html import unescape

import docx
import pytest
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cms.word.durations import read_duration
from cms.word.headings import keys_of
from cms.word.notes import BOXES, LONGER, in_document
from cms.word.problems import NotAWordFile
from cms.word.reading import read_procedure
from tests.cms.word_files import CASE, changed_xml, framework, heading, layout_table, lettered, saved, table_in, tracked
from tests.counts import examples

WORDS = ["hồ sơ", "thẩm định", "Chuyên viên", "trả kết quả", "Đơn", "quyết", "giấy phép", "lưu", "ở", "nghị định"]


def texts_of(reading, kind):
    return [note.text for note in reading.notes if note.kind == kind]


# -- whole procedures


def test_framework_procedure_is_read_whole():
    reading = read_procedure(framework(), "quy-trinh.docx")

    assert (reading.number, reading.issue_number, reading.effective_on) == ("QT-31", "02", date(2026, 4, 1))
    assert reading.title_vi == "Cấp giấy phép hội"
    sections = reading.sections
    assert sections["purpose"] == "<p>Quy định trình tự cấp giấy phép.</p>"
    assert sections["scope"] == "<p>Áp dụng cho mọi hồ sơ của Sở.</p>"
    assert sections["references"] == ["TCVN ISO 9001:2015", "QT-05 Kiểm soát tài liệu."]
    assert sections["definitions"] == [{"term": "TTHC", "meaning": "thủ tục hành chính"}]
    assert sections["forms"] == [{"code": "BM-31-01", "name": "Giấy tiếp nhận hồ sơ"}]
    assert [row["name"] for row in sections["records"]] == ["Đơn đề nghị", "Quyết định"]
    assert {(row["keeper"], row["retention"], row["place"]) for row in sections["records"]} == {
        ("Chuyên viên", "5 năm", "Văn phòng")
    }
    assert "contents" not in sections
    assert reading.unplaced == []


def test_step_table_has_its_times():
    steps = read_procedure(framework(), "a.docx").sections["steps"]

    assert [(step["what"], step["duration"], step["duration_unit"], step["result"]) for step in steps] == [
        ("Tiếp nhận hồ sơ", 4, "hour", "Mẫu số 01"),
        ("Phân công thụ lý", 0.5, "day", "Phiếu kiểm soát"),
        ("Thẩm định", 0.5, "day", "Tờ trình"),
        ("Ký duyệt", 0.5, "hour", "Quyết định"),
        ("Trả kết quả", None, None, "Sổ theo dõi; Giờ hành chính"),
    ]
    assert steps[0]["responsible"] == "Bộ phận Một cửa"


def test_administrative_parts_become_fields():
    fields = read_procedure(framework(), "a.docx").sections["administrative"]

    assert fields["legal_basis"][0]["number"] == "126/2024/NĐ-CP"
    assert [(row["name"], row["originals"], row["copies"]) for row in fields["dossier"]] == [
        ("Đơn đề nghị", 1, 0), ("Điều lệ", 0, 2),
    ]  # fmt: skip
    assert (fields["sets"], fields["time_limit_days"], fields["fee"]) == (1, 5, "Không")
    assert fields["time_limit_note"] == "kể từ ngày nhận đủ hồ sơ hợp lệ"
    assert fields["place"] == "Trung tâm Phục vụ hành chính công"


def test_section_laid_out_as_one_table_is_taken_apart():
    sections = read_procedure(layout_table(), "a.docx").sections

    assert sections["administrative"]["sets"] == 2
    assert sections["administrative"]["fee"] == "Không thu"
    assert sections["administrative"]["legal_basis"] == [{"number": "15/2023/QH15", "title": "Luật số 15/2023/QH15"}]
    assert [step["what"] for step in sections["steps"]][0] == "Tiếp nhận hồ sơ"
    assert len(sections["steps"]) == 5


def test_lettered_parts_and_typed_cover():
    reading = read_procedure(lettered(), "a.docx")

    assert (reading.number, reading.title_vi, reading.issued_on) == (
        "QT-HCTP-01", "Cấp phiếu lý lịch tư pháp", date(2025, 3, 20),
    )  # fmt: skip
    fields = reading.sections["administrative"]
    assert (fields["sets"], fields["time_limit_days"], fields["fee"]) == (1, 10, "200.000 đồng")
    assert [(row["name"], row["originals"]) for row in fields["dossier"]] == [("Tờ khai (01 bản chính)", 1)]
    assert [row["number"] for row in fields["legal_basis"]] == ["28/2009/QH12"]
    assert "working days" in " ".join(texts_of(reading, "check"))
    assert reading.sections["contents"] == [
        {"heading": "1. Nội dung thủ tục hành chính", "text": "<h3>c. Cơ quan thực hiện</h3><p>Sở Tư pháp</p>"}
    ]
    whats = [step["what"] for step in reading.sections["steps"]]
    assert whats[:2] == ["Tiếp nhận hồ sơ", "Giai đoạn trình ký\nPhân công thụ lý"]
    assert reading.sections["forms"] == [{"code": "BM.QT.01", "name": "Giấy tiếp nhận"}]


def test_amendments_signatures_and_cover_are_named_when_left_out():
    left_out = " ".join(texts_of(read_procedure(framework(), "a.docx"), "left_out"))

    assert "(1 row)" in left_out
    assert "signatures" in left_out
    assert "CẤP GIẤY PHÉP HỘI" in left_out


@pytest.mark.skipif(not CASE.exists(), reason="the cases are not here")
def test_real_procedure_of_the_cases():
    path = CASE / "PGL-TT21-procedure.docx"

    reading = read_procedure(path.read_bytes(), path.name)

    assert (reading.number, reading.issue_number, reading.amendment_number) == ("PGL-TT21", "03", "01")
    assert reading.issued_on == date(2026, 1, 26)
    sections = reading.sections
    assert {name: len(sections[name]) for name in ("references", "definitions", "records")} == {
        "references": 15, "definitions": 19, "records": 25,
    }  # fmt: skip
    numbered = [part["heading"].split()[0] for part in sections["contents"] if part["heading"].startswith("3.")]
    assert numbered == [f"3.{number}." for number in range(1, 13)]
    assert sum(part["text"].count("<h3>") for part in sections["contents"]) == 19
    assert "<h3>3.5.3. Nội dung đánh giá chứng nhận theo PT1</h3>" in str(sections["contents"])
    assert "steps" not in sections
    assert sections["purpose"] == sections["scope"]
    assert {row["code"] for row in sections["records"]} >= {"PGL-TT21-BM01a, b", "PGL-TT21-BM25"}
    assert "(4 rows)" in " ".join(texts_of(reading, "left_out"))


@pytest.mark.skipif(not CASE.exists(), reason="the cases are not here")
@pytest.mark.parametrize("name", ["BM07b-audit-plan", "BM11a-audit-findings-report", "BM14-corrective-action-report"])
def test_forms_of_the_cases_are_read_without_loss_of_headline(name):
    path = CASE / f"PGL-TT21-{name}.docx"

    reading = read_procedure(path.read_bytes(), path.name)

    assert reading.sections["contents"]


# -- headings


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("MỤC ĐÍCH", ("purpose",)),
        ("Phạm vi áp dụng", ("scope",)),
        (unicodedata.normalize("NFD", "Tài liệu viện dẫn"), ("references",)),
        ("Thuật ngữ, định nghĩa và từ viết tắt", ("definitions",)),
        ("Mục đích và phạm vi áp dụng", ("purpose", "scope")),
        ("ĐỊNH NGHĨA, TỪ VIẾT TẮT VÀ TÀI LIỆU THAM CHIẾU", ("definitions", "references")),
        ("Nội dung quy trình", ("contents",)),
        ("Biểu mẫu", ("forms",)),
        ("Hồ sơ lưu", ("records",)),
        ("Purpose and scope", ("purpose", "scope")),
        ("Terms and definitions", ("definitions",)),
        ("Mục đích của việc họp", ()),
        ("Hồ sơ và những việc khác", ()),
    ],
)
def test_headings_are_known_by_their_words(text, keys):
    assert keys_of(text) == keys


@pytest.mark.parametrize("first", ["1. Mục đích", "I. MỤC ĐÍCH", "Mục đích:", "1/ Mục Đích", "Điều 1. Mục đích"])
def test_number_and_case_do_not_matter(first):
    document = docx.Document()
    heading(document, first)
    document.add_paragraph("Quy định việc tiếp nhận.")

    assert read_procedure(saved(document), "a.docx").sections == {"purpose": "<p>Quy định việc tiếp nhận.</p>"}


def test_heading_styles_are_headings():
    document = docx.Document()
    document.add_heading("Mục đích", 1)
    document.add_paragraph("Một.")
    document.add_heading("Nội dung", 1)
    document.add_heading("Tiếp nhận", 2)
    document.add_paragraph("Hai.")

    sections = read_procedure(saved(document), "a.docx").sections

    assert sections["purpose"] == "<p>Một.</p>"
    assert sections["contents"] == [{"heading": "Tiếp nhận", "text": "<p>Hai.</p>"}]


def test_text_may_run_on_behind_the_heading():
    document = docx.Document()
    paragraph = document.add_paragraph()
    paragraph.add_run("1. Mục đích: ").bold = True
    paragraph.add_run("Thống nhất cách làm.")
    heading(document, "2. Phạm vi")
    document.add_paragraph("Toàn Sở.")

    sections = read_procedure(saved(document), "a.docx").sections

    assert (sections["purpose"], sections["scope"]) == ("<p>Thống nhất cách làm.</p>", "<p>Toàn Sở.</p>")


def test_word_of_a_heading_in_plain_text_is_text():
    document = docx.Document()
    heading(document, "1. Mục đích")
    document.add_paragraph("Phạm vi")
    document.add_paragraph("Hồ sơ lưu.")

    assert read_procedure(saved(document), "a.docx").sections == {"purpose": "<p>Phạm vi</p><p>Hồ sơ lưu.</p>"}


def test_unknown_heading_stands_in_the_contents():
    document = docx.Document()
    heading(document, "1. MỤC ĐÍCH")
    document.add_paragraph("Một.")
    heading(document, "2. TRÁCH NHIỆM")
    document.add_paragraph("Hai.")

    assert read_procedure(saved(document), "a.docx").sections["contents"] == [
        {"heading": "2. TRÁCH NHIỆM", "text": "<p>Hai.</p>"}
    ]


def test_file_without_headings_is_kept_whole():
    document = docx.Document()
    document.add_paragraph("Một văn bản khác.")
    table_in(document, [["A", "B"], ["1", "2"]])

    reading = read_procedure(saved(document), "a.docx")

    assert "Một văn bản khác." in reading.sections["contents"][0]["text"]
    assert "<b>A:</b> 1; <b>B:</b> 2" in reading.sections["contents"][0]["text"]
    assert "No heading" in " ".join(texts_of(reading, "check"))


# -- looks, lists, changes, what is left out


def test_bold_italic_and_lists_survive():
    document = docx.Document()
    heading(document, "1. Mục đích")
    paragraph = document.add_paragraph("Nộp ")
    paragraph.add_run("đúng hạn").bold = True
    paragraph.add_run(" và ")
    paragraph.add_run("đủ").italic = True
    document.add_paragraph("Một", style="List Bullet")
    document.add_paragraph("Hai", style="List Bullet")
    document.add_paragraph("Ba", style="List Number")
    document.add_paragraph("- Bốn;")
    document.add_paragraph("+ Năm < 6")

    assert read_procedure(saved(document), "a.docx").sections["purpose"] == (
        "<p>Nộp <b>đúng hạn</b> và <i>đủ</i></p><ul><li>Một</li><li>Hai</li></ul><ol><li>Ba</li></ol>"
        "<ul><li>Bốn;<ul><li>Năm &lt; 6</li></ul></li></ul>"
    )


def test_tracked_changes_are_read_as_accepted():
    document = docx.Document()
    heading(document, "1. Mục đích")
    paragraph = document.add_paragraph("Trả kết quả ")
    tracked(paragraph, "w:del", "chậm")
    tracked(paragraph, "w:ins", "đúng hạn")
    table = table_in(document, [["TT", "Trình tự", "Trách nhiệm"], ["1", "Nhận", "A"], ["2", "Trả", "B"]])
    table.rows[1]._tr.get_or_add_trPr().append(OxmlElement("w:del"))

    reading = read_procedure(saved(document), "a.docx")

    assert reading.sections["purpose"] == "<p>Trả kết quả đúng hạn</p>"
    assert [step["what"] for step in reading.sections["steps"]] == ["Trả"]
    assert "accepted" in " ".join(texts_of(reading, "check"))


def test_paragraph_whose_end_is_struck_out_runs_on():
    document = docx.Document()
    heading(document, "1. Mục đích")
    first = document.add_paragraph("Một ")
    properties = OxmlElement("w:rPr")
    properties.append(OxmlElement("w:del"))
    first._p.get_or_add_pPr().append(properties)
    document.add_paragraph("câu.")

    assert read_procedure(saved(document), "a.docx").sections["purpose"] == "<p>Một câu.</p>"


BOX = (
    '<w:r xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:v="urn:schemas-microsoft-com:vml">'
    "<w:pict><v:shape><v:textbox><w:txbxContent><w:p><w:r><w:t>Ô chữ của lưu đồ</w:t></w:r></w:p></w:txbxContent>"
    "</v:textbox></v:shape></w:pict></w:r>"
)

PICTURE = (
    '<w:drawing xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic/></w:drawing>'
)


def test_text_boxes_go_to_the_contents_and_pictures_are_named():
    document = docx.Document()
    heading(document, "1. Mục đích")
    paragraph = document.add_paragraph("Một.")
    paragraph._p.append(parse_xml(BOX))
    picture = parse_xml(PICTURE)
    paragraph.add_run()._r.append(picture)

    reading = read_procedure(saved(document), "a.docx")

    assert reading.unplaced == [{"heading": in_document(BOXES), "text": "<p>Ô chữ của lưu đồ</p>"}]
    assert reading.sections["contents"] == reading.unplaced
    assert texts_of(reading, "left_out") == ["1 picture was left out."]


def test_content_controls_and_hidden_text():
    document = docx.Document()
    heading(document, "1. Mục đích")
    paragraph = document.add_paragraph("Trong ô điều khiển.")
    hidden = paragraph.add_run(" Ẩn.")
    hidden.font.hidden = True
    control, content = OxmlElement("w:sdt"), OxmlElement("w:sdtContent")
    control.append(content)
    paragraph._p.addprevious(control)
    content.append(paragraph._p)

    reading = read_procedure(saved(document), "a.docx")

    assert reading.sections["purpose"] == "<p>Trong ô điều khiển.</p>"
    assert "hidden" in " ".join(texts_of(reading, "left_out"))


def test_table_of_contents_is_not_text():
    document = docx.Document()
    heading(document, "MỤC LỤC")
    document.add_paragraph("1. Mục đích\t2")
    document.add_paragraph("2. Phạm vi........3")
    heading(document, "1. Mục đích")
    document.add_paragraph("Một.")

    reading = read_procedure(saved(document), "a.docx")

    assert reading.sections == {"purpose": "<p>Một.</p>"}
    assert "table of contents" in " ".join(texts_of(reading, "left_out"))


def test_numbers_that_word_draws_are_kept():
    document = docx.Document()
    heading(document, "Nội dung")
    numbering = document.part.numbering_part.element
    number = numbering.num_having_numId(numbering.num_lst[0].numId)
    abstract = next(
        a
        for a in numbering.findall(qn("w:abstractNum"))
        if a.get(qn("w:abstractNumId")) == str(number.abstractNumId.val)
    )
    level = abstract.find(qn("w:lvl"))
    level.find(qn("w:numFmt")).set(qn("w:val"), "lowerLetter")
    level.find(qn("w:lvlText")).set(qn("w:val"), "%1)")
    for text in ("Nhận", "Trả"):
        paragraph = document.add_paragraph(text)
        properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
        properties.get_or_add_numId().val = number.numId
        properties.get_or_add_ilvl().val = 0

    sections = read_procedure(saved(document), "a.docx").sections

    assert sections["contents"] == [{"heading": "", "text": "<p>a) Nhận</p><p>b) Trả</p>"}]


# -- step tables


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("1/2 ngày", (0.5, "day")),
        ("04 giờ làm việc", (4, "hour")),
        ("0,5 ngày", (0.5, "day")),
        ("30 phút", (0.5, "hour")),
        ("½ ngày", (0.5, "day")),
        ("01 (một) ngày làm việc", (1, "day")),
        ("Không quá 02 ngày", (2, "day")),
        ("1 ngày 4 giờ", (1.5, "day")),
        ("1/4 ngày", (2, "hour")),
        ("2 working days", (2, "day")),
        (unicodedata.normalize("NFD", "3 giờ"), (3, "hour")),
        ("15 phút", None),
        ("1-2 ngày", None),
        ("Giờ hành chính", None),
        ("1/0 ngày", None),
        ("10 ngày kể từ ngày nhận", None),
        ("", None),
    ],
)
def test_working_times(text, read):
    assert read_duration(text) == read


def steps_of(rows, **more):
    document = docx.Document()
    heading(document, "5. Nội dung")
    table_in(document, rows, **more)
    return read_procedure(saved(document), "a.docx")


def test_flow_chart_table_is_a_step_table():
    reading = steps_of(
        [["Trách nhiệm", "Lưu đồ", "Tài liệu/Biểu mẫu"], ["Văn thư", "Tiếp nhận công văn", "Sổ công văn"]]
    )

    assert reading.sections["steps"] == [
        {
            "what": "Tiếp nhận công văn",
            "responsible": "Văn thư",
            "duration": None,
            "duration_unit": None,
            "result": "Sổ công văn",
        }
    ]


def test_time_of_merged_cells_counts_once_and_people_for_each_step():
    steps = steps_of(
        [
            ["TT", "Nội dung công việc", "Trách nhiệm", "Thời gian"],
            ["1", "Nhận", "Văn thư", "2 ngày"],
            ["2", "Chuyển", None, None],
        ]
    ).sections["steps"]

    assert [(step["responsible"], step["duration"]) for step in steps] == [("Văn thư", 2), ("Văn thư", None)]


def test_one_step_of_two_people():
    steps = steps_of(
        [
            ["TT", "Trình tự", "Trách nhiệm", "Kết quả"],
            ["1", "Thẩm định", "Phòng A", "Tờ trình"],
            [None, None, "Phòng B", "Ý kiến"],
        ]
    ).sections["steps"]

    assert [(step["what"], step["responsible"], step["result"]) for step in steps] == [
        ("Thẩm định", "Phòng A; Phòng B", "Tờ trình; Ý kiến")
    ]


def test_sum_and_unknown_columns_are_kept():
    reading = steps_of(
        [
            ["TT", "Trình tự", "Trách nhiệm", "Thời gian", "Phần mềm"],
            ["1", "Nhận", "A", "1 ngày", "iGate"],
            ["", "Tổng cộng", "", "1 ngày", ""],
        ]
    )

    assert len(reading.sections["steps"]) == 1
    kept = reading.unplaced[0]["text"]
    assert "Tổng cộng" in kept
    assert "Phần mềm: iGate" in kept


def test_table_goes_on_after_the_end_of_a_page():
    document = docx.Document()
    heading(document, "5. Nội dung")
    table_in(document, [["TT", "Trình tự", "Trách nhiệm"], ["1", "Nhận", "A"]])
    document.add_paragraph("")
    table_in(document, [["2", "Trả", "B"]])

    assert [step["what"] for step in read_procedure(saved(document), "a.docx").sections["steps"]] == ["Nhận", "Trả"]


def test_nested_table_is_read_into_its_step():
    document = docx.Document()
    heading(document, "5. Nội dung")
    table = table_in(document, [["TT", "Trình tự", "Trách nhiệm"], ["1", "Nhận", "A"]])
    inner = table.rows[1].cells[1].add_table(rows=1, cols=2)
    inner.rows[0].cells[0].text, inner.rows[0].cells[1].text = "Đơn", "01 bản"

    assert read_procedure(saved(document), "a.docx").sections["steps"][0]["what"] == "Nhận\nĐơn | 01 bản"


def test_what_is_too_long_for_its_field_is_kept_whole():
    name = "x " * 200
    reading = steps_of([["TT", "Trình tự", "Trách nhiệm"], ["1", "Nhận", name]])

    assert len(reading.sections["steps"][0]["responsible"]) <= 200
    assert name.strip() in reading.unplaced[0]["text"]


# -- what can be written is read back

PHRASE = st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join)
FORM = st.sampled_from(["NFC", "NFD"])
STEP = st.fixed_dictionaries(
    {
        "what": PHRASE,
        "responsible": PHRASE,
        "time": st.sampled_from(
            [("1/2 ngày", 0.5, "day"), ("04 giờ làm việc", 4, "hour"), ("2,5 ngày", 2.5, "day"), ("", None, None)]
        ),
        "result": PHRASE,
    }
)


@settings(max_examples=examples(25), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    purpose=st.lists(PHRASE, min_size=1, max_size=3),
    scope=PHRASE,
    references=st.lists(PHRASE, min_size=1, max_size=4),
    steps=st.lists(STEP, min_size=1, max_size=6),
    records=st.lists(PHRASE, min_size=1, max_size=3),
    form=FORM,
    upper=st.booleans(),
)
def test_what_is_written_is_read_back(purpose, scope, references, steps, records, form, upper):
    document = docx.Document()

    def written(text):
        return unicodedata.normalize(form, text)

    def head(text):
        heading(document, written(text.upper() if upper else text))

    head("1. Mục đích")
    for text in purpose:
        document.add_paragraph(written(text))
    head("2. Phạm vi áp dụng")
    document.add_paragraph(written(scope))
    head("3. Tài liệu viện dẫn")
    for text in references:
        document.add_paragraph(written(text))
    head("5. Nội dung")
    rows = [
        [str(at), step["what"], step["responsible"], step["time"][0], step["result"]]
        for at, step in enumerate(steps, 1)
    ]
    titles = ["TT", "Trình tự", "Trách nhiệm", "Thời gian", "Biểu mẫu/Kết quả"]
    table_in(document, [[written(text) for text in row] for row in [titles, *rows]])
    head("7. Hồ sơ lưu")
    table_in(
        document,
        [
            [written(text) for text in row]
            for row in [["TT", "Hồ sơ lưu", "Thời gian lưu"], *[["1", name, "5 năm"] for name in records]]
        ],
    )

    sections = read_procedure(saved(document), "a.docx").sections

    assert sections["purpose"] == "".join(f"<p>{text}</p>" for text in purpose)
    assert sections["scope"] == f"<p>{scope}</p>"
    assert sections["references"] == references
    assert [tuple(step.values()) for step in sections["steps"]] == [
        (step["what"], step["responsible"], *step["time"][1:], step["result"]) for step in steps
    ]
    assert [(row["name"], row["retention"]) for row in sections["records"]] == [(name, "5 năm") for name in records]
    assert "contents" not in sections


@settings(max_examples=examples(40), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        st.one_of(
            st.tuples(st.booleans(), st.text(alphabet="aăđĐơ1.:;-–+|/() \tMỤCIVX=&<", max_size=40)),
            st.lists(
                st.lists(
                    st.one_of(
                        st.none(),
                        st.text(alphabet="aTt1/ ngày|:", max_size=8),
                        st.sampled_from(["TT", "Trình tự", "Trách nhiệm", "Thời gian", "5.1", "Tổng"]),
                    ),
                    min_size=3,
                    max_size=3,
                ),
                min_size=1,
                max_size=4,
            ),
        ),
        max_size=8,
    )
)
def test_any_file_is_read_and_no_word_is_lost(blocks):
    document = docx.Document()
    heading(document, "1. Mục đích")
    document.add_paragraph("mốc")
    for block in blocks:
        if isinstance(block, tuple):
            document.add_paragraph().add_run(block[1]).bold = block[0]
        else:
            table_in(document, block)

    reading = read_procedure(saved(document), "a.docx")

    told = unescape(str([reading.sections, texts_of(reading, "left_out"), texts_of(reading, "check")]))
    assert "mốc" in told
    assert [word for word in words_in(blocks) if word not in told] == []


def words_in(blocks):
    """Words of three letters or more, column titles of step tables aside."""
    texts = [block[1] for block in blocks if isinstance(block, tuple)]
    texts += [text for block in blocks if isinstance(block, list) for row in block for text in row if text]
    titles = ("Trình tự", "Trách nhiệm", "Thời gian")
    texts = [unicodedata.normalize("NFC", text) for text in texts if text not in titles]
    return [word for text in texts for word in re.findall(r"[^\W\d_]{3,}", text)]


# -- refusals


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "empty"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"{\\rtf1 abc}", "another kind"),
        (b"<html><body>x</body></html>", "another kind"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "WordDocument".encode("utf-16-le"), ".doc"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "password"),
        (b"hello", "no Word file"),
        (b"PK\x03\x04 cut off", "damaged"),
    ],
)
def test_other_files_are_refused_with_a_way_out(content, says):
    with pytest.raises(NotAWordFile) as refused:
        read_procedure(content, "tep.docx")

    assert says in refused.value.sentence
    assert "tep.docx" in refused.value.sentence


def a_file():
    document = docx.Document()
    document.add_paragraph("x")
    return saved(document)


def test_hostile_archives_are_refused():
    declared = changed_xml(a_file(), "word/document.xml", lambda xml: b'<!DOCTYPE a [<!ENTITY b "c">]>' + xml)
    macros = changed_xml(
        a_file(),
        "[Content_Types].xml",
        lambda xml: xml.replace(b"document.main+xml", b"document.macroEnabled.main+xml"),
    )
    bomb = changed_xml(
        a_file(), "word/styles.xml", lambda xml: xml.replace(b"</w:styles>", b" " * 60_000_000 + b"</w:styles>")
    )
    cut = a_file()[:-2000]
    broken = changed_xml(a_file(), "word/document.xml", lambda xml: xml[: len(xml) // 2])
    template = changed_xml(
        a_file(), "[Content_Types].xml", lambda xml: xml.replace(b"document.main+xml", b"template.main+xml")
    )

    for content, says in (
        (declared, "never writes"), (macros, "macros"), (bomb, "unpacks"), (cut, "damaged"), (broken, "damaged"),
        (template, "template"),
    ):  # fmt: skip
        with pytest.raises(NotAWordFile, match=says):
            read_procedure(content, "a.docx")


def test_long_note_of_the_time_limit_is_kept_once():
    document = docx.Document()
    heading(document, "5. Nội dung")
    heading(document, "5.1 Thời gian xử lý")
    document.add_paragraph("05 ngày làm việc; " + "trừ ngày nghỉ " * 40)
    heading(document, "5.2 Lệ phí")
    document.add_paragraph("Không")

    reading = read_procedure(saved(document), "a.docx")

    assert len(reading.sections["administrative"]["time_limit_note"]) <= 300
    assert [part["heading"] for part in reading.unplaced] == [in_document(LONGER)]
