"""Refuses what cannot be read safely, before any parser sees it; each refusal says what to do."""

import io
import os
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation import gettext as _

from qms.importing import limits
from qms.importing.archive import BROKEN, Budget, damaged, open_archive, pieces
from qms.importing.file_types import kind_of
from qms.importing.part_scan import PartScan
from qms.importing.problems import NotAWorkbook
from qms.importing.shared_text import SharedText

NOT_EXCEL = (("word/", "Word"), ("ppt/", "PowerPoint"), ("visio/", "Visio"))


@dataclass
class Checked:
    """A file that passed: its content, its kind ("xlsx" or "csv") and the parts that hold cells in error."""

    name: str
    data: bytes
    kind: str
    parts_with_errors: list = field(default_factory=list)


def check_file(file, name=None):
    """Return the checked file, or raise NotAWorkbook with a sentence that says what is wrong and what to do."""
    name = name or (Path(file).name if isinstance(file, str | os.PathLike) else "file")
    data = content_of(file, name)
    checked = Checked(name, data, kind_of(data, name))
    if checked.kind == "xlsx":
        try:
            check_archive(checked)
        except BROKEN as broken:
            raise damaged(name) from broken
    return checked


def content_of(file, name):
    """The bytes of a path, of bytes or of an open file; never more than a workbook may hold."""
    if isinstance(file, bytes | bytearray | memoryview):
        data = bytes(file)
    elif isinstance(file, str | os.PathLike):
        with Path(file).open("rb") as stream:
            data = stream.read(limits.FILE_BYTES + 1)
    else:
        data = file.read(limits.FILE_BYTES + 1)
    if len(data) > limits.FILE_BYTES:
        raise NotAWorkbook(
            _("“%(name)s” is larger than %(size)s MB. Split the list into several files.")
            % {"name": name, "size": limits.FILE_BYTES // limits.MEGABYTE}
        )
    return data


def check_archive(checked):
    """Look at every part of the zip once: its name, its size, its content."""
    with open_archive(io.BytesIO(checked.data), checked.name) as archive:
        names = archive.namelist()
        budget = Budget(checked.name)
        refuse_other_formats(archive, names, budget)
        shared = SharedText()
        for entry in archive.infolist():
            scan_part(archive, entry, budget, shared, checked)
        if shared.could_exceed(limits.TEXT_BYTES):
            refuse_copied_text(archive, shared, checked.name)


def refuse_copied_text(archive, shared, name):
    """Count exactly, in a second pass: long strings are fine, long strings in very many cells are not."""
    held, budget = 0, Budget(name)
    for entry in archive.infolist():
        for piece in pieces(archive, entry, budget):
            held += shared.held_by(piece)
            if held > limits.TEXT_BYTES:
                raise NotAWorkbook(
                    _("“%(name)s” repeats very long texts in very many cells. Shorten them or split the list.")
                    % {"name": name}
                )


def scan_part(archive, entry, budget, shared, checked):
    is_text = entry.filename.lower().endswith((".xml", ".rels", ".vml"))
    scan = PartScan(checked.name, entry.filename) if is_text else None
    for piece in pieces(archive, entry, budget):
        if scan:
            scan.take(piece)
            shared.take(entry.filename, piece)
    if scan and scan.has_errors:
        checked.parts_with_errors.append(entry.filename)


def refuse_other_formats(archive, names, budget):
    """Macros, binary workbooks, OpenDocument, Word: each has its own way out."""
    lowered = [name.lower() for name in names]
    name = budget.name
    if "mimetype" in lowered and "content.xml" in lowered:
        raise NotAWorkbook(
            _("“%(name)s” is an OpenDocument file. Save it as .xlsx and choose that file.") % {"name": name}
        )
    for folder, program in NOT_EXCEL:
        if any(part.startswith(folder) for part in lowered):
            raise NotAWorkbook(
                _("“%(name)s” is a %(program)s file. Put the list into a workbook (.xlsx).")
                % {"name": name, "program": program}
            )
    if any(part.startswith("xl/") and part.endswith("workbook.bin") for part in lowered):
        raise NotAWorkbook(_("“%(name)s” is a binary workbook (.xlsb). Save it as .xlsx.") % {"name": name})
    if not names or "[content_types].xml" not in lowered:
        raise damaged(name)
    refuse_macros(archive, names, budget)


def refuse_macros(archive, names, budget):
    types = archive.getinfo(next(name for name in names if name.lower() == "[content_types].xml"))
    declared = b"".join(pieces(archive, types, budget)).lower()
    parts = any("vbaproject" in name.lower() or "macrosheets/" in name.lower() for name in names)
    if parts or b"macroenabled" in declared or b"macrosheet" in declared:
        raise NotAWorkbook(
            _("“%(name)s” contains macros. Save it as a workbook without macros (.xlsx) and choose that file.")
            % {"name": budget.name}
        )
