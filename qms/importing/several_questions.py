"""Several questions in one cell: found by their marks, taken apart only where a person asks for it."""

import re
from collections.abc import Iterator
from typing import Any

MARK = re.compile(r"^\s*(?:[✅✔☑✓•●▪■◦‣○□☐➢➤*+–—-]|\(?\d{1,2}[.)]|\(?[a-zđ][.)])\s*(?=\S)", re.IGNORECASE)
FIELD = "question"


def questions_in(value: Any) -> list[str]:
    """The questions of a cell; fewer than two where it holds one, or running text."""
    if value.__class__ is not str or "\n" not in value:
        return []
    lines = [line for line in value.split("\n") if line.strip()]
    if sum(bool(MARK.match(line)) for line in lines) >= max(2, len(lines) * 0.6):
        return list(by_marks(lines))
    if len(lines) > 1 and all(line.rstrip().endswith("?") for line in lines):
        return [line.strip() for line in lines]
    return []


def by_marks(lines: list[str]) -> Iterator[str]:
    """Each marked line begins a question; the lines below it go on with it."""
    current = ""
    for line in lines:
        if (found := MARK.match(line)) and current:
            yield current
            current = ""
        text = line[found.end() :].strip() if found else line.strip()
        current = f"{current}\n{text}" if current else text
    if current:
        yield current
