"""What a paragraph takes from its style: heading level, bold, list, table of contents."""

import re
from dataclasses import dataclass
from typing import Any

from docx.oxml.ns import qn

from cms.word.numbering import integer, value

HEADING = re.compile(r"^(?:heading|tiêu đề|đề mục)\s*(\d)$", re.IGNORECASE)
TOC = re.compile(r"^(?:toc|mục lục)\s*(\d|heading)?$", re.IGNORECASE)


@dataclass(frozen=True)
class Style:
    """What one style gives, its bases included."""

    level: int = 0
    bold: bool = False
    italic: bool = False
    number: str = ""
    number_level: int = 0
    is_toc: bool = False


def switched_on(parent: Any, tag: str) -> bool | None:
    """True or False for a w:b or w:i that is written, None where it is not."""
    found = None if parent is None else parent.find(qn(tag))
    return None if found is None else found.get(qn("w:val"), "true") not in ("0", "false", "off")


def outline_level(properties: Any) -> int:
    """1 to 9 where the paragraph is in the outline, else 0."""
    found = None if properties is None else properties.find(qn("w:outlineLvl"))
    level = integer(value(found), 9) if found is not None else 9
    return level + 1 if 0 <= level < 9 else 0


class Styles:
    """Every style of the file by its key."""

    def __init__(self, element: Any) -> None:
        self.elements = {style.get(qn("w:styleId"), ""): style for style in element.findall(qn("w:style"))}
        self.known: dict[str, Style] = {}

    def get(self, key: str) -> Style:
        """The style of that key; a plain one where it is missing."""
        if key not in self.known:
            self.known[key] = self._read(key)
        return self.known[key]

    def _chain(self, key: str) -> list[Any]:
        chain: list[Any] = []
        while key in self.elements and self.elements[key] not in chain:
            chain.append(self.elements[key])
            key = value(chain[-1].find(qn("w:basedOn")))
        return chain

    def _read(self, key: str) -> Style:
        level, bold, italic, number, number_level, is_toc = 0, None, None, "", 0, False
        for element in self._chain(key):
            name = value(element.find(qn("w:name"))).strip()
            paragraph, run = element.find(qn("w:pPr")), element.find(qn("w:rPr"))
            heading = HEADING.match(name)
            level = level or outline_level(paragraph) or (int(heading.group(1)) if heading else 0)
            is_toc = is_toc or bool(TOC.match(name))
            bold = switched_on(run, "w:b") if bold is None else bold
            italic = switched_on(run, "w:i") if italic is None else italic
            listed = paragraph.find(qn("w:numPr")) if paragraph is not None else None
            if listed is not None and not number:
                number = value(listed.find(qn("w:numId")))
                number_level = integer(value(listed.find(qn("w:ilvl")), "0"))
        return Style(level, bool(bold), bool(italic), number, number_level, is_toc)
