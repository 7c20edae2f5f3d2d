"""Printed forms: what stands on the page, that text stays text, and that printing again gives the same bytes."""

import unicodedata
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from qms.printing import (
    CORRECTIVE_ACTION_REQUEST,
    FORMS,
    INSPECTION_REPORT,
    PROGRAMME_GRID,
    PrintedForm,
    PrintingUnavailable,
    contexts,
    paths,
    render_docx,
    render_pdf,
)
from qms.printing import docx as word
from qms.printing import pdf as typeset
from qms.printing.labels import LABELS, MOTTO, NATION
from qms.printing.templates import build_templates
from qms.printing.text import clean, long_day
from tests.counts import examples

MOMENT = datetime(2020, 7, 15, 3, 32, tzinfo=UTC)  # 10:32 in Vietnam
LETTERHEAD = contexts.Letterhead(
    superior="Ủy ban nhân dân tỉnh",
    unit="Sở Lao động - Thương binh và Xã hội",
    number="KPH-2020-SLĐ01-0007",
    place="Hà Nội",
    day=date(2020, 7, 5),
)
MARK = contexts.PrintMark(
    status="đang thực hiện", printed_at=MOMENT, url="https://qms.example.vn/r/7f3k", brought_in="", content_hash=""
)
SIGNATURES = (
    contexts.Signature(
        heading="Trưởng đoàn đánh giá",
        name="Đánh giá viên Một",
        meaning="phê duyệt kế hoạch",
        signed_at=MOMENT,
        hash="3f9ac2d1e07b44aa90c1",
    ),
    contexts.Signature(heading="Thủ trưởng đơn vị"),
    contexts.Signature(
        heading="KT. Giám đốc\nPhó Giám đốc",
        name="Người Ký Thử",
        meaning="kết luận",
        signed_at=MOMENT,
        hash="a1b2c3d4e5f60718",
    ),
)
RECIPIENTS = ("Như trên", "Ban chỉ đạo ISO", "Lưu: VT, CCHC")
LONG = "Hồ sơ giải quyết quá hạn, chưa có phiếu xin lỗi và hẹn lại ngày trả kết quả; ằ ẵ ỡ ữ đ Ặ Ộ Ễ. " * 6


def car(**changes):
    request = contexts.CorrectiveActionRequest(
        letterhead=LETTERHEAD,
        mark=MARK,
        unit="Phòng Lao động - Việc làm",
        source="Đánh giá nội bộ",
        inspection="ĐGNB-2020-02",
        raised_on=date(2020, 7, 1),
        requirement="TCVN ISO 9001:2015, điều 8.5.1; QT-05, mục 5.7",
        fact=LONG,
        evidence="Hồ sơ số 12, 15, 19/2020\n3 trên 20 hồ sơ được lấy mẫu",
        clauses=("8.5.1", "8.7"),
        grade="Sự không phù hợp nhẹ",
        correction="Gửi phiếu xin lỗi và hẹn lại ngày trả kết quả.",
        correction_on=date(2020, 7, 3),
        similar_cases="Đã rà soát 2 phòng khác: không có trường hợp tương tự.",
        causes=(
            contexts.Cause(text=LONG, method="5 vì sao", confirmed_by="Đánh giá viên Hai", evidence="Biên bản số 3"),
            contexts.Cause(text="Quy trình chưa nêu người theo dõi thời hạn."),
        ),
        actions=tuple(
            contexts.ActionRow(
                action=f"Hành động {number}: bổ sung bước theo dõi thời hạn vào QT-05 và phổ biến cho công chức.",
                owner="Chuyên viên Một",
                due=date(2020, 8, 30),
                original_due=date(2020, 8, 15),
                done=date(2020, 8, 20),
                verified="Đạt, 21/08/2020",
            )
            for number in range(1, 13)
        ),
        implementation_check="Các hành động đã hoàn thành, có minh chứng.",
        criterion="Không có hồ sơ quá hạn thiếu phiếu xin lỗi trong 2 tháng",
        check_on=date(2020, 10, 30),
        signatures=SIGNATURES,
        recipients=RECIPIENTS,
    )
    return replace(request, **changes)


