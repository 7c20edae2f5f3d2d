"""Looks into a workbook's zip without trusting a number written in it: parts are unpacked in pieces and counted."""

import struct
import zipfile
import zlib

from django.utils.translation import gettext as _

from qms.importing import limits
from qms.importing.problems import NotAWorkbook

PIECE = 256 * 1024
LOCAL_HEADER = struct.Struct("<4s5H3L2H")
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    KeyError,
    NotImplementedError,
    RuntimeError,
    IndexError,
)
"""What reading a damaged zip raises, whatever is packed in it."""


def damaged(name):
    """The refusal of a file that is cut off or broken."""
    return NotAWorkbook(
        _("“%(name)s” is damaged or cut off. Open it in Excel, save it again as .xlsx and choose that file.")
        % {"name": name}
    )


def too_big(name):
    """The refusal of a file that would unpack to far more than a register holds."""
    return NotAWorkbook(
        _("“%(name)s” unpacks to far more than a list can hold. Copy the rows into a new workbook and choose that.")
        % {"name": name}
    )


class Budget:
    """Bytes unpacked so far, refused as soon as they are more than a workbook may hold."""

    def __init__(self, name):
        self.name, self.total = name, 0

    def spend(self, unpacked, part_unpacked, part_packed):
        self.total += unpacked
        if self.total > limits.UNPACKED_BYTES:
            raise too_big(self.name)
        if part_unpacked > limits.RATIO_FROM and part_unpacked > limits.RATIO * max(part_packed, 1):
            raise too_big(self.name)


def open_archive(stream, name):
    """Return the zip after checks of its list of parts."""
    archive = zipfile.ZipFile(stream)
    entries = archive.infolist()
    if len(entries) > limits.ENTRIES:
        raise too_big(name)
    if sum(entry.file_size for entry in entries) > limits.UNPACKED_BYTES:
        raise too_big(name)
    if any(entry.flag_bits & 1 for entry in entries):
        raise NotAWorkbook(
            _("“%(name)s” is protected by a password. Remove the password, save it and choose it again.")
            % {"name": name}
        )
    if len({entry.filename for entry in entries}) != len(entries):
        raise damaged(name)
    return archive


def pieces(archive, entry, budget):
    """Yield the part in pieces, counting what really comes out, whatever its header says."""
    stream = archive.fp
    stream.seek(entry.header_offset)
    fields = LOCAL_HEADER.unpack(stream.read(LOCAL_HEADER.size))
    if fields[0] != b"PK\x03\x04" or entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise damaged(budget.name)
    stream.seek(fields[-2] + fields[-1], 1)
    packed = stream.read(entry.compress_size)
    if len(packed) < entry.compress_size:
        raise damaged(budget.name)
    unpack = stored if entry.compress_type == zipfile.ZIP_STORED else inflated
    unpacked = 0
    for piece in unpack(packed):
        unpacked += len(piece)
        budget.spend(len(piece), unpacked, len(packed))
        yield piece


def stored(packed):
    for start in range(0, len(packed), PIECE):
        yield packed[start : start + PIECE]


def inflated(packed):
    inflater = zlib.decompressobj(-15)
    rest = packed
    while rest and not inflater.eof:
        piece = inflater.decompress(rest, PIECE)
        rest = inflater.unconsumed_tail
        if piece:
            yield piece
    while not inflater.eof and (piece := inflater.decompress(b"", PIECE)):
        yield piece
    if not inflater.eof:
        raise zlib.error("incomplete stream")
