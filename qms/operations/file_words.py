"""Reads the words of one Word, Excel or PDF file in a process of its own: `python file_words.py KIND < FILE`.

Stands alone: no Django, nothing of ours, so that whatever a file does to a parser ends with this process. Memory and
computing time are bounded by the system; at most LONGEST characters leave.
"""

import io
import sys
from collections.abc import Callable, Iterator
from typing import Any

LONGEST = 200_000
MEMORY = 1024 * 1024 * 1024
SECONDS = 15


def of_word(content: bytes) -> Iterator[str]:
    """Paragraphs and cells of the body, then headers and footers, each once."""
    from docx import Document  # noqa: PLC0415 - only for Word files

    document = Document(io.BytesIO(content))
    yield from _paragraphs(document.element.body)
    seen: set[str] = set()
    for section in document.sections:
        for part in (section.header, section.footer):
            for text in _paragraphs(part._element):
                if text not in seen:
                    seen.add(text)
                    yield text


def _paragraphs(element: Any) -> Iterator[str]:
    from docx.oxml.ns import qn  # noqa: PLC0415 - only for Word files

    for paragraph in element.iter(qn("w:p")):
        yield "".join(node.text or "" for node in paragraph.iter(qn("w:t")))


def of_excel(content: bytes) -> Iterator[str]:
    """Every cell that holds something, sheet by sheet."""
    from python_calamine import CalamineWorkbook  # noqa: PLC0415 - only for workbooks

    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    for name in book.sheet_names:
        yield name
        for row in book.get_sheet_by_name(name).iter_rows():
            yield " ".join(str(cell) for cell in row if cell not in ("", None))


def of_pdf(content: bytes) -> Iterator[str]:
    """Page after page; scans hold no words."""
    from pypdf import PdfReader  # noqa: PLC0415 - only for PDF

    for page in PdfReader(io.BytesIO(content)).pages:
        yield page.extract_text()


READERS: dict[str, Callable[[bytes], Iterator[str]]] = {"word": of_word, "excel": of_excel, "pdf": of_pdf}


def words(kind: str, content: bytes) -> str:
    """The words with single blanks, cut at LONGEST."""
    found: list[str] = []
    length = 0
    for text in READERS[kind](content):
        plain = " ".join(text.split())
        if plain:
            found.append(plain)
            length += len(plain) + 1
        if length >= LONGEST:
            break
    return " ".join(found)[:LONGEST]


def bound() -> None:
    """Have the system end this process when it takes too much."""
    try:
        import resource  # noqa: PLC0415 - not on every system
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


if __name__ == "__main__":
    bound()
    sys.stdout.buffer.write(words(sys.argv[1], sys.stdin.buffer.read()).encode())