def report(**changes):
    units = ("Văn phòng", "Phòng Người có công", "Phòng Lao động - Việc làm")
    grades = ("Phù hợp", "Lưu ý", "Khuyến nghị cải tiến", "KPH nhẹ", "KPH nặng")
    findings = tuple(
        contexts.FindingRow(
            number=f"PH-2020-{number:04}",
            unit=units[number % 3],
            grade=grades[number % 5],
            text=f"Phát hiện {number}. {LONG[:180]}",
            clauses="8.5.1; 7.5.3",
            status="đã xác nhận",
        )
        for number in range(1, 12)
    )
    made = contexts.InspectionReport(
        letterhead=LETTERHEAD,
        mark=replace(MARK, content_hash="9d1f" * 16),
        kind="internal_audit",
        version="01",
        inspection="Đợt đánh giá nội bộ lần 2 năm 2020",
        purpose="Đánh giá sự phù hợp và hiệu lực của HTQLCL",
        scope="Toàn bộ quy trình thuộc lĩnh vực lao động, người có công",
        criteria="TCVN ISO 9001:2015; tài liệu HTQLCL; văn bản pháp luật liên quan",
        mode="Đánh giá tại chỗ",
        starts_on=date(2020, 7, 1),
        ends_on=date(2020, 7, 3),
        units=units,
        team=(
            contexts.TeamMember(name="Đánh giá viên Một", role="Trưởng đoàn", unit="Văn phòng"),
            contexts.TeamMember(name="Đánh giá viên Hai", role="Đánh giá viên", unit="Thanh tra Sở"),
        ),
        sessions=tuple(
            contexts.SessionRow(
                when="01/07/2020\n08:00 - 11:30",
                unit=unit,
                subject="8.1; 8.5; QT-05",
                inspectors="Đánh giá viên Hai",
                outcome="Đã thực hiện",
            )
            for unit in units
        ),
        grades=grades,
        findings=findings,
        not_examined=("Điều 8.3: đơn vị không thiết kế dịch vụ mới.",),
        overrules=(
            contexts.Overrule(
                person="Đánh giá viên Hai",
                session="Phòng Người có công, 01/07/2020",
                obstacle="Rời đơn vị được đánh giá chưa đủ 12 tháng",
                reason="Không còn đánh giá viên khác có năng lực còn hiệu lực.",
                decided_by="Giám đốc",
                decided_on=date(2020, 6, 25),
            ),
        ),
        strengths="Hồ sơ lưu giữ đầy đủ.",
        unit_comment="Nhất trí với các phát hiện.",
        conclusion="HTQLCL được duy trì, có hiệu lực; cần khắc phục các sự không phù hợp đã nêu.",
        signatures=SIGNATURES[::2],
        recipients=RECIPIENTS,
    )
    return replace(made, **changes)


def programme(**changes):
    made = contexts.ProgrammeGrid(
        letterhead=LETTERHEAD,
        mark=MARK,
        year=2020,
        version="01",
        basis="Quyết định số 19/2014/QĐ-TTg; kế hoạch công tác năm",
        purpose="Đánh giá sự phù hợp và hiệu lực của HTQLCL",
        criteria="TCVN ISO 9001:2015",
        rows=tuple(
            contexts.ProgrammeRow(
                unit=f"Phòng thứ {number} thuộc Sở",
                subject="8.1; 8.5; QT-05",
                months={1 + number % 12: "x", 1 + (number + 5) % 12: "HS"},
                lead="Đánh giá viên Một",
                note="Kết hợp kiểm tra" if number % 3 == 0 else "",
            )
            for number in range(1, 25)
        ),
        legend="x: đánh giá tại chỗ; HS: đánh giá trên hồ sơ",
        signatures=SIGNATURES[2:],
        recipients=RECIPIENTS,
    )
    return replace(made, **changes)


SAMPLES = [(CORRECTIVE_ACTION_REQUEST, car), (INSPECTION_REPORT, report), (PROGRAMME_GRID, programme)]
EVERY_FORM = pytest.mark.parametrize(("form", "sample"), SAMPLES, ids=lambda part: getattr(part, "name", ""))


def pdf_text(content: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages).split())


def docx_text(content: bytes) -> str:
    """Every visible text, footer included."""
    document = Document(BytesIO(content))
    roots = (document.element.body, document.sections[0].footer._element)
    lines = [node.text or "" for root in roots for node in root.iter() if node.tag.endswith("}t")]
    return " ".join(" ".join(lines).split())


