"""Opens a Word file that passed the guard: its blocks, its headers and footers, what stood aside."""

import io
import zipfile
from dataclasses import dataclass, field
from typing import Any

import docx
from docx.opc.exceptions import OpcError
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from lxml import etree

from cms.word.elements import Reader
from cms.word.guard import check_word
from cms.word.numbering import Numbering
from cms.word.pieces import Block, lines_of
from cms.word.problems import damaged
from cms.word.styles import Styles
from qms.importing.archive import BROKEN

FAULTS = (*BROKEN, OpcError, etree.XMLSyntaxError, AttributeError, TypeError, AssertionError, zipfile.LargeZipFile)


@dataclass
class WordFile:
    """What stands in a file, before anything of it is understood."""

    blocks: list[Block]
    margins: list[Block] = field(default_factory=list)
    margin_texts: list[str] = field(default_factory=list)
    boxes: list[str] = field(default_factory=list)
    footnotes: list[str] = field(default_factory=list)
    met: dict[str, int] = field(default_factory=dict)


def open_word(content: bytes, name: str) -> WordFile:
    """The file's paragraphs and tables. Raises NotAWordFile with a sentence that says what to do."""
    check_word(content, name)
    try:
        return _read(docx.Document(io.BytesIO(content)))
    except FAULTS as broken:
        raise damaged(name) from broken


def _read(document: Any) -> WordFile:
    part = document.part
    styles = Styles(document.styles.element)
    reader = Reader(styles, _numbering(part))
    blocks = reader.blocks(document.element.body)
    file = WordFile(blocks, boxes=list(reader.boxes))
    _read_margins(part, styles, file)
    file.footnotes = [_note(part, kind, key, reader) for kind, key in reader.notes]
    file.met = {kind: count for kind, count in reader.met.items() if count}
    return file


def _numbering(part: Any) -> Numbering:
    found = _parts(part, "/numbering")
    return Numbering(_root(found[0]) if found else None)


def _parts(part: Any, kind: str) -> list[Any]:
    related = [relation for relation in part.rels.values() if not relation.is_external]
    return [relation.target_part for relation in related if relation.reltype.endswith(kind)]


def _root(part: Any) -> Any:
    return part.element if hasattr(part, "element") else parse_xml(part.blob)


def _read_margins(part: Any, styles: Styles, file: WordFile) -> None:
    """Headers and footers are read by a reader of their own: their lists and pictures are not the body's."""
    for margin in [*_parts(part, "/header"), *_parts(part, "/footer")]:
        reader = Reader(styles, Numbering())
        blocks = reader.blocks(_root(margin))
        file.margins += blocks
        file.margin_texts += [line for line in lines_of(blocks) if line] + reader.boxes


def _note(part: Any, kind: str, key: str, reader: Reader) -> str:
    for found in _parts(part, f"/{kind}"):
        for note in _root(found):
            if note.get(qn("w:id")) == key:
                return " ".join(line for line in lines_of(reader.blocks(note)) if line)
    return ""
