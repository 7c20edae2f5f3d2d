"""Whatever is stored is compared: hostile markup is inert, odd values are drawn, long texts end soon."""

import re
import time

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from cms.comparing import Side, compare
from tests.cms.issue_sides import bare, contents, drawn, side, step, steps, text, whole_side
from tests.counts import examples


@pytest.fixture(autouse=True)
def _in_english():
    with override("en"):
        yield


# Whatever is stored


HOSTILE = '<script>alert(1)</script><img src=x onerror="alert(2)"><a href="javascript:alert(3)">x</a></del></ins>"\'&'


def hostile(word):
    evil = f"{HOSTILE} {word}"
    return Side(
        title_vi=evil,
        title_en=evil,
        issue_number=evil,
        amendment_number=evil,
        body=[
            text(evil),
            contents(evil, evil),
            steps(step(evil, responsible=evil, duration=evil, unit=evil, result=evil), limit=evil),
            {"type": "references", "value": [evil], "id": evil},
            {"type": evil, "value": {evil: [evil]}, "id": evil},
        ],
        files=[(evil, evil)],
        facts=[(evil, evil)],
    )


@pytest.mark.parametrize(
    ("old", "new"),
    [(hostile("a"), hostile("b")), (hostile("a"), Side()), (Side(), hostile("b")), (hostile("a"), hostile("a"))],
)
def test_hostile_markup_is_inert_on_either_side(old, new):
    page = drawn(compare(old, new))

    tags = set(re.findall(r"<(/?[a-z0-9]+)", page))
    assert not tags & {"script", "img", "/script"}
    assert "<a href" not in re.sub(r'<a href="#compare-section-\d+">|<a href="#compare-(about|files)">', "", page)
    assert not re.search(r"<[^>]*\bon\w+=", page)
    assert page.count("<del>") == page.count("</del>")
    assert page.count("<ins>") == page.count("</ins>")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["type", "value", "id", "steps", "what", "heading", "text", "x"]), inner, max_size=4
        )
    ),
    max_leaves=8,
)
KINDS = st.sampled_from(
    ["purpose", "references", "definitions", "contents", "steps", "forms", "records", "gone", "administrative"]
)
BODIES = st.lists(st.fixed_dictionaries({"type": KINDS, "value": JSON}) | JSON, max_size=4)


@given(old=BODIES, new=BODIES)
@hypothesis_settings(max_examples=examples(200), deadline=None)
def test_whatever_is_stored_is_compared_and_drawn(old, new):
    assert drawn(compare(Side(body=old), Side(body=new))).encode()
    assert not compare(Side(body=new), Side(body=new)).content_changed


def test_halves_of_characters_do_not_break_the_page():
    assert drawn(compare(side(text("a \ud800 b"), text("x", "\ud800")), side(steps(step("\udc00 x\x00"))))).encode()


def test_page_says_when_nothing_differs():
    assert "are the same" in drawn(compare(whole_side(), whole_side()))


def test_page_speaks_vietnamese_numbers():
    with override("vi"):
        found = compare(side(steps(step("a", duration=2.5))), side(steps(step("a", duration=3.5))))
        assert "2,5 " in bare(found.sections[1].tables[0].rows[0].cells[2].html)


# Speed


def fastest(old, new, times=5):
    took = []
    for _ in range(times):
        start = time.perf_counter()
        compare(old, new)
        took.append(time.perf_counter() - start)
    return min(took)


def test_two_long_procedures_are_compared_at_once():
    old, new = whole_side(), whole_side(changed=range(0, 60, 3))

    assert fastest(old, new) < 0.15  # about 20 ms on an idle machine


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("a " * 20_000, "a b " * 10_000),
        ("a b c. " * 5_000, "a c b. " * 5_000),
        (" ".join(f"w{n}" for n in range(20_000)), " ".join(f"w{n}" for n in range(20_000, 0, -1))),
        ("<p>a b c d</p>" * 3_000, "<p>a b x d</p>" * 3_000),
        ("".join(f"<p>a{n} b c d</p>" for n in range(3_000)), "".join(f"<p>b c d x{n}</p>" for n in range(3_000))),
        ("x" * 300_000, "x-" * 150_000),
        ("<div>" * 5_000 + "a", "<div>" * 5_000 + "b"),
    ],
    ids=["one word", "sentences", "backwards", "same paragraphs", "alike paragraphs", "one long word", "deep"],
)
def test_long_texts_do_not_blow_up(old, new):
    assert fastest(side(text(old)), side(text(new)), times=1) < 5


def test_many_rows_do_not_blow_up():
    old = side(steps(*(step(f"Bước {n} cũ", result="a b c") for n in range(2_000))))
    new = side(steps(*(step(f"Bước {n} mới", result="a b d") for n in range(2_000))))

    assert fastest(old, new, times=1) < 5
