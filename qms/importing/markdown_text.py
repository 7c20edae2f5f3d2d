"""Tables of a document in Markdown: each becomes a sheet, called by the heading above it, its rows by their lines."""

import re
from collections.abc import Iterator
from itertools import chain, count

RULE = re.compile(r"^\s*\|?(?:\s*:?-{3,}:?\s*\|)+(?:\s*:?-{3,}:?\s*)?$")
HEADING = re.compile(r"^\s{0,3}#{1,6}\s+(?P<title>.+?)\s*#*$")
FENCE = re.compile(r"^\s{0,3}(```|~~~)")
BARS = re.compile(r"(?<!\\)\|")
BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
EMPHASIS = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
LONGEST_NAME = 60


def tables_in(text: str) -> Iterator[tuple[str, int, list[list[str]]]]:
    """(name, line of its titles, rows) of each table."""
    heading, fenced, names = "", False, set[str]()
    lines, first = text.splitlines(), 1
    table: list[list[str]] = []
    for number, line in enumerate([*lines, ""]):
        if FENCE.match(line):
            fenced = not fenced
        if table and (fenced or "|" not in line):
            yield called(heading, names), first, table
            table = []
        elif table:
            table.append([] if RULE.match(line) else cells_of(line))
        elif not fenced and number + 1 < len(lines) and "|" in line and RULE.match(lines[number + 1]):
            first, table = number + 1, [cells_of(line)]
        elif not fenced and (found := HEADING.match(line)):
            heading = plain(found.group("title"))


def cells_of(line: str) -> list[str]:
    """The cells between the bars; a bar behind a backslash is text."""
    inner = line.strip().removeprefix("|")
    inner = inner[:-1] if inner.endswith("|") and not inner.endswith("\\|") else inner
    return [plain(cell) for cell in BARS.split(inner)]


def plain(cell: str) -> str:
    """The text without marks of emphasis."""
    return EMPHASIS.sub(r"\2", BREAK.sub("\n", cell).replace("\\|", "|")).strip()


def called(heading: str, names: set[str]) -> str:
    """The heading, numbered where several tables stand under one; no sign that parts a sheet from a cell."""
    stem = heading.replace("!", " ").strip()[:LONGEST_NAME] or "1"
    numbered = (f"{stem} ({number})" for number in count(2))
    name = next(one for one in chain([stem], numbered) if one not in names)
    names.add(name)
    return name
