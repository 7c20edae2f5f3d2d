"""Sections as blocks, how they are frozen for each kind of document, and what frozen content lists."""

import datetime as dt
import json
from decimal import Decimal

import pytest
from django.utils.translation import gettext, override
from hypothesis import given
from hypothesis import strategies as st

from cms.blocks import DocumentBody
from cms.citations import citations, clauses_named, codes_inside, editions_named, leading_code
from cms.durations import items, legal_limit, step_total
from cms.layout import layout, numbered
from cms.publishing import freeze, freeze_body, stream
from cms.sections import body_from
from qms.documents import safe_html
from qms.enums import DocumentKind
from tests.cms.conftest import SECTIONS

ADMINISTRATIVE = {
    "code": "1.004946",
    "field": "Người có công",
    "level": "province",
    "audience": "Cá nhân",
    "conditions": "Có giấy chứng nhận bị thương.",
    "legal_basis": [{"number": "31/2013/NĐ-CP", "title": "Nghị định hướng dẫn Pháp lệnh ưu đãi"}],
    "dossier": [
        {"name": "Tờ khai", "originals": 1, "copies": 0, "note": "Mẫu 01"},
        {"name": "Giấy tờ kèm theo", "originals": None, "copies": 2, "note": ""},
    ],
    "sets": 2,
    "time_limit_days": 12.5,
    "time_limit_note": "Kể từ ngày nhận đủ hồ sơ",
    "place": "Trung tâm hành chính công",
    "fee": "Không thu",
    "online_level": "4",
    "post_channel": True,
    "decision_number": "636/QĐ-LĐTBXH",
    "decided_on": dt.date(2020, 5, 5),
    "published_on": "2020-05-08",
}
TTHC = SECTIONS | {"administrative": ADMINISTRATIVE, "contents": [{"heading": "Lưu ý", "text": "Trả đúng hẹn."}]}


def vi(text):
    """The text as documents print it."""
    with override("vi"):
        return gettext(text)


def headings(html, tag):
    """Every heading of that rank."""
    return [part.split(f"</{tag}>")[0] for part in html.split(f"<{tag}>")[1:]]


def test_chooser_groups_every_section():
    groups = {name: str(block.meta.group) for name, block in DocumentBody().child_blocks.items()}

    assert all(groups.values())
    assert len(set(groups.values())) == 3


def test_sections_of_older_issues_still_load():
    rows = [{"type": "item", "value": {"name": "Sổ", "retention": "5 năm", "place": "VP"}, "id": "1"}]
    old = [
        {"type": "records", "value": rows, "id": "a"},
        {"type": "steps", "value": {"time_limit_days": 5, "steps": [{"what": "Ký", "responsible": "GĐ"}]}, "id": "b"},
        {"type": "contents", "value": {"heading": "", "text": "<p>Cũ</p>"}, "id": "c"},
    ]

    frozen = freeze_body(old)

    assert frozen.kept == [
        {"code": "", "name": "Sổ", "keeper": "", "retention": "5 năm", "place": "VP", "disposal": ""}
    ]
    assert (frozen.profile, step_total(old), legal_limit(old)) == ({}, 0, 5)
    assert "Cũ" in frozen.text


def test_procedure_numbers_its_parts_as_the_framework_model_does():
    frozen = freeze_body(body_from(TTHC))

    assert [heading.split(".")[0] for heading in headings(frozen.html, "h2")] == list("1234567")
    parts = [
        "Legal basis", "The dossier", "Number of sets of the dossier", "Time limit",
        "Where the dossier is handed in and the result is given out", "Fee", "How the work is handled",
    ]  # fmt: skip
    expected = [f"5.{place}. {vi(part)}" for place, part in enumerate(parts, 1)]
    assert headings(frozen.html, "h3") == [*expected, "5.8. Lưu ý"]
    assert headings(frozen.html, "h4") == [vi("Requirements and conditions")]


def test_administrative_procedure_says_what_it_was_given():
    text = freeze_body(body_from(TTHC)).text

    for said in ("1.004946", "Người có công", "31/2013/NĐ-CP", "12,5", "636/QĐ-LĐTBXH", "05/05/2020", "08/05/2020"):
        assert said in text
    assert "None" not in text


def test_administrative_procedure_leaves_out_what_it_was_not_given():
    frozen = freeze_body(body_from(SECTIONS | {"administrative": {"fee": "Không thu"}}))

    assert headings(frozen.html, "h3") == [f"5.1. {vi('Fee')}", f"5.2. {vi('How the work is handled')}"]


def test_table_alone_in_the_contents_has_no_heading_of_its_own():
    assert headings(freeze_body(body_from(SECTIONS)).html, "h3") == []


@pytest.mark.parametrize(("hours", "days"), [(4, "3"), (8, "3,5"), (60, "10"), (5, "3,125")])
def test_step_table_ends_with_the_sum_of_the_times(hours, days):
    first, *rest = SECTIONS["steps"]
    html = freeze_body(body_from(SECTIONS | {"steps": [first | {"duration": hours}, *rest]})).html

    foot = html.split("<tfoot>")[1].split("</tfoot>")[0]
    assert 'colspan="3"' in foot
    assert f">{vi('%(days)s working days') % {'days': days}}</td>" in foot