RENDERERS = pytest.mark.parametrize(
    ("render", "text_of"), [(render_docx, docx_text), (render_pdf, pdf_text)], ids=["docx", "pdf"]
)


@EVERY_FORM
@RENDERERS
@pytest.mark.parametrize("language", ["vi", "en"])
def test_form_carries_national_header_title_and_footer(form, sample, render, text_of, language):
    context = sample(language=language)

    text = text_of(render(form, context))

    assert NATION in text
    assert MOTTO in text
    assert form.build(context)["title"] in text
    assert "Ủy ban nhân dân tỉnh".upper() in text
    assert "KPH-2020-SLĐ01-0007" in text
    assert "https://qms.example.vn/r/7f3k" in text
    assert form.build(context)["foot"]["printed"] in text
    assert "{{" not in text


def test_footer_says_when_it_was_printed_and_in_which_state():
    foot = CORRECTIVE_ACTION_REQUEST.build(car())["foot"]
    assert foot["printed"] == "Bản in ngày 15/07/2020 giờ 10:32; tình trạng khi in: đang thực hiện"


@EVERY_FORM
@RENDERERS
def test_form_printed_twice_gives_the_same_bytes(form, sample, render, text_of):
    assert render(form, sample()) == render(form, sample())


@RENDERERS
def test_corrective_action_request_shows_every_part(render, text_of):
    text = text_of(render(CORRECTIVE_ACTION_REQUEST, car(earlier_rounds=("Lần 1: tái diễn tháng 6",))))

    for part in range(1, 7):
        assert LABELS["vi"][f"car_part{part}"] in text
    assert LONG.strip() in text
    assert "30/08/2020 (ban đầu 15/08/2020)" in text
    assert "Lần 1: tái diễn tháng 6" in text
    assert "Ký điện tử: phê duyệt kế hoạch" in text
    assert "Mã băm: 3f9ac2d1e07b" in text
    assert "3f9ac2d1e07b44" not in text
    assert "(Ký, ghi rõ họ tên)" in text
    assert "PHÓ GIÁM ĐỐC" in text
    assert "- Lưu: VT, CCHC." in text


@RENDERERS
def test_empty_request_prints_what_is_not_recorded(render, text_of):
    empty = contexts.CorrectiveActionRequest(
        letterhead=contexts.Letterhead(unit="Sở"), mark=contexts.PrintMark(status="mới", printed_at=MOMENT)
    )
    text = text_of(render(CORRECTIVE_ACTION_REQUEST, empty))
    assert "Thực tế: (chưa ghi)" in text
    assert "ngày … tháng … năm …" in text
    assert "Mở hồ sơ" not in text


@EVERY_FORM
@RENDERERS
def test_brought_in_record_is_marked(form, sample, render, text_of):
    marked = sample(mark=replace(MARK, brought_in="so-car-2019.xlsx, dòng 12"))
    assert "DỮ LIỆU CHUYỂN VÀO: so-car-2019.xlsx, dòng 12" in text_of(render(form, marked))
    assert "DỮ LIỆU CHUYỂN VÀO" not in text_of(render(form, sample()))


@pytest.mark.parametrize(
    ("kind", "title"),
    [("internal_audit", "BÁO CÁO ĐÁNH GIÁ NỘI BỘ"), ("superior_check", "BÁO CÁO KẾT QUẢ KIỂM TRA")],
)
def test_report_title_follows_the_kind_of_inspection(kind, title):
    assert INSPECTION_REPORT.build(report(kind=kind))["title"] == title


def test_report_counts_findings_by_unit_and_grade():
    tally = INSPECTION_REPORT.build(report())["tally"]
    assert tally["columns"] == ["Phù hợp", "Lưu ý", "Khuyến nghị cải tiến", "KPH nhẹ", "KPH nặng", "Cộng"]
    assert tally["rows"][-1] == {"unit": "Cộng", "counts": ["2", "3", "2", "2", "2", "11"]}
    assert [row["unit"] for row in tally["rows"][:-1]] == list(report().units)


@RENDERERS
def test_report_without_units_or_findings_prints(render, text_of):
    text = text_of(render(INSPECTION_REPORT, report(units=(), findings=(), grades=(), sessions=(), team=())))
    assert LABELS["vi"]["report_section5"] in text


