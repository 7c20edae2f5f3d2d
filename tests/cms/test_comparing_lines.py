"""Facts and files of two issues compared, and what changed in words."""

import datetime as dt
from collections import Counter
from dataclasses import replace

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from cms.comparing import Side, State, compare, summary
from tests.cms.issue_sides import as_read, bare, contents, section, side, step, steps, text, whole_side


@pytest.fixture(autouse=True)
def _in_english():
    with override("en"):
        yield


# Facts and files


def test_titles_days_and_given_facts_are_facts():
    old = Side(
        title_vi="Cấp phép", issue_number="01", effective_on=dt.date(2019, 4, 1), facts=[("Sets", 1), ("Field", "đất")]
    )
    new = Side(
        title_vi="Cấp giấy phép", issue_number="02", effective_on=dt.date(2020, 5, 1), facts=[("Sets", 2), ("Fee", 0)]
    )

    found = {fact.label: bare(fact.html) for fact in compare(old, new).sections[0].facts}

    assert found["Title in Vietnamese"] == "Cấp <ins>giấy</ins> phép"
    assert found["In force from"] == "<del>01/04/2019</del><ins>01/05/2020</ins>"
    assert found["Sets"] == "<del>1</del><ins>2</ins>"
    assert found["Field"] == "<del>đất</del>"
    assert found["Fee"] == "<ins>0</ins>"


def test_numbers_that_always_differ_are_no_change_of_content():
    comparison = compare(Side(issue_number="01"), Side(issue_number="02", effective_on=dt.date(2020, 1, 1)))

    assert comparison.changed
    assert not comparison.content_changed


def test_files_are_the_same_replaced_renamed_added_or_removed():
    old = Side(files=[("a.docx", "1" * 64), ("b.pdf", "2" * 64), ("c.xlsx", "3" * 64), ("d.pdf", "4" * 64)])
    new = Side(files=[("a.docx", "1" * 64), ("b.pdf", "9" * 64), ("c2.xlsx", "3" * 64), ("e.pdf", "5" * 64)])

    rows = section(compare(old, new), "Files").tables[0].rows

    assert [(str(row.name), bare(row.cells[0].html)) for row in rows] == [
        ("Unchanged", "a.docx"),
        ("Replaced", "b.pdf"),
        ("Renamed", "<del>c.xlsx</del><ins>c2.xlsx</ins>"),
        ("Added", "<ins>e.pdf</ins>"),
        ("Removed", "<del>d.pdf</del>"),
    ]


FILES = st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from("12")), max_size=6)


@given(old=FILES, new=FILES)
@hypothesis_settings(deadline=None)
def test_every_file_of_both_sides_appears_once(old, new):
    rows = [row for found in compare(Side(files=old), Side(files=new)).sections for t in found.tables for row in t.rows]

    for dropped, gone, files in (("ins", State.ADDED, old), ("del", State.REMOVED, new)):
        names = [as_read(row.cells[0].html, dropped=dropped)[0] for row in rows if row.state != gone]
        assert Counter(names) == Counter(name for name, _hash in files)


# In words


def test_line_of_the_steps():
    old = [step("Tiếp nhận", duration=4), step("Thẩm định", duration=8)]
    new = [
        step("Tiếp nhận", duration=1),
        step("Thẩm định", duration=8),
        step("Lấy số"),
        step("Đóng dấu", duration=None),
    ]

    assert summary(compare(side(steps(*old)), side(steps(*new)))) == [
        "Steps: 1 changed, 2 added; time 12 > 10 working days"
    ]


def test_line_of_hours_and_limit():
    old = steps(step("Tiếp nhận", duration=4, unit="hour"), step("Ký", duration=2), limit=5)
    new = steps(step("Tiếp nhận", duration=4, unit="hour"), step("Ký", duration=1), limit=None)

    assert summary(compare(side(old), side(new))) == [
        "Steps: 1 changed; Legal time limit in working days 5 > none; time 2.5 > 1.5 working days"
    ]


def test_lines_of_text_title_and_whole_sections():
    old = Side(title_vi="Cấp phép", body=[text("Trả kết quả đúng hạn."), text("Mọi hồ sơ.", "scope")])
    new = Side(title_vi="Cấp phép mới", body=[text("Trả kết quả đúng và trước hạn."), contents("", "<p>Mới.</p>")])

    assert summary(compare(old, new)) == [
        "About the issue: Title in Vietnamese Cấp phép > Cấp phép mới",
        "Purpose: 2 words added",
        "Scope: section removed",
        "Contents: new section",
    ]


def test_comparison_can_be_kept_beside_another():
    old = whole_side()

    assert compare(old, replace(old, title_vi="Tên khác")).summary == [
        "About the issue: Title in Vietnamese Quy trình dài > Tên khác"
    ]
