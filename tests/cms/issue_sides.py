"""Issues to compare, made of few words, and what a comparison shows of them."""

import html
import re

from django.template.loader import render_to_string

from cms.comparing import Side
from cms.comparing.marks import Marker
from cms.comparing.words import words_of

HIDDEN = re.compile(r'<span class="visually-hidden" lang="\w+">[^<]*</span>')


def step(what, *, responsible="Phòng", duration=1, unit="day", result="", identity=None):
    value = {"what": what, "responsible": responsible, "duration": duration, "duration_unit": unit, "result": result}
    return {"type": "item", "value": value, "id": identity} if identity else value


def steps(*rows, limit=None):
    return {"type": "steps", "value": {"time_limit_days": limit, "steps": list(rows)}, "id": "s"}


def text(markup, kind="purpose"):
    return {"type": kind, "value": markup, "id": "t"}


def contents(heading, markup, identity=""):
    return {"type": "contents", "value": {"heading": heading, "text": markup}, "id": identity}


def side(*body, **kwargs):
    return Side(body=list(body), **kwargs)


def section(comparison, title):
    return next(found for found in comparison.sections if found.title == title)


def as_read(marked, *, dropped):
    """The words that are left when one kind of mark is dropped."""
    kept = re.sub(rf"<{dropped}>.*?</{dropped}>", "", HIDDEN.sub("", marked), flags=re.DOTALL)
    return words_of(html.unescape(re.sub(r"</?(ins|del)>", "", kept))).words


def marked(old, new):
    return str(Marker().between(words_of(old), words_of(new)).html)


def bare(markup):
    return HIDDEN.sub("", str(markup))


def states(table):
    return [row.state.value for row in table.rows]


def drawn(comparison):
    return render_to_string("cms/compare/comparison.html", comparison.as_context())


def whole_side(rows=60, changed=()):
    """A long procedure in which some steps are changed."""
    words = "thẩm định hồ sơ và trình lãnh đạo phòng xem xét nội dung thành phần kèm theo phiếu kiểm soát"
    made = [
        step(
            f"Bước thứ {place}: {words[place % 9 :]} {'bản mới' if place in changed else 'bản cũ'}",
            responsible=f"Chuyên viên phòng {place % 7}",
            duration=place % 5,
            result=f"BM-{place:02d}-QT-31",
        )
        for place in range(rows)
        if place not in {5, 6} or not changed
    ]
    return Side("Quy trình dài", "", "01", "00", None, [text("Mục đích " * 40), steps(*made)], [("a.pdf", "1")])