@RENDERERS
def test_report_without_findings_says_so(render, text_of):
    said = LABELS["vi"]["report_no_findings"]
    assert said in text_of(render(INSPECTION_REPORT, report(findings=())))
    assert said not in text_of(render(INSPECTION_REPORT, report()))


def test_no_signature_stands_alone_on_its_page():
    """However long the report is: the last remark goes over with it."""
    alone = []
    for lines in range(24, 38, 2):
        given = report(findings=(), overrules=(), scope="\n".join(f"Dòng {line}" for line in range(lines)))
        pages = [page.extract_text() for page in PdfReader(BytesIO(render_pdf(INSPECTION_REPORT, given))).pages]
        last = next(page for page in pages if LABELS["vi"]["recipients"] in page)
        alone += [lines] if LABELS["vi"]["report_conclusion"] not in last else []
    assert not alone


def test_eighty_findings_repeat_their_head_and_keep_numbers_whole():
    numbers = [f"PH-2020-SLĐ-01-LĐVL-{number:04d}" for number in range(1, 81)]
    rows = tuple(replace(report().findings[0], number=number) for number in numbers)
    printed = PdfReader(BytesIO(render_pdf(INSPECTION_REPORT, report(findings=rows))))
    pages = [page.extract_text() for page in printed.pages]
    listed = [page for page in pages if "PH-2020-SLĐ-01-LĐVL" in page]
    assert len(listed) > 2
    assert all("Nội dung phát hiện" in page for page in listed)
    lines = {line.strip() for page in listed for line in page.splitlines()}
    assert not [number for number in numbers if not any(number in line for line in lines)]


@RENDERERS
def test_report_prints_the_reason_of_an_overrule(render, text_of):
    text = text_of(render(INSPECTION_REPORT, report()))
    assert "Không còn đánh giá viên khác có năng lực còn hiệu lực." in text
    assert "Điều 8.3: đơn vị không thiết kế dịch vụ mới." in text
    assert "Không có." in text_of(render(INSPECTION_REPORT, report(overrules=(), findings=())))


@RENDERERS
def test_programme_repeats_its_head_and_prints_every_unit(render, text_of):
    text = text_of(render(PROGRAMME_GRID, programme()))
    assert all(f"Phòng thứ {number} thuộc Sở" in text for number in range(1, 25))
    assert "CHƯƠNG TRÌNH ĐÁNH GIÁ, KIỂM TRA NĂM 2020" in text


ATTACKS = [
    "{{ 7 * 7 }}",
    "{% for x in ().__class__.__base__.__subclasses__() %}x{% endfor %}",
    "{_{ 7 }_} {_% if 1 %_}",
    '#read("/etc/passwd") #panic("x") *bold* $x$ @ref <label> \\ // /* `raw`',
    "<w:p><w:r><w:t>x</w:t></w:r></w:p> & \"quoted\" 'single' ]]> &amp;",
    '"}); #import "x.typ"',
]


@pytest.mark.parametrize("attack", ATTACKS)
@RENDERERS
def test_text_is_never_run(attack, render, text_of):
    context = car(
        fact=attack,
        unit=attack,
        letterhead=replace(LETTERHEAD, unit="Sở", place=attack),
        causes=(contexts.Cause(text=attack),),
        recipients=(attack,),
    )
    assert "".join(attack.split()) in "".join(text_of(render(CORRECTIVE_ACTION_REQUEST, context)).split())


NASTY = st.text(st.characters(codec=None, categories=None), max_size=80)


@settings(max_examples=examples(25), deadline=None)
@given(NASTY)
def test_any_text_prints(text):
    context = car(fact=text, causes=(contexts.Cause(text=text),), actions=(), signatures=())
    assert render_docx(CORRECTIVE_ACTION_REQUEST, context).startswith(b"PK")
    assert render_pdf(CORRECTIVE_ACTION_REQUEST, context).startswith(b"%PDF")


@settings(deadline=None)
@given(NASTY)
def test_clean_text_is_nfc_without_control_characters(text):
    cleaned = clean(text)
    assert clean(cleaned) == cleaned
    assert unicodedata.is_normalized("NFC", cleaned)
    assert not any(unicodedata.category(char) in {"Cc", "Cs"} for char in cleaned if char != "\n")


