"""Refuses what cannot be read safely, before any parser sees it; each refusal says what to do."""

import io
import re
import zipfile

from django.utils.translation import gettext as _

from cms.word.problems import NotAWordFile, damaged, too_big
from qms.importing import limits
from qms.importing.archive import BROKEN, Budget, pieces
from qms.importing.file_types import MARKUP, OLE, ZIP
from qms.importing.problems import NotAWorkbook

XML_BYTES = 40 * limits.MEGABYTE  # a procedure of 300 pages holds about 10 MB of it
PARAGRAPHS = 60_000
DECLARATION = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
MAIN = b"wordprocessingml.document.main+xml"


class WordBudget(Budget):
    """Bytes unpacked so far, refused as soon as they are more than a Word file may hold."""

    def spend(self, unpacked: int, part_unpacked: int, part_packed: int) -> None:
        self.total += unpacked
        bomb = part_unpacked > limits.RATIO_FROM and part_unpacked > limits.RATIO * max(part_packed, 1)
        if bomb or self.total > limits.UNPACKED_BYTES:
            raise too_big(self.name)


def check_word(content: bytes, name: str) -> None:
    """Raise NotAWordFile unless the bytes are a Word file that can be opened safely."""
    if len(content) > limits.FILE_BYTES:
        text = _("“%(name)s” is larger than %(size)s MB. Make its pictures smaller and choose it again.")
        raise NotAWordFile(text % {"name": name, "size": limits.FILE_BYTES // limits.MEGABYTE})
    if not content.strip(b"\x00\t\r\n "):
        raise NotAWordFile(_("“%(name)s” is empty. Choose the file that holds the procedure.") % {"name": name})
    if not content.startswith(ZIP):
        _refuse_other_file(content, name)
    try:
        _check_archive(content, name)
    except NotAWorkbook as broken:
        raise damaged(name) from broken
    except BROKEN as broken:
        raise damaged(name) from broken


def _refuse_other_file(content: bytes, name: str) -> None:
    """Each other format has its own way out."""
    start = content[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if content.startswith(OLE) and "EncryptedPackage".encode("utf-16-le") in content:
        text = _("“%(name)s” is protected by a password. Remove the password in Word, save it and choose it again.")
    elif content.startswith(OLE):
        text = _(
            "“%(name)s” is in an old format (.doc). Open it in Word, save it as Word document (.docx), choose that."
        )
    elif start.startswith(b"%pdf"):
        text = _(
            "“%(name)s” is a PDF. Its sections cannot be read: choose the Word file that it was made from (.docx)."
        )
    elif start.startswith((b"{\\rtf", *MARKUP)):
        text = _("“%(name)s” is another kind of file under this name. Open it in Word, save it as .docx, choose that.")
    else:
        text = _("“%(name)s” is no Word file. Save the procedure as Word document (.docx) and choose that file.")
    raise NotAWordFile(text % {"name": name})


def _check_archive(content: bytes, name: str) -> None:
    """Look at every part once: its name, its size, its content."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entries = archive.infolist()
        if len(entries) > limits.ENTRIES or sum(entry.file_size for entry in entries) > limits.UNPACKED_BYTES:
            raise too_big(name)
        if any(entry.flag_bits & 1 for entry in entries):
            text = _("“%(name)s” is protected by a password. Remove the password in Word, save it and choose it again.")
            raise NotAWordFile(text % {"name": name})
        if len({entry.filename.lower() for entry in entries}) != len(entries):
            raise damaged(name)
        _refuse_other_formats(archive, name)
        budget, held = WordBudget(name), 0
        for entry in entries:
            held += _scan(archive, entry, budget)
            if held > XML_BYTES:
                raise too_big(name)


def _refuse_other_formats(archive: zipfile.ZipFile, name: str) -> None:
    names = {part.lower(): part for part in archive.namelist()}
    if "mimetype" in names and "content.xml" in names:
        text = _("“%(name)s” is an OpenDocument file. Save it as Word document (.docx) and choose that file.")
        raise NotAWordFile(text % {"name": name})
    if "[content_types].xml" not in names:
        raise damaged(name)
    if not any(part.startswith("word/") for part in names):
        text = _("“%(name)s” is no Word file. Save the procedure as Word document (.docx) and choose that file.")
        raise NotAWordFile(text % {"name": name})
    types = archive.getinfo(names["[content_types].xml"])
    declared = b"".join(pieces(archive, types, WordBudget(name))).lower()
    if b"macroenabled" in declared or any("vbaproject" in part for part in names):
        text = _("“%(name)s” contains macros. Save it as Word document without macros (.docx) and choose that file.")
        raise NotAWordFile(text % {"name": name})
    if MAIN not in declared:
        text = _(
            "“%(name)s” is a Word template or of another kind. Save it as Word document (.docx), choose that file."
        )
        raise NotAWordFile(text % {"name": name})


def _scan(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, budget: WordBudget) -> int:
    """Unpack one part in pieces; the bytes of XML it holds."""
    is_text = entry.filename.lower().endswith((".xml", ".rels", ".vml"))
    held = paragraphs = 0
    rest = b""
    for piece in pieces(archive, entry, budget):
        if not is_text:
            continue
        held += len(piece)
        window = rest + piece
        if b"\x00" in window or (b"<!" in window and DECLARATION.search(window)):
            text = _(
                "“%(name)s” holds definitions that Word never writes, so it was not opened. "
                "Copy the text into a new file."
            )
            raise NotAWordFile(text % {"name": budget.name})
        paragraphs += piece.count(b"<w:p ") + piece.count(b"<w:p>")
        if paragraphs > PARAGRAPHS:
            raise too_big(budget.name)
        rest = window[-64:]
    return held
