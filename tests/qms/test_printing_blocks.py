"""Frozen HTML as blocks: nothing said is lost, whatever the markup; and the columns' widths."""

import html

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qms.documents import safe_html
from qms.printing.blocks import Heading, Listing, Paragraph, Run, Table, Terms, as_data, block_text, cell_text, headings
from qms.printing.html_blocks import html_blocks
from qms.printing.sample_body import BODY
from qms.printing.table_widths import NARROWEST_MM, column_widths
from tests.counts import examples


def words(markup):
    return " ".join("\n".join(block_text(block) for block in html_blocks(markup)).split())


def test_headings_paragraphs_and_looks_are_kept():
    blocks = html_blocks("<section><h2>1. Mục đích</h2><h3>a</h3><h4>b</h4><p>Một <b>hai <i>ba</i></b>.</p></section>")

    assert [(block.level, block_text(block)) for block in blocks[:3]] == [(1, "1. Mục đích"), (2, "a"), (3, "b")]
    assert blocks[3] == Paragraph((Run("Một "), Run("hai ", bold=True), Run("ba", bold=True, italic=True), Run(".")))


def test_lists_keep_their_order_kind_and_depth():
    (outer,) = html_blocks("<ol><li>một<ul><li>trong</li></ul></li><li><p>hai</p><p>ba</p></li></ol>")

    assert outer.ordered
    assert outer.items[0] == (Paragraph((Run("một"),)), Listing(False, ((Paragraph((Run("trong"),)),),)))
    assert cell_text(outer.items[1]) == "hai\nba"


def test_terms_go_with_their_meanings():
    (terms,) = html_blocks("<dl><dt>A</dt><dd>một</dd><dt>B</dt><dt>C</dt><dd>hai<br>ba</dd></dl>")

    assert terms == Terms((((Run("A"),), (Run("một"),)), ((Run("B"),), ()), ((Run("C"),), (Run("hai\nba"),))))


def test_table_keeps_caption_head_and_cells_of_every_row():
    (table,) = html_blocks(
        "<table><caption>Bảng</caption><thead><tr><th>TT</th><th>Việc</th></tr></thead>"
        "<tbody><tr><td>1</td><td>Nhận<br>hồ sơ</td></tr><tr><td>2</td></tr></tbody></table>"
    )

    assert isinstance(table, Table)
    assert (table.heads, table.caption) == (1, (Run("Bảng"),))
    assert [[cell_text(cell) for cell in row] for row in table.rows] == [
        ["TT", "Việc"],
        ["1", "Nhận\nhồ sơ"],
        ["2", ""],
    ]


def test_cell_over_several_columns_takes_their_place():
    (table,) = html_blocks(
        "<table><tr><td>1</td><td>a</td><td>b</td></tr><tr><td colspan='2'>Tổng</td><td>5</td></tr>"
        "<tr><td colspan='9999999'>x</td></tr><tr><td colspan='-1'>y</td></tr></table>"
    )
    data = as_data(table, lambda table: column_widths(table, 162))["rows"]

    assert [cell and cell_text(cell) for cell in table.rows[1]] == ["Tổng", None, "5"]
    assert [(cell["column"], cell["span"]) for cell in data[1]] == [(0, 2), (2, 1)]
    assert [(cell["column"], cell["span"]) for cell in data[2]] == [(0, 1), (1, 1), (2, 1)]


def test_table_of_heads_alone_has_no_repeated_head():
    (table,) = html_blocks("<table><tr><th>TT</th></tr></table>")
    assert table.heads == 0


@pytest.mark.parametrize(
    ("markup", "said"),
    [
        ("", ""),
        ("  \n ", ""),
        ("chữ rời", "chữ rời"),
        ("<p>một<p>hai", "một hai"),
        ("<b><p>đậm</p></b>", "đậm"),
        ("<div><div>sâu</div> sau</div>", "sâu sau"),
        ("<p>a&amp;b &lt;i&gt; &#x110;</p>", "a&b <i> Đ"),
        (
            "<ul>rời<li>một</li></ul><table><tr><td>ô<table><tr><td>trong</td></tr></table></td></tr></table>",
            "một ô trong",
        ),
        ("<p>x<script>alert(1)</script>y</p>", "xy"),
        ("<h2></h2><p> </p><ul></ul><table></table><dl></dl>", ""),
    ],
)
def test_odd_markup_is_read_as_a_browser_would(markup, said):
    assert words(markup) == said


def test_very_deep_markup_keeps_its_words():
    assert words("<ul><li>" * 400 + "đáy" + "</li></ul>" * 400) == "đáy"


@settings(max_examples=examples(60), deadline=None)
@given(st.lists(st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cf", "Zl", "Zp", "Zs")), min_size=1)))
def test_nothing_said_is_lost(texts):
    shapes = ("<p>{}</p>", "<ul><li>{}</li></ul>", "<h3>{}</h3>", "<table><tr><td>{}</td></tr></table>", "<b>{}</b>")
    markup = "".join(shapes[i % 5].format(html.escape(text)) for i, text in enumerate(texts))
    clean = "".join(words(f"<p>{html.escape(text)}</p>") for text in texts)

    assert words(safe_html(markup)).replace(" ", "") == clean.replace(" ", "")


def test_sample_body_passes_the_sanitiser_unchanged_and_holds_every_kind_of_block():
    blocks = html_blocks(BODY)

    assert html_blocks(safe_html(BODY)) == blocks
    assert {type(block) for block in blocks} == {Heading, Paragraph, Listing, Terms, Table}
    assert len(headings(blocks)) == 10


@pytest.mark.parametrize("columns", [1, 2, 5, 12])
def test_widths_fill_the_page_and_leave_room_for_every_column(columns):
    row = tuple((Paragraph((Run("Bước thứ nhất " * (7 * i)),)),) for i in range(columns))
    widths = column_widths(Table((row, row)), 162)

    assert sum(widths) == pytest.approx(162, abs=0.2)
    assert min(widths) >= NARROWEST_MM


def test_a_code_fits_its_column_and_the_text_takes_the_room():
    cells = ("1", "Kiểm tra hồ sơ, hướng dẫn bổ sung và trả lời bằng văn bản khi từ chối", "BM-01-QT-05")
    table = Table((tuple((Paragraph((Run(text),)),) for text in cells),))
    ordinal, text, code = column_widths(table, 162)

    assert code > len("BM-01-QT-05") * 2.15
    assert text > code > ordinal