def test_decomposed_vietnamese_prints_composed():
    decomposed = unicodedata.normalize("NFD", "Đề nghị bổ sung hồ sơ ằ ẵ ỡ ữ")
    assert "Đề nghị bổ sung hồ sơ ằ ẵ ỡ ữ" in docx_text(render_docx(CORRECTIVE_ACTION_REQUEST, car(fact=decomposed)))
    assert "Đề nghị bổ sung hồ sơ ằ ẵ ỡ ữ" in pdf_text(render_pdf(CORRECTIVE_ACTION_REQUEST, car(fact=decomposed)))


def test_pdf_embeds_our_fonts_only_and_declares_its_language():
    reader = PdfReader(BytesIO(render_pdf(CORRECTIVE_ACTION_REQUEST, car())))
    fonts = {
        str(font.get_object()["/BaseFont"]) for page in reader.pages for font in page["/Resources"]["/Font"].values()
    }
    assert fonts
    assert all("LiberationSerif" in name for name in fonts)
    assert str(reader.trailer["/Root"]["/Lang"]).startswith("vi")
    assert reader.metadata.creation_date is None


def test_word_file_tells_nothing_of_when_it_was_packed():
    with zipfile.ZipFile(BytesIO(render_docx(PROGRAMME_GRID, programme()))) as packed:
        assert {entry.date_time for entry in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_very_long_text_runs_over_pages_and_loses_nothing():
    words = " ".join(f"từ{number}" for number in range(3000))
    text = pdf_text(render_pdf(CORRECTIVE_ACTION_REQUEST, car(causes=(contexts.Cause(text=words),))))
    assert all(f"từ{number}" in text for number in range(3000))


@pytest.mark.parametrize(
    ("day", "language", "expected"),
    [
        (date(2020, 2, 5), "vi", "ngày 05 tháng 02 năm 2020"),
        (date(2020, 12, 15), "vi", "ngày 15 tháng 12 năm 2020"),
        (date(2020, 2, 5), "en", "5 February 2020"),
        (None, "vi", "ngày … tháng … năm …"),
    ],
)
def test_long_day_is_written_as_a_letter_dates_itself(day, language, expected):
    assert long_day(day, language) == expected


def test_labels_are_complete_in_both_languages():
    assert LABELS["vi"].keys() == LABELS["en"].keys()


def test_missing_package_is_named(monkeypatch):
    monkeypatch.setattr(typeset, "typst", None)
    monkeypatch.setattr(word, "DocxTemplate", None)
    with pytest.raises(PrintingUnavailable, match="typst"):
        render_pdf(CORRECTIVE_ACTION_REQUEST, car())
    with pytest.raises(PrintingUnavailable, match="docxtpl"):
        render_docx(CORRECTIVE_ACTION_REQUEST, car())


def test_missing_font_is_named(monkeypatch, tmp_path):
    monkeypatch.setattr(typeset, "FONTS", tmp_path)
    with pytest.raises(PrintingUnavailable, match="LiberationSerif-Regular"):
        render_pdf(CORRECTIVE_ACTION_REQUEST, car())


def test_missing_template_is_named():
    form = PrintedForm("x", "absent.docx", "absent.typ", CORRECTIVE_ACTION_REQUEST.build)
    for render, name in ((render_docx, "absent.docx"), (render_pdf, "absent.typ")):
        with pytest.raises(PrintingUnavailable, match=name):
            render(form, car())


@pytest.mark.parametrize("text", ["{{ no_such_field }}", "{% if %}", "{{ ''.__class__.__mro__ }}"])
def test_office_template_with_a_mistake_is_named_and_runs_nothing(tmp_path, text):
    own = Document()
    own.add_paragraph(text)
    own.save(tmp_path / "own.docx")
    form = replace(CORRECTIVE_ACTION_REQUEST, docx_template=str(tmp_path / "own.docx"))
    with pytest.raises(PrintingUnavailable, match="cannot be filled"):
        render_docx(form, car())


def test_every_form_is_registered_by_its_name():
    assert [FORMS[form.name] for form, _ in SAMPLES] == [form for form, _ in SAMPLES]


def test_committed_word_templates_are_what_the_script_builds(tmp_path, monkeypatch):
    monkeypatch.setattr(build_templates, "HERE", tmp_path)
    build_templates.main()
    for form, _ in SAMPLES:
        assert (tmp_path / form.docx_template).read_bytes() == (paths.TEMPLATES / form.docx_template).read_bytes()
