"""Looks into an office's own Word file before any program opens it: what it holds, what it fetches, what it runs."""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator

from lxml import etree

from qms.importing.archive import Budget, open_archive, pieces
from qms.importing.limits import MEGABYTE
from qms.importing.problems import NotAWorkbook
from qms.printing.template_faults import Fault, distinct

FILE_MB = 5
PARTS = 300
PART_BYTES = 6 * MEGABYTE
UNPACKED_BYTES = 40 * MEGABYTE
OLE = b"\xd0\xcf\x11\xe0"
BROKEN: tuple[type[Exception], ...] = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError)
BROKEN += (KeyError, NotImplementedError, RuntimeError, IndexError, etree.XMLSyntaxError)
BEFORE_MARKUP = b"\xef\xbb\xbf\xfe\xff\x00 \t\r\n"
TYPES = "[Content_Types].xml"
DOCUMENT = b"wordprocessingml.document.main+xml"
TEMPLATE = b"wordprocessingml.template.main+xml"
# Kinds of parts that a form may be made of; everything else is refused by name.
KINDS = frozenset({"comments", "commentsExtended", "commentsExtensible", "commentsIds", "people", "customXml"})
KINDS |= {"core-properties", "custom-properties", "customXmlProps", "extended-properties", "officeDocument"}
KINDS |= {"endnotes", "font", "fontTable", "footer", "footnotes", "glossaryDocument", "header", "hyperlink", "image"}
KINDS |= {"numbering", "settings", "styles", "stylesWithEffects", "theme", "thumbnail", "webSettings"}
LINKS = ("http://", "https://", "mailto:")
# Fields that only count, refer or lead within the document.
FIELDS = frozenset({"PAGE", "NUMPAGES", "SECTION", "SECTIONPAGES", "PAGEREF", "REF", "NOTEREF", "STYLEREF", "SEQ"})
FIELDS |= {"TOC", "TC", "HYPERLINK", "QUOTE", "SYMBOL", "TITLE"}
UNWANTED = frozenset({"altChunk", "subDoc", "control", "OLEObject", "object", "mailMerge", "ocx", "movie"})


class Unreadable(Exception):
    """The file cannot be looked into any further."""

    def __init__(self, code: str, **params: str):
        super().__init__(code)
        self.fault = Fault(code, params)


def faults_of_parts(content: bytes) -> list[Fault]:
    """Each thing in the file that a form may not hold; none for a plain Word document."""
    try:
        parts = _unpacked(content)
        _refuse_other_formats(parts)
        found = [fault for name, part in parts.items() for fault in _faults_of_part(name, part)]
    except Unreadable as problem:
        return [problem.fault]
    except NotAWorkbook:
        return [Fault("unpacks")]
    except BROKEN:
        return [Fault("damaged")]
    return distinct(found)


def _unpacked(content: bytes) -> dict[str, bytes]:
    """The parts by name, unpacked in pieces and counted, whatever their headers say."""
    if not content:
        raise Unreadable("empty")
    if len(content) > FILE_MB * MEGABYTE:
        raise Unreadable("too_big", size=str(FILE_MB))
    if content.startswith(OLE):
        raise Unreadable("old_word")
    if not content.startswith(b"PK"):
        raise Unreadable("not_word")
    parts: dict[str, bytes] = {}
    total = 0
    with open_archive(io.BytesIO(content), "") as archive:
        if len(archive.infolist()) > PARTS:
            raise Unreadable("unpacks")
        budget = Budget("")
        for entry in archive.infolist():
            part = bytearray()
            for piece in pieces(archive, entry, budget):
                part += piece
                total += len(piece)
                if total > UNPACKED_BYTES or (len(part) > PART_BYTES and _is_xml(entry.filename, part)):
                    raise Unreadable("unpacks")
            parts[entry.filename] = bytes(part)
    return parts


def _is_xml(name: str, part: bytes | bytearray) -> bool:
    """By name or by how it begins: the list of types may call any part a document."""
    return name.lower().endswith((".xml", ".rels", ".vml")) or part[:64].lstrip(BEFORE_MARKUP).startswith(b"<")


def _refuse_other_formats(parts: dict[str, bytes]) -> None:
    types = parts.get(TYPES, b"")
    lowered = types.lower()
    if b"macroenabled" in lowered or any("vba" in name.lower() for name in parts):
        raise Unreadable("macros")
    if TEMPLATE in lowered:
        raise Unreadable("word_template")
    if DOCUMENT not in lowered:
        raise Unreadable("not_word")


def _faults_of_part(name: str, part: bytes) -> Iterator[Fault]:
    if not _is_xml(name, part):
        return
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    root = etree.fromstring(part, parser)
    if root.getroottree().docinfo.doctype or b"<!entity" in part.lower():
        raise Unreadable("definitions")
    if name.lower().endswith(".rels"):
        yield from _faults_of_relations(root)
    else:
        yield from _faults_of_elements(root)
        yield from _faults_of_fields(root)


def _faults_of_relations(root: etree._Element) -> Iterator[Fault]:
    for relation in root.iter("{*}Relationship"):
        kind = relation.get("Type", "").rpartition("/")[2]
        target = relation.get("Target", "")
        external = relation.get("TargetMode", "").lower() == "external"
        if kind == "attachedTemplate":
            yield Fault("attached", {"target": _short(target)})
        elif external and not (kind == "hyperlink" and target.lower().startswith(LINKS)):
            yield Fault("external", {"target": _short(target)})
        elif kind not in KINDS:
            yield Fault("embedded", {"kind": _short(kind)})


def _faults_of_elements(root: etree._Element) -> Iterator[Fault]:
    for element in root.iter(etree.Element):
        tag = etree.QName(element).localname
        if tag in UNWANTED:
            yield Fault("embedded", {"kind": tag})
        for key, value in element.attrib.items():
            # Drawings may name an address in place, without a relation.
            if key.rpartition("}")[2] in {"src", "href"} and value and not value.startswith("#"):
                yield Fault("external", {"target": _short(value)})


def _faults_of_fields(root: etree._Element) -> Iterator[Fault]:
    for element in root.iter("{*}fldSimple"):
        instruction = next((value for key, value in element.attrib.items() if key.endswith("}instr")), "")
        yield from _faults_of_instruction(instruction)
    for instruction in _instructions(root):
        yield from _faults_of_instruction(instruction)


def _instructions(root: etree._Element) -> Iterator[str]:
    """What each field says, put together from the runs over which Word spreads it; fields may lie in fields."""
    opened: list[list[str]] = []
    loose: list[str] = []
    for element in root.iter("{*}fldChar", "{*}instrText"):
        if etree.QName(element).localname == "instrText":
            (opened[-1] if opened else loose).append(element.text or "")
            continue
        kind = next((value for key, value in element.attrib.items() if key.endswith("}fldCharType")), "")
        if kind == "begin":
            opened.append([])
        elif kind == "end" and opened:
            yield "".join(opened.pop())
    yield from ("".join(words) for words in (*opened, loose) if words)


def _faults_of_instruction(instruction: str) -> Iterator[Fault]:
    word, _, rest = instruction.strip().partition(" ")
    if word and word.upper() not in FIELDS:
        yield Fault("field", {"field": _short(word)})
    target = rest.strip().lstrip('"“').lower()
    if word.upper() == "HYPERLINK" and not target.startswith((*LINKS, "\\l")):
        yield Fault("external", {"target": _short(rest.strip())})


def _short(text: str) -> str:
    return text if len(text) <= 80 else text[:79] + "…"
