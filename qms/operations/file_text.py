"""The words of the files that an issue carries, for search: bounded in size and time; a fault never stops a step."""

import logging
import subprocess
import sys
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from django.core.files.storage import storages

from qms.documents import CONTENT_FILE
from qms.importing.archive import BROKEN, Budget, open_archive, pieces
from qms.importing.guards import check_file
from qms.importing.part_scan import DECLARATION
from qms.importing.problems import NotAWorkbook
from qms.models.documents import Issue

READER = Path(__file__).with_name("file_words.py")
SECONDS = 20  # of a clock on the wall, for one file
LONGEST = 400_000  # characters of one issue
KINDS = {
    "application/pdf": "pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "word",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "excel",
}

logger = logging.getLogger(__name__)


def text_of_files(issue: Issue) -> str:
    """Words of the Word, PDF and Excel files under the issue's control, in their order.

    Remembered by content: asked before a transaction, the same question inside it costs nothing.
    """
    links = issue.file_links.filter(purpose=CONTENT_FILE, ended_at=None).select_related("file").order_by("name", "pk")
    found = [words_of(link.file.stored_name, link.file.media_type) for link in links]
    return " ".join(filter(None, found))[:LONGEST]


@lru_cache(maxsize=256)
def words_of(stored_name: str, media_type: str) -> str:
    """The words of one stored file; empty for one that cannot be read."""
    kind = KINDS.get(media_type)
    if kind is None:
        return ""
    try:
        with storages["records"].open(stored_name) as stored:
            content = stored.read()
        _check(kind, content)
        return _read_apart(kind, content)
    except (NotAWorkbook, subprocess.SubprocessError, *BROKEN) as fault:
        logger.warning("The words of file %s cannot be read: %s", stored_name, type(fault).__name__)
        return ""


def _check(kind: str, content: bytes) -> None:
    """The guards of imports: what unpacks to far too much or declares entities is not parsed."""
    if kind == "excel":
        check_file(content, "file.xlsx")
    elif kind == "word":
        _check_word(content)


def _check_word(content: bytes) -> None:
    with open_archive(BytesIO(content), "file.docx") as archive:
        budget = Budget("file.docx")
        for entry in archive.infolist():
            is_text = entry.filename.lower().endswith((".xml", ".rels"))
            before = b""
            for piece in pieces(archive, entry, budget):
                if is_text and (DECLARATION.search(before + piece) or b"\x00" in piece):
                    raise ValueError("declares entities")
                before = piece[-20:]


def _read_apart(kind: str, content: bytes) -> str:
    """Parse in a process of its own, which the system ends when it takes too long or too much."""
    command = [sys.executable, "-I", str(READER), kind]
    done = subprocess.run(command, input=content, capture_output=True, timeout=SECONDS, check=True)  # noqa: S603 - ours
    return done.stdout.decode("utf-8", "replace").replace("\x00", "")
