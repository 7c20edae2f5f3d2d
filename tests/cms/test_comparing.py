"""Two issues compared: words, rows, sections, facts and files; nothing lost, nothing made up."""

import html
import re
import unicodedata

import pytest
from django.utils.translation import override
from hypothesis import example, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from cms.comparing import State, compare, summary
from cms.comparing.aligning import Item, align
from cms.comparing.rich import paragraphs
from cms.comparing.words import Allowance, words_of
from tests.cms.issue_sides import as_read, bare, contents, marked, section, side, states, step, steps, text, whole_side
from tests.counts import examples


@pytest.fixture(autouse=True)
def _in_english():
    with override("en"):
        yield


# Words


def test_words_are_compared_within_running_text():
    assert bare(marked("Trả kết quả trong 12 ngày làm việc.", "Trả kết quả trong 10 ngày làm việc.")) == (
        "Trả kết quả trong <del>12</del> <ins>10</ins> ngày làm việc."
    )


def test_numbers_and_codes_are_replaced_whole():
    assert bare(marked("theo 12/2020/NĐ-CP, hết 2,5 ngày", "theo 13/2020/NĐ-CP, hết 2,75 ngày")) == (
        "theo <del>12/2020/NĐ-CP</del> <ins>13/2020/NĐ-CP</ins>, hết <del>2,5</del> <ins>2,75</ins> ngày"
    )


def test_texts_with_little_in_common_stand_one_after_the_other():
    assert bare(marked("Nộp hồ sơ tại bộ phận một cửa", "Ký số và gửi qua mạng của tỉnh")) == (
        "<del>Nộp hồ sơ tại bộ phận một cửa</del><ins>Ký số và gửi qua mạng của tỉnh</ins>"
    )


def test_chance_equals_between_bigger_changes_do_not_scatter_the_marks():
    old = "Hồ sơ phải nộp bản giấy của tổ chức tại trụ sở, kèm theo phí"
    new = "Hồ sơ phải gửi qua mạng của cá nhân đến cổng dịch vụ, kèm theo phí"

    assert bare(marked(old, new)) == (
        "Hồ sơ phải <del>nộp bản giấy của tổ chức tại trụ sở</del>"
        " <ins>gửi qua mạng của cá nhân đến cổng dịch vụ</ins>, kèm theo phí"
    )


def test_mark_says_what_it_is_to_a_screen_reader_in_its_language():
    assert '<span class="visually-hidden" lang="en">[removed:] </span>12</del>' in marked("12 ngày", "10 ngày")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (unicodedata.normalize("NFD", "Thẩm định hồ sơ"), "Thẩm định hồ sơ"),
        ("Thẩm  định\nhồ\u00a0sơ ", "Thẩm định hồ sơ"),
        ("Thẩm\u200b định hồ\u00ad sơ", "Thẩm định hồ sơ"),
        ("5 ngày , rồi", "5 ngày, rồi"),
    ],
)
def test_spaces_forms_of_letters_and_unseen_marks_are_no_change(old, new):
    assert marked(old, new) == html.escape(new)
    assert not compare(side(text(old)), side(text(new))).changed


ALPHABET = st.sampled_from(
    [*"abAB ơế0159.,;-/()&<>\"'\n\t", "\u0300", "\u00a0", "\u200b", "\u202e", "<b>", "</del>", " "]
)
TEXTS = st.lists(ALPHABET, max_size=60).map("".join)
SAID = st.lists(
    st.sampled_from(["hồ sơ", "ngày", "5", "10", ",", ".", "và", "của", "<del>", "&", "cửa"]), max_size=30
).map(" ".join)


@given(old=TEXTS | SAID, new=TEXTS | SAID)
@example(old="x y", new="y")
@example(old="a b", new="a!b")
@example(old="a!b", new="a b")
@hypothesis_settings(max_examples=examples(400), deadline=None)
def test_dropping_one_kind_of_mark_gives_one_of_the_texts(old, new):
    found = marked(old, new)

    assert as_read(found, dropped="del") == words_of(new).words
    assert as_read(found, dropped="ins") == words_of(old).words


@given(old=TEXTS, new=TEXTS)
@hypothesis_settings(max_examples=examples(200), deadline=None)
def test_marked_words_hold_no_markup_but_marks(old, new):
    left = re.sub(r"</?(ins|del)>", "", bare(marked(old, new)))

    assert not re.search("[<>\"']", left)
    assert marked(old, new).count("<del>") == marked(old, new).count("</del>")


# Rows


OLD_STEPS = ["Tiếp nhận hồ sơ", "Thẩm định hồ sơ tại phòng", "Lấy ý kiến đơn vị", "Ký quyết định", "Trả kết quả"]


def table_of(old, new):
    return section(compare(side(steps(*old)), side(steps(*new))), "Steps").tables[0]


