"""Recognises headings: their number, how deep they stand, which section they open."""

import re
from dataclasses import dataclass
from functools import lru_cache

from cms.word.pieces import Paragraph
from cms.word.vocabulary import ADMINISTRATIVE, KINDS_ON_COVERS, SECTIONS, STEPS_TITLES
from qms.importing.text import composed, fold

LONGEST = 200
LABEL = re.compile(
    r"^(?:(?:phần|mục|chương|điều|part|section|chapter)\s+)?"
    r"(?:(?P<decimal>\d{1,2}(?:\.\d{1,2}){0,5})(?:[.):/]|\s*[-–](?=\s)|(?=\s))"
    r"|(?P<roman>(?-i:[IVX]{1,5}))(?:[.):/]|\s*[-–](?=\s))"
    r"|(?P<letter>[A-Za-zĐđ])[.)])\s*(?=\S)",
    re.IGNORECASE,
)
APPENDIX = re.compile(r"^(?:phụ lục|appendix|annex)\b", re.IGNORECASE)
APART = re.compile(r"\s*(?:,|;|/|&|\+|\s(?:và|and|hoặc|or)\s|\s[-–]\s)\s*", re.IGNORECASE)
NOT_A_TITLE = (".", ";", ",")
TITLES = {phrase: key for key, phrases in {**SECTIONS, **ADMINISTRATIVE}.items() for phrase in phrases}
TITLES |= dict.fromkeys(STEPS_TITLES, "steps")


@dataclass(frozen=True)
class Heading:
    """One heading: the sections it opens (none where its words are not known), its number, its words."""

    keys: tuple[str, ...]
    level: int
    label: str
    title: str
    style: str = ""  # of the number: decimal, roman, letter
    rest: str = ""  # text that runs on in the same paragraph

    @property
    def shown(self) -> str:
        return f"{self.label} {self.title}".strip()


def split_label(text: str) -> tuple[str, str, str]:
    """("5.1.", "decimal", "Cơ sở pháp lý"): the number typed before a heading, its style and the words."""
    found = LABEL.match(text)
    if not found:
        return "", "", text
    style = next(name for name, value in found.groupdict().items() if value)
    return found.group(0).strip(), style, text[found.end() :]


@lru_cache(maxsize=4096)
def keys_of(title: str) -> tuple[str, ...]:
    """The sections that these words name, in order; none unless every part of them is known."""
    words = composed(title).strip(" :.-–\n")
    whole = TITLES.get(fold(re.sub(r"\(.*?\)", " ", words))) or TITLES.get(fold(words))
    if whole:
        return (whole,)
    parts = [fold(part) for part in APART.split(words) if part.strip()]
    found = [TITLES.get(part) or TITLES.get(part.removeprefix("cac ")) for part in parts]
    if len(parts) < 2 or not all(key in SECTIONS for key in found):
        return ()
    return tuple(dict.fromkeys(key for key in found if key))


def heading_of(paragraph: Paragraph, in_body: bool) -> Heading | None:
    """The heading that a paragraph is. Unknown words count as one only inside the body (after the cover)."""
    text = paragraph.text.replace("\n", " ")
    if not text or paragraph.is_toc or paragraph.marker == "bullet" and not paragraph.heading_level:
        return None
    typed, style, words = split_label(text)
    label = typed or paragraph.label
    if not typed and paragraph.label:
        style = split_label(f"{paragraph.label} x")[1]
    level = depth_of(label, style) or paragraph.heading_level
    if len(text) <= LONGEST:
        keys = keys_of(words) or (keys_of(text) if typed else ())
        if not in_body and not label and not paragraph.heading_level and fold(words) in KINDS_ON_COVERS:
            return None  # "QUY TRÌNH" on a cover
        if keys and (label or paragraph.heading_level or paragraph.is_bold or words.isupper()):
            return Heading(keys, level, label, words.strip(" :"), style)
        if _looks_like_one(paragraph, words, label, style, in_body):
            return Heading((), level or 1, label, words, style)
    return _run_in(paragraph, words, label, style, level)


def depth_of(label: str, style: str) -> int:
    """1 for "5." and "II.", 2 for "5.1", 0 without a number."""
    if style == "decimal":
        return len(re.findall(r"\d+", label))
    return 1 if style == "roman" else 2 if style == "letter" else 0


def _looks_like_one(paragraph: Paragraph, words: str, label: str, style: str, in_body: bool) -> bool:
    if paragraph.heading_level and len(words) <= LONGEST:
        return in_body or bool(label)
    if words.endswith(NOT_A_TITLE) or not paragraph.is_bold or len(words) > 150:
        return False
    if label:
        return style in ("decimal", "roman") or words.isupper() or (in_body and len(words) <= 100)
    return in_body and (words.isupper() and len(words) > 3 or bool(APPENDIX.match(words)))


def _run_in(paragraph: Paragraph, words: str, label: str, style: str, level: int) -> Heading | None:
    """A heading whose text runs on behind a colon: "1. Mục đích: Quy trình này ..."."""
    title, colon, rest = words.partition(":")
    starts_bold = next((run.bold for run in paragraph.runs if run.text.strip()), False)
    keys = keys_of(title) if colon and len(title) <= 80 and (label or starts_bold) else ()
    unknown = bool(label and title.isupper() and len(title) > 3 and starts_bold and style in ("decimal", "roman"))
    if not rest.strip() or not (keys or unknown):
        return None
    return Heading(keys, level, label, title.strip(), style, rest.strip())
