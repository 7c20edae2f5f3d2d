"""Turns what a cell holds into a value of its column, or into a Problem that names the value and the way out."""

from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from django.utils.translation import gettext as _

from qms.importing.clause_text import ClauseText, parse_clauses
from qms.importing.dates import date_order, failed, parse_date
from qms.importing.problems import Problem
from qms.importing.sheet import ErrorCell
from qms.importing.text import composed, fold, is_blank
from qms.importing.words import GRADES, STATUSES, UNGRADED

__all__ = [
    "ClauseText",
    "date_order",
    "grade_in",
    "parse_clauses",
    "parse_date",
    "parse_grade",
    "parse_number",
    "parse_status",
    "parse_text",
    "parse_word",
]


def parse_text(value):
    """Return composed text without outer blanks, None for an empty cell, or a Problem for a failed formula."""
    if isinstance(value, ErrorCell):
        return failed(value)
    if isinstance(value, datetime) and not (value.hour or value.minute or value.second):
        value = value.date()
    if isinstance(value, date):
        return value.strftime("%d/%m/%Y")
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    return None if is_blank(value) else composed(str(value)).strip()


def parse_number(value):
    """Return a Decimal, None or a Problem; 1.234,5 and 1,234.5 and 12,5 are understood."""
    if isinstance(value, ErrorCell):
        return failed(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return Decimal(str(value))
    if is_blank(value):
        return None
    text = str(value).strip().replace(" ", "")
    percent = text.endswith("%")
    try:
        number = Decimal(with_point(text.rstrip("%")))
    except InvalidOperation:
        return Problem(
            "not_a_number", _("“%(value)s” is not a number. Write figures only, such as 12,5.") % {"value": value}
        )
    if not number.is_finite():
        return Problem(
            "not_a_number", _("“%(value)s” is not a number. Write figures only, such as 12,5.") % {"value": value}
        )
    return number / 100 if percent else number


def with_point(text):
    """The last of comma and point parts the decimals; one kind met several times parts thousands."""
    comma, point = text.rfind(","), text.rfind(".")
    if comma >= 0 and point >= 0:
        return text.replace("." if comma > point else ",", "").replace(",", ".")
    if text.count(",") > 1:
        return text.replace(",", "")
    if text.count(".") > 1:
        return text.replace(".", "")
    return text.replace(",", ".")


@lru_cache(maxsize=64)
def folded_words(words):
    return {fold(word): value for value, synonyms in words for word in (value, *synonyms)}


def frozen(words):
    return tuple((value, tuple(synonyms)) for value, synonyms in words.items())


def parse_word(value, words, column="", extra=None):
    """Return the value whose words include this one; `extra` maps further words (as typed) to values."""
    if isinstance(value, ErrorCell):
        return failed(value)
    if is_blank(value):
        return None
    text = fold(parse_text(value))
    known = folded_words(frozen(words))
    also = {fold(word): meaning for word, meaning in (extra or {}).items()}
    if text in also or text in known:
        return also.get(text) or known[text]
    return Problem(
        "unknown_word",
        _("“%(value)s” is not a known %(column)s. Use one of: %(allowed)s.")
        % {"value": value, "column": column or _("word"), "allowed": allowed(words)},
        suggestion=nearest(text, known),
    )


def allowed(words):
    return "; ".join(" / ".join((synonyms or (value,))[:2]) for value, synonyms in words.items())


def nearest(text, known):
    """A known word within one or two slips, or one that the text begins with."""
    for word, value in known.items():
        if len(word) > 3 and (text.startswith(f"{word} ") or slips(text, word) <= (1 if len(word) < 7 else 2)):
            return value
    return None


def slips(one, other):
    """How many letters must be changed, added or dropped."""
    if abs(len(one) - len(other)) > 2:
        return 3
    previous = list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        current = [row]
        for column, against in enumerate(other, 1):
            current.append(min(previous[column] + 1, current[-1] + 1, previous[column - 1] + (letter != against)))
        previous = current
    return previous[-1]


def parse_grade(value, *, extra=None):
    """Return "major", "minor", "observation", "opportunity", None or a Problem."""
    if (
        isinstance(value, str)
        and fold(value) in {fold(word) for word in UNGRADED}
        and not (extra and fold(value) in {fold(word) for word in extra})
    ):
        return Problem(
            "ungraded",
            _("“%(value)s” does not say how grave the nonconformity is. Write major or minor (nặng or nhẹ).")
            % {"value": value},
            suggestion="minor",
        )
    return parse_word(value, GRADES, _("grade"), extra)


def parse_status(value, *, extra=None):
    """Return a status word such as "open" or "closed", None or a Problem."""
    return parse_word(value, STATUSES, _("status"), extra)


def grade_in(text):
    """The grade that a remark or statement begins with ("Minor nonconformity. ...", "OFI: ..."), or None."""
    start = f"{fold(text[:80])} "
    best = (0, None)
    for word, value in folded_words(frozen(GRADES)).items():
        if len(word) > 2 and start.startswith(f"{word} ") and len(word) > best[0]:
            best = (len(word), value)
    return best[1]