def test_step_table_without_times_has_no_sum():
    body = body_from({"steps": [{"what": "Ký", "responsible": "Giám đốc"}]})

    assert "<tfoot>" not in freeze_body(body).html


def test_limit_of_the_administrative_procedure_goes_before_that_of_the_steps():
    body = body_from(TTHC)

    assert (legal_limit(body), legal_limit(body_from(SECTIONS)), legal_limit([])) == (Decimal("12.5"), 5, None)
    assert vi("Legal time limit: %(days)s working days") % {"days": 5} not in freeze_body(body).text


def test_every_cell_of_a_wide_table_says_its_column_on_a_phone():
    html = freeze_body(body_from(TTHC | {"objectives": [{"objective": "Đúng hạn", "target": "98 %"}]})).html

    assert "<td>" not in html.replace("<td></td></tr></tfoot>", "")
    assert safe_html(html) == html


def test_records_show_the_columns_that_are_used():
    plain = freeze_body(body_from(SECTIONS)).html
    full = {"code": "HS-01", "name": "Hồ sơ", "keeper": "Thư ký", "retention": "5 năm", "disposal": "Hủy"}
    wide = freeze_body(body_from({"purpose": "a", "records": [full]}))

    assert vi("Disposal") not in plain
    assert all(word in wide.text for word in (vi("Disposal"), "Thư ký", "HS-01", "Hủy"))
    assert wide.kept == [full | {"place": ""}]


POLICY = {"contents": [{"heading": "", "text": "Chúng tôi cam kết."}]}
MODEL = {
    "scope": "Toàn Sở",
    "contents": [{"heading": "Bối cảnh", "text": "<h3>a</h3>"}, {"heading": "5. Lãnh đạo", "text": "b"}],
    "objectives": [{"objective": "Đúng hạn", "target": "98 %"}],
}


@pytest.mark.parametrize(
    ("kind", "sections", "expected"),
    [
        (DocumentKind.POLICY, POLICY, []),
        (DocumentKind.MODEL, MODEL, ["1. Phạm vi", "2. Bối cảnh", "5. Lãnh đạo", "4. Mục tiêu chất lượng"]),
        ("", MODEL, ["1. Phạm vi", "2. Bối cảnh", "5. Lãnh đạo", "4. Mục tiêu chất lượng"]),
        (DocumentKind.INSTRUCTION, {"contents": [{"heading": "Cách làm", "text": "a"}]}, ["Cách làm"]),
        (DocumentKind.PROCEDURE, MODEL, ["1. Phạm vi", "2. Nội dung"]),
    ],
)
def test_other_kinds_stand_under_their_own_headings(kind, sections, expected):
    frozen = freeze_body(body_from(sections), kind)

    assert headings(frozen.html, "h2") == expected


@pytest.mark.django_db
def test_page_is_drawn_as_its_kind_asks(draft):
    draft.page.body = stream(body_from({"purpose": "a"} | MODEL))
    draft.page.document.kind = DocumentKind.MODEL

    assert "3. Bối cảnh" in freeze(draft.page).html


def test_headings_numbered_by_hand_stay():
    assert numbered("3", "4.2 Bên quan tâm") == "4.2 Bên quan tâm"
    assert numbered("3", "2020 là năm chuyển đổi") == "3. 2020 là năm chuyển đổi"
    assert numbered("", "Mục tiêu") == "Mục tiêu"


def test_untitled_text_goes_on_with_the_section_before_it():
    body = body_from({"contents": [{"heading": "A", "text": "a"}, {"heading": "", "text": "b"}, {"heading": "B"}]})

    assert [len(section.parts) for section in layout(stream(body), DocumentKind.POLICY)] == [2, 1]


def test_plain_data_comes_back_as_it_was_given():
    body = body_from(TTHC)
    value = next(block["value"] for block in body if block["type"] == "administrative")

    assert {name: value[name] for name in ("level", "sets", "post_channel", "fee")} == {
        "level": "province", "sets": 2, "post_channel": True, "fee": "Không thu",
    }  # fmt: skip
    assert (value["decided_on"], value["published_on"]) == ("2020-05-05", "2020-05-08")
    assert [row["copies"] for row in items(value["dossier"])] == [0, 2]
    assert json.loads(json.dumps(body)) == body
    assert body_from({"administrative": {}, "contents": "", "objectives": None}) == []
    assert body_from({"administrative": {"time_limit_days": "", "sets": ""}})


@pytest.mark.parametrize(
    "text",
    ["Một dòng.\nHai dòng.\n\nĐoạn hai <b>", "<p>a<br>b<ul><li>c", "<h3>a</h3><script>x</script><div>b</div>", "<"],
)
def test_editor_opens_on_whatever_text_was_brought_in(text):
    body = body_from({"purpose": text, "contents": [{"heading": "a", "text": text}]})

    assert len(DocumentBody().get_form_state(stream(body))) == 2


