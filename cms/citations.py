"""What a text cites: documents and forms by their code, legal texts by their number, standards by their edition."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

from cms.durations import items, values

TRAILING = " .,;:)(–-"
LONGEST_CODE, LONGEST_TITLE = 80, 500
_CAPITALS = "A-ZĐÂĂÊÔƠƯÁÀẢÃẠẤẦẨẪẬẮẰẲẴẶÉÈẺẼẸẾỀỂỄỆÍÌỈĨỊÓÒỎÕỌỐỒỔỖỘỚỜỞỠỢÚÙỦŨỤỨỪỬỮỰÝỲỶỸỴ"
_REST = r"\d[\w./-]{0,60}"
OURS = ("QT", "HD", "BM")
"""How codes of procedures, instructions and forms begin; in running text only these are taken for codes."""
NAMED = r"(?:CSCL|MTCL|STCL|HTQLCL)\b[\w./-]{0,60}"
LEADING = re.compile(
    rf"(?!TCVN|QCVN|ISO)[{_CAPITALS}]{{1,12}}(?:[-./][{_CAPITALS}]{{1,12}}){{0,3}}[-./ ]?{_REST}|{NAMED}"
)
INSIDE = re.compile(rf"\b(?:{'|'.join(OURS)})(?:[-.][{_CAPITALS}]{{1,12}}){{0,3}}[-./ ]?{_REST}")
LEGAL = re.compile(
    rf"\b\d{{1,6}}/\d{{4}}/[{_CAPITALS}][\w-]{{0,40}}|\b\d{{1,6}}/[{_CAPITALS}]{{1,12}}\d?-[\w-]{{1,40}}"
)
TECHNICAL = re.compile(r"[TQ]CVN [\w./-]{1,40}(?::\d{4})?")
LEGAL_WORDS = (
    "hiến pháp", "bộ luật", "luật", "pháp lệnh", "nghị định", "nghị quyết", "thông tư", "quyết định", "chỉ thị",
)  # fmt: skip
EDITION = re.compile(r"(?:\bTCVN )?\bISO(?:/IEC)? ?(\d{4,5}) ?(?::|-|phiên bản) ?(\d{4})\b", re.IGNORECASE)
_CLAUSE = r"\d{1,2}(?:\.\d{1,2}){0,4}"
_CLAUSES = rf"\b(?:điều khoản|điều|mục|clauses?) ({_CLAUSE}(?:(?: ?[,;] ?| và | đến ){_CLAUSE}){{0,40}})"
_LINK = r"(?:[ ,(–-]|của|thuộc|trong|theo|tiêu chuẩn|of){0,8}"
CLAUSES_OF = re.compile(_CLAUSES + _LINK + EDITION.pattern, re.IGNORECASE)
CLAUSES_IN = re.compile(EDITION.pattern + _LINK + r"(?:các )?" + _CLAUSES, re.IGNORECASE)

Citation = dict[str, str]


def citations(body: Iterable[Mapping[str, Any]], text: str) -> list[Citation]:
    """What the sections cite, each once and in their order; editions of standards wherever the text names one."""
    body = list(body)
    found = [_reference(line) for value in values(body, "references") for line in items(value)]
    found += [
        _citation("legal", row.get("number"), row.get("title"))
        for value in values(body, "administrative")
        for row in items(value.get("legal_basis"))
    ]
    found += [
        _citation("form", row.get("code"), row.get("name")) for value in values(body, "forms") for row in items(value)
    ]
    found += [_citation("edition", code, name) for code, name in editions_named(text).items()]
    return list({(one["kind"], one["code"], one["code"] or one["title"]): one for one in found if one}.values())


def _reference(line: Any) -> Citation | None:
    """One line of the references. An edition is left to the search of the whole text."""
    line = _line(line)
    if EDITION.search(line):
        return None
    code, legal = leading_code(line), LEGAL.search(line) or TECHNICAL.match(line)
    if code and (not legal or code.startswith(OURS)):
        return _citation("document", code, line[len(code) :].lstrip(TRAILING))
    if legal or line.lower().startswith(LEGAL_WORDS):
        return _citation("legal", legal.group() if legal else "", line)
    return None


def _citation(kind: str, code: Any, title: Any) -> Citation:
    return {"kind": kind, "code": _line(code)[:LONGEST_CODE], "title": _line(title)[:LONGEST_TITLE]}


def _line(text: Any) -> str:
    return " ".join(unicodedata.normalize("NFC", str(text or "")).split())


def leading_code(line: str) -> str:
    """The code with which a reference begins, such as QT-05, QT 01/VP or BM-01-QT-03; "" where there is none."""
    found = LEADING.match(_line(line))
    return found.group().rstrip(TRAILING) if found else ""


def codes_inside(text: str) -> list[str]:
    """Codes of procedures, instructions and forms that running text names, each once."""
    return list(dict.fromkeys(found.group().rstrip(TRAILING) for found in INSIDE.finditer(_line(text))))


def editions_named(text: str) -> dict[str, str]:
    """Editions of standards that the text names: 9001:2015 to the words in which it does."""
    named: dict[str, str] = {}
    for found in EDITION.finditer(_line(text)):
        named.setdefault(f"{found[1]}:{found[2]}", found.group())
    return named


def clauses_named(text: str) -> set[tuple[str, str]]:
    """Clauses that the text names together with their edition: ("9001:2015", "7.5.3").

    "điều 7.5 của ISO 9001:2015" is read first; what it took is not read again as "ISO 9001:2015, điều 7.5".
    """
    text = _line(text)
    before = CLAUSES_OF.finditer(text)
    after = CLAUSES_IN.finditer(CLAUSES_OF.sub("|", text))
    found = [(f"{one[2]}:{one[3]}", one[1]) for one in before] + [(f"{one[1]}:{one[2]}", one[3]) for one in after]
    return {(edition, number) for edition, numbers in found for number in re.findall(_CLAUSE, numbers)}
