"""Number, title, issue and days as covers, headers and footers state them."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from cms.word.pieces import Block, Paragraph, Table
from cms.word.vocabulary import COVER, KINDS_ON_COVERS
from qms.importing.dates import parse_date
from qms.importing.text import fold

CODE = re.compile(r"^[A-ZĐ][A-ZĐ0-9]*(?:[-./][A-ZĐ0-9]+)+$|^[A-ZĐ]{2,}\d{1,4}$")
IN_FILE_NAME = re.compile(
    r"^((?:[A-ZĐ0-9]+[-.])*(?:QT|TT|QĐ|QD|HD|QC|STCL|CS|QP)[-.]?(?:[A-ZĐ]+[-.])?\d{1,3})(?![\dA-Za-z])"
)
LABEL = re.compile(r"^(.{2,40}?)\s*[:：]\s*(.*)$", re.DOTALL)
WITH_AMENDMENT = re.compile(r"^\s*(\d{1,2})\s*(?:sđ|sd|/|-|\.)\s*(\d{1,2})\s*$", re.IGNORECASE)
ABBREVIATIONS = {
    "UBND", "HĐND", "TTHC", "ISO", "CNTT", "CBCC", "CCVC", "KPH", "HĐKP", "TCVN", "QLCL", "HTQLCL", "ATTP", "QSDĐ",
    "PCCC", "BHXH", "BHYT", "GPLX", "NSNN", "DNNN", "CB", "CC", "VC",
}  # fmt: skip


@dataclass
class Cover:
    """What was found; empty where nothing says it."""

    number: str = ""
    title_vi: str = ""
    issue_number: str = ""
    amendment_number: str = ""
    effective_on: date | None = None
    issued_on: date | None = None


def read_cover(blocks: list[Block], margins: list[Block], margin_texts: list[str], file_name: str) -> Cover:
    """The cover first, then headers and footers, then the file's name."""
    found: dict[str, str] = {}
    lines = [*_texts(blocks), *_texts(margins), *(line for text in margin_texts for line in _with_neighbours(text))]
    for text, neighbour in lines:
        _take(text, neighbour, found)
    codes = [text for text, _neighbour in lines if CODE.match(text) and re.search(r"\d", text)]
    named = IN_FILE_NAME.match(file_name)
    cover = Cover(number=found.get("number", "") or next(iter(codes), "") or (named.group(1) if named else ""))
    cover.title_vi = sentence_case(found.get("title_vi", "") or title_on(blocks) or title_in(margin_texts))[:300]
    cover.issue_number, cover.amendment_number = _issue(found)
    cover.effective_on, cover.issued_on = _day(found.get("effective_on")), _day(found.get("issued_on"))
    return cover


def _texts(blocks: Iterable[Block]) -> Iterator[tuple[str, str]]:
    """Each line with what stands beside or below it."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield from _with_neighbours(block.text)
            continue
        for row in block.rows:
            texts = [cell.text for cell in row]
            for place, text in enumerate(texts):
                beside = next((other for other in texts[place + 1 :] if other), "")
                lines = list(_with_neighbours(text))
                yield from lines[:-1]
                if lines:
                    yield lines[-1][0], beside


def _with_neighbours(text: str) -> Iterator[tuple[str, str]]:
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    yield from zip(lines, [*lines[1:], ""], strict=False)


def _take(text: str, neighbour: str, found: dict[str, str]) -> None:
    label = LABEL.match(text)
    words, value = (label.group(1), label.group(2).strip()) if label else (text, "")
    key = _key(words)
    if not key and not label:
        key, value = _without_colon(text)
    if key and key not in found and (value or (neighbour and not LABEL.match(neighbour))):
        found[key] = (value or neighbour.split("\n")[0]).strip()[:300]


def _key(words: str) -> str:
    folded = fold(words)
    if folded in ("lan ban hanh/sua doi", "ban hanh/sua doi"):
        return "issue_number"
    return next((key for key, phrases in COVER.items() if folded in phrases), "")


def _without_colon(text: str) -> tuple[str, str]:
    """ "Lần ban hành 02": words, then the number."""
    parts = re.match(r"^(\D{4,30}?)\s+(\d[\d/.\-]*)$", text)
    key = _key(parts.group(1)) if parts else ""
    return (key, parts.group(2)) if parts and key else ("", "")


def _issue(found: dict[str, str]) -> tuple[str, str]:
    both = WITH_AMENDMENT.match(found.get("issue_number", ""))
    if both:
        return both.group(1), both.group(2)
    return tuple(_short_number(found.get(key, "")) for key in ("issue_number", "amendment_number"))  # type: ignore[return-value]


def _short_number(text: str) -> str:
    number = re.match(r"^\D{0,4}(\d{1,3})\b", text)
    return number.group(1) if number else ""


def _day(text: str | None) -> date | None:
    read = parse_date(re.sub(r"^(?:từ|kể từ)?\s*(?:ngày)?\s*", "", text, flags=re.IGNORECASE)) if text else None
    return read if isinstance(read, date) else None


def title_on(blocks: list[Block]) -> str:
    """The words at and after "QUY TRÌNH" on the cover."""
    lines = [line for block in blocks for line in _lines(block)]
    for place, line in enumerate(lines):
        kind = kind_at_start(line)
        if kind is None:
            continue
        rest = [line[len(kind) :].strip(" :-–")]
        for following in lines[place + 1 :]:
            if not following or LABEL.match(following) or not (following.isupper() or not rest[0]):
                break
            rest.append(following)
            if not following.isupper():
                break
        title = " ".join(filter(None, rest))
        if title:
            return title
    return ""


def _lines(block: Block) -> list[str]:
    if isinstance(block, Table):
        return [line for row in block.rows for cell in row for line in [*cell.text.split("\n"), ""] if cell.text]
    # a paragraph without text ends a title, paragraphs in a row go on
    return block.text.split("\n")


def title_in(texts: list[str]) -> str:
    """The same in a header."""
    for text in texts:
        line = " ".join(text.split())
        kind = kind_at_start(line)
        if kind is not None and line[len(kind) :].strip(" :-–"):
            return line[len(kind) :].strip(" :-–")
    return ""


def kind_at_start(line: str) -> str | None:
    """The kind of document that a line begins with, as it is written there."""
    for kind in sorted(KINDS_ON_COVERS, key=len, reverse=True):
        words = line.split()[: len(kind.split())]
        if fold(" ".join(words)) == kind:
            return line[: line.index(words[-1], len(" ".join(words[:-1]))) + len(words[-1])]
    return None


def sentence_case(title: str) -> str:
    """Titles in capitals become sentences; what is known as an abbreviation keeps its capitals."""
    title = " ".join(title.split())
    if not title.isupper():
        return title
    words = [
        word if word.strip("(),.") in ABBREVIATIONS or re.search(r"\d", word) else word.lower()
        for word in title.split()
    ]
    return " ".join([words[0][:1].upper() + words[0][1:], *words[1:]])