def test_profile_of_an_administrative_procedure():
    assert freeze_body(body_from(TTHC)).profile == {
        "code": "1.004946",
        "field": "Người có công",
        "level": "province",
        "online_level": "4",
        "time_limit_days": "12.5",
        "decided_on": "2020-05-05",
        "published_on": "2020-05-08",
    }
    assert freeze_body(body_from({"administrative": {"fee": "a"}})).profile["decided_on"] is None


def test_cited_documents_forms_laws_and_editions():
    references = ["TCVN ISO 9001:2015", "QT-05: Kiểm soát tài liệu", "Luật Lưu trữ 01/2011/QH13", "Sổ tay nội bộ"]
    sections = TTHC | {"references": references, "scope": "Thay các điều của ISO 9001:2008."}

    cited = [(one["kind"], one["code"], one["title"]) for one in freeze_body(body_from(sections)).cited]

    assert cited == [
        ("document", "QT-05", "Kiểm soát tài liệu"),
        ("legal", "01/2011/QH13", "Luật Lưu trữ 01/2011/QH13"),
        ("legal", "31/2013/NĐ-CP", "Nghị định hướng dẫn Pháp lệnh ưu đãi"),
        ("form", "BM-01", "Phiếu hẹn"),
        ("edition", "9001:2008", "ISO 9001:2008"),
        ("edition", "9001:2015", "TCVN ISO 9001:2015"),
    ]


def test_citation_fits_its_columns():
    (one,) = citations([{"type": "references", "value": ["QT-01 " + "dài " * 300]}], "")

    assert len(one["title"]) <= 500


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("QT-05 Kiểm soát tài liệu", "QT-05"),
        ("QT-01/VP: Tiếp công dân", "QT-01/VP"),
        ("QT.LĐVL.05 - Cấp phép", "QT.LĐVL.05"),
        ("QT 01/BTNN Bồi thường", "QT 01/BTNN"),
        ("BM-01-QT-03", "BM-01-QT-03"),
        ("BM01-KSTL Phiếu", "BM01-KSTL"),
        ("CSCL Chính sách chất lượng", "CSCL"),
        ("HTQLCL-LĐTBXH Mô hình", "HTQLCL-LĐTBXH"),
        ("UBND tỉnh", ""),
        ("Luật Lưu trữ 01/2011/QH13", ""),
        ("TCVN 7420-1:2004", ""),
        ("", ""),
    ],
)
def test_leading_code(line, code):
    assert leading_code(line) == code


def test_codes_inside_a_text():
    text = "Theo QT-03, lập BM-02-QT-01. Gửi SLĐ-01 trong dịp COVID-19; xem HD-07/LĐ."

    assert codes_inside(text) == ["QT-03", "BM-02-QT-01", "HD-07/LĐ"]


def test_editions_and_clauses_named_in_a_text():
    text = (
        "Theo điều 7.5.3 của TCVN ISO 9001:2015; điều khoản 8.2.2, 8.3 và 4.2.3 TCVN  ISO 9001:2008. "
        "Điều 5 Luật Lưu trữ và ISO/IEC 27001: 2013. ISO 9001:2015 (điều 9.2)."
    )

    assert list(editions_named(text)) == ["9001:2015", "9001:2008", "27001:2013"]
    assert clauses_named(text) == {
        ("9001:2015", "7.5.3"), ("9001:2008", "8.2.2"), ("9001:2008", "8.3"), ("9001:2008", "4.2.3"),
        ("9001:2015", "9.2"),
    }  # fmt: skip


def test_clause_between_two_editions_belongs_to_the_one_after_it():
    text = "Theo TCVN ISO 9001:2015, điều 8.2.2 TCVN ISO 9001:2008."

    assert clauses_named(text) == {("9001:2008", "8.2.2")}


STEP = st.fixed_dictionaries(
    {
        "duration": st.one_of(st.none(), st.integers(0, 4000).map(lambda tenths: str(Decimal(tenths) / 10))),
        "duration_unit": st.sampled_from(["day", "hour", "", None]),
    }
)


def table(steps):
    return {"type": "steps", "value": {"steps": [{"type": "item", "value": step} for step in steps]}}


@given(st.lists(STEP, max_size=30), st.integers(0, 30))
def test_sum_of_times_is_the_same_in_any_order_and_over_any_number_of_tables(steps, cut):
    whole = step_total([table(steps)])

    assert whole == step_total([table(steps[:cut]), table(steps[cut:])]) == step_total([table(steps[::-1])])


@given(st.lists(st.integers(0, 400), max_size=30))
def test_eight_working_hours_are_a_day(hours):
    as_hours = [{"duration": hour * 8, "duration_unit": "hour"} for hour in hours]

    assert step_total([table(as_hours)]) == sum(hours)


@pytest.mark.parametrize("nonsense", [None, "", "abc", "NaN", "Infinity", [], {}])
def test_sum_of_times_passes_over_what_is_no_number(nonsense):
    assert step_total([table([{"duration": nonsense}, {"duration": "1.5"}])]) == Decimal("1.5")