def test_steps_are_aligned_when_some_come_and_go():
    old = [step(what) for what in OLD_STEPS]
    new = [old[0], step("Kiểm tra thành phần"), old[1], old[3], old[4]]

    table = table_of(old, new)

    assert states(table) == ["unchanged", "added", "unchanged", "removed", "unchanged", "unchanged"]
    assert [(row.old_number, row.new_number) for row in table.rows] == [
        (1, 1),
        (None, 2),
        (2, 3),
        (3, None),
        (4, 4),
        (5, 5),
    ]


def test_moved_step_is_shown_as_moved():
    old = [step(what) for what in OLD_STEPS]
    new = [old[0], old[3], old[1], old[2], old[4]]

    table = table_of(old, new)

    assert states(table) == ["unchanged", "moved", "unchanged", "unchanged", "unchanged"]
    assert (table.rows[1].old_number, table.rows[1].new_number, table.rows[1].edited) == (4, 2, False)


def test_moved_and_changed_step_is_both():
    old = [step(what) for what in OLD_STEPS]
    new = [old[0], step("Ký quyết định", duration=3), old[1], old[2], old[4]]

    table = table_of(old, new)

    assert states(table) == ["unchanged", "moved", "unchanged", "unchanged", "unchanged"]
    assert table.rows[1].edited
    assert bare(table.rows[1].cells[2].html) == "<del>1 working days</del><ins>3 working days</ins>"


def test_words_are_compared_within_a_changed_cell():
    table = table_of([step("Thẩm định hồ sơ tại phòng")], [step("Thẩm định hồ sơ tại đơn vị")])

    assert states(table) == ["changed"]
    assert bare(table.rows[0].cells[0].html) == "Thẩm định hồ sơ tại <del>phòng</del> <ins>đơn vị</ins>"
    assert [cell.changed for cell in table.rows[0].cells] == [True, False, False]


def test_columns_that_neither_side_fills_are_left_out():
    records = {"type": "records", "value": [{"name": "Hồ sơ", "retention": "5 năm", "place": "", "code": None}]}

    table = section(compare(side(records), side(records)), "Records kept").tables[0]

    assert [column.name for column in table.columns] == ["name", "retention"]


def test_row_rewritten_under_its_stored_mark_is_a_changed_row():
    old = [step("Tiếp nhận", identity="1"), step("Gửi bưu điện", responsible="Văn thư", duration=3, identity="2")]
    new = [
        step("Tiếp nhận", identity="1"),
        step("Chuyển phát tại nhà", responsible="Một cửa", duration=4, identity="2"),
    ]

    assert states(table_of(old, new)) == ["unchanged", "changed"]


def test_words_win_over_stored_marks():
    old = [step("Tiếp nhận", identity="1"), step("Thẩm định", identity="2")]
    new = [step("Kiểm tra trước", identity="1"), step("Tiếp nhận", identity="2"), step("Thẩm định", identity="3")]

    assert states(table_of(old, new)) == ["added", "unchanged", "unchanged"]


@pytest.mark.parametrize("same", ["4", "4.0", 4.0, "4.00"])
def test_same_number_stored_otherwise_is_no_change(same):
    assert states(table_of([step("a", duration=4)], [step("a", duration=same)])) == ["unchanged"]


def test_forms_are_known_by_their_codes():
    old = {"type": "forms", "value": [{"code": "BM-01", "name": "Phiếu hẹn"}, {"code": "BM-02", "name": "Sổ"}]}
    new = {
        "type": "forms",
        "value": [{"code": "BM-02", "name": "Nhật ký"}, {"code": "BM-03", "name": "Biên bản bàn giao"}],
    }

    table = section(compare(side(old), side(new)), "Forms").tables[0]

    assert states(table) == ["removed", "changed", "added"]
    assert bare(table.rows[1].cells[1].html) == "<del>Sổ</del><ins>Nhật ký</ins>"


def test_administrative_procedure_is_facts_and_tables():
    old = {
        "code": "1.000105",
        "time_limit_days": "12.0",
        "decided_on": "2019-04-01",
        "level": "province",
        "dossier": [],
    }
    new = {**old, "time_limit_days": 10, "decided_on": "2020-05-01", "level": "commune", "fee": "Không"}
    new["dossier"] = [{"name": "Đơn đề nghị", "originals": 1, "copies": 0, "note": ""}]

    body = [[{"type": "administrative", "value": value, "id": ""}] for value in (old, new)]
    found = section(compare(side(*body[0]), side(*body[1])), "Administrative procedure")

    changed = {bare(fact.html) for fact in found.facts if fact.state != State.UNCHANGED}
    assert {"<del>12</del><ins>10</ins>", "<del>01/04/2019</del><ins>01/05/2020</ins>", "<ins>Không</ins>"} <= changed
    assert "1.000105" in {bare(fact.html) for fact in found.facts}
    assert [states(table) for table in found.tables] == [["added"]]


def test_references_are_a_table_of_one_column():
    old = {"type": "references", "value": ["QT-01 Kiểm soát tài liệu", "Luật Lưu trữ 01/2011/QH13"]}
    new = {"type": "references", "value": ["QT-01 Kiểm soát tài liệu", "Luật Lưu trữ 33/2024/QH15"]}

    table = section(compare(side(old), side(new)), "References").tables[0]

    assert states(table) == ["unchanged", "changed"]


ROWS = st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from(["x", "y", "x y z"])), max_size=12)


@given(old=ROWS, new=ROWS)
@hypothesis_settings(max_examples=examples(200), deadline=None)
def test_every_row_of_both_sides_appears_once(old, new):
    old_rows, new_rows = ([step(what, result=result) for what, result in rows] for rows in (old, new))

    comparison = compare(side(steps(*old_rows)), side(steps(*new_rows)))
    rows = [row for found in comparison.sections for table in found.tables for row in table.rows]

    assert sorted(row.old_number for row in rows if row.old_number) == list(range(1, len(old) + 1))
    assert [row.new_number for row in rows if row.new_number] == list(range(1, len(new) + 1))
    for name, dropped, rows_there in (("old_number", "ins", old), ("new_number", "del", new)):
        for row in rows:
            if number := getattr(row, name):
                read = [as_read(row.cells[place].html, dropped=dropped) for place in (0, 3)]
                assert read == [words_of(cell).words for cell in rows_there[number - 1]]


@given(places=st.permutations(range(9)))
@hypothesis_settings(deadline=None)
def test_all_but_the_longest_rising_run_moved(places):
    items = [Item(place) for place in range(9)]

    pairs = align(items, [items[place] for place in places], Allowance())
    stayed = [pair.old for pair in pairs if not pair.moved]

    assert stayed == sorted(stayed)
    assert len(stayed) == longest_rising(places)
    assert len(pairs) == 9


def longest_rising(places):
    """Its length, the slow and plain way."""
    ending = []
    for at, place in enumerate(places):
        ending.append(1 + max((ending[before] for before in range(at) if places[before] < place), default=0))
    return max(ending)


# Sections


def test_same_issue_has_no_change():
    same = whole_side()

    assert not compare(same, same).changed
    assert summary(compare(same, same)) == []


def test_sections_are_added_removed_changed_and_unchanged():
    old = side(text("Một.", "purpose"), text("Hai.", "scope"), contents("A", "<p>Nội dung.</p>"))
    new = side(text("Một.", "purpose"), contents("A", "<p>Nội dung mới.</p>"), steps(step("Tiếp nhận")))

    found = {each.title: each.state.value for each in compare(old, new).sections[1:]}

    assert found == {"Purpose": "unchanged", "Scope": "removed", "A": "changed", "Steps": "added"}


def test_section_of_the_contents_may_move():
    a, b, c = (contents(name, f"<p>Phần {name} nói về {name}.</p>") for name in ("Tiếp nhận", "Thẩm định", "Trả"))

    comparison = compare(side(a, b, c), side(c, a, b))

    assert [each.state for each in comparison.sections[1:]] == [State.MOVED, State.UNCHANGED, State.UNCHANGED]
    assert summary(comparison) == ["Trả: moved"]


def test_order_of_writing_is_no_change():
    assert not compare(side(text("Một."), text("Hai.", "scope")), side(text("Hai.", "scope"), text("Một."))).changed


def test_paragraphs_are_aligned_before_their_words():
    old = text("<p>Đoạn đầu nói về hồ sơ.</p><ul><li>Một bản chính</li><li>Hai bản sao</li></ul>")
    new = text("<p>Mở đầu mới hẳn.</p><p>Đoạn đầu nói về hồ sơ.</p><ul><li>Một bản chính</li><li>Ba bản sao</li></ul>")

    found = section(compare(side(old), side(new)), "Purpose").paragraphs

    assert [(each.state.value, each.shown_as) for each in found] == [
        ("added", "text"),
        ("unchanged", "text"),
        ("unchanged", "item"),
        ("changed", "item"),
    ]


def test_only_the_look_differs_is_said():
    found = section(compare(side(text("<p>Đúng hạn</p>")), side(text("<p><b>Đúng</b> hạn</p>"))), "Purpose")

    assert (found.state, found.look_only) == (State.UNCHANGED, True)


def test_marks_by_which_rows_are_stored_are_no_difference():
    old, new = steps(step("a", identity="1")), steps(step("a", identity="2"))

    assert not section(compare(side(old), side(new)), "Steps").look_only


def test_paragraphs_of_rich_text_keep_words_apart():
    assert paragraphs("<h3>Mục  1</h3><ul><li><p>a</p></li><li>b<br/>c</li></ul>d<script>alert(1)</script>") == [
        ("heading", "Mục 1"),
        ("item", "a"),
        ("item", "b\nc"),
        ("text", "d"),
    ]
