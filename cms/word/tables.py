"""Rows of a known table as plain data."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from cms.word.columns import Layout, role_of
from cms.word.durations import read_duration
from cms.word.pieces import Cell, Table
from qms.importing.text import fold

TOTAL = re.compile(r"^(?:tong(?: cong| so| thoi gian)?|cong|total)\b")
UNFINISHED = re.compile(r"(?:[,/]|\b(?:hoặc|và|của|theo|or|and|of))$")
ROW_NUMBER = re.compile(r"^[bB]?(?:ước)?\s*\d+[.)]?$|^[IVXivx]+[.)]?$|^[a-zA-Z][.)]?$")
GROUP_NUMBER = re.compile(r"^[IVX]+\.?$|^[A-Z]\.?$")
SAME_TOGETHER = {"responsible", "result", "retention", "place", "keeper", "disposal", "note", "code"}


@dataclass
class Row:
    """One row: text by role, the roles whose cell goes on from the row above, text of unknown columns."""

    texts: dict[str, str] = field(default_factory=dict)
    joined: set[str] = field(default_factory=set)
    spare: list[str] = field(default_factory=list)
    lone: str = ""  # the one text of a row that is a single cell
    number: str = ""

    def get(self, role: str) -> str:
        return self.texts.get(role, "")

    @property
    def opens_group(self) -> bool:
        """ "II | Giai đoạn trình ký": a title for the steps below it."""
        filled = {role for role, text in self.texts.items() if text}
        return filled == {"what"} and not self.spare and bool(GROUP_NUMBER.match(self.number))


def rows_of(table: Table, layout: Layout) -> Iterator[Row]:
    """Rows of content; a merged cell counts for each row it spans where that is what it means."""
    above: dict[str, str] = {}
    for cells in table.rows[layout.first_row :]:
        row = _row(cells, layout)
        for role in row.joined:
            if role in SAME_TOGETHER or (role == "name" and layout.kind != "dossier"):
                row.texts[role] = above.get(role, "")
        above = {**above, **row.texts}
        if any(row.texts.values()) or row.spare or row.lone:
            yield row


def _row(cells: list[Cell], layout: Layout) -> Row:
    row = Row()
    filled = [cell for cell in cells if cell.text]
    if len(filled) == 1 and filled[0].span > 1 and filled[0].span >= layout.columns[-1].end // 2 + 1:
        row.lone = filled[0].text
        return row
    for column in layout.columns:
        inside = [cell for cell in cells if column.start <= cell.start < column.end]
        text = "\n".join(cell.text for cell in inside if cell.text)
        if column.role and column.role != "order":
            if text:
                row.texts[column.role] = "\n".join(filter(None, (row.get(column.role), text)))
            if inside and all(cell.joined for cell in inside):
                row.joined.add(column.role)
        elif text and not column.role:
            row.spare.append(f"{column.title}: {text}" if column.title else text)
        elif ROW_NUMBER.match(text.strip()):
            row.number = text.strip()
        elif fold(text):
            row.texts["order"] = text
    return row


def beside_the_rows(table: Table, layout: Layout) -> Iterator[str]:
    """Words above the titles, and titles of unknown columns without a single value."""
    for row in table.rows[: layout.title_row]:
        yield from (cell.text for cell in row if cell.text)
    titles = {column.title for column in layout.columns}
    for row in table.rows[layout.title_row : layout.first_row]:
        told = (cell.text for cell in row if cell.text.replace("\n", " ") not in titles)
        yield from (text for text in told if text and not role_of(text, layout.kind))
    for column in layout.columns:
        values = (cell for row in table.rows[layout.first_row :] for cell in row)
        if not column.role and column.title and not any(cell.start == column.start and cell.text for cell in values):
            yield column.title


def read_steps(table: Table, layout: Layout, unread: list[str]) -> list[dict[str, Any]]:
    """Steps of a procedure. What has no place in a step goes to `unread`."""
    steps: list[dict[str, Any]] = []
    group = ""
    for row in rows_of(table, layout):
        if row.lone or row.opens_group:
            group = f"{group}\n{row.lone or row.get('what')}".strip()
            continue
        if TOTAL.match(fold(row.get("what") or row.get("order"))):
            unread.append(" | ".join(filter(None, [row.get("what"), *row.texts.values()])))
        elif "what" in row.joined and steps and not row.get("what"):
            _continue(steps[-1], row)
        else:
            steps.append(_step(row, group))
            group = ""
        unread += row.spare
    if group:
        unread.append(group)
    return steps


def _step(row: Row, group: str) -> dict[str, Any]:
    duration, unit, left = _time(row)
    return {
        "what": "\n".join(filter(None, (group, row.get("order"), row.get("what")))),
        "responsible": one_line(row.get("responsible")),
        "duration": duration,
        "duration_unit": unit,
        "result": "; ".join(filter(None, (one_line(row.get("result")), left, one_line(row.get("note"))))),
    }


def _time(row: Row) -> tuple[float | int | None, str | None, str]:
    """Number and unit; a time that says anything else stays as text."""
    text = row.get("duration")
    if not re.sub(r"[-–—.…/\s]", "", text):
        return None, None, ""
    read = read_duration(text)
    return (*read, "") if read else (None, None, one_line(text))


def _continue(step: dict[str, Any], row: Row) -> None:
    """The same work goes on in a second row: further people, further results, more time."""
    duration, unit, left = _time(row)
    further = [("responsible", "responsible"), ("result", "order"), ("result", "result"), ("result", "note")]
    for name, text in ((name, row.get(role)) for name, role in further):
        addition = one_line(text)
        if addition and addition not in step[name]:
            step[name] = "; ".join(filter(None, (step[name], addition)))
    if left or (duration is not None and step["duration"] is not None):
        told = one_line(row.get("duration"))
        step["result"] = "; ".join(filter(None, (step["result"], told)))
    elif duration is not None:
        step["duration"], step["duration_unit"] = duration, unit


def one_line(text: str) -> str:
    """Lines of a cell as one: a line that goes on behind a blank, a new one behind a semicolon."""
    told = ""
    for line in text.split("\n"):
        words = re.sub(r"^[-–+•▪]\s*", "", line).strip()
        if words and told:
            goes_on = words == line.strip() and (words[0].islower() or UNFINISHED.search(told))
            told = f"{told} {words}" if goes_on else f"{told.rstrip(';,')}; {words}"
        else:
            told = told or words
    return told


def read_plain(table: Table, layout: Layout, fields: tuple[str, ...], unread: list[str]) -> list[dict[str, Any]]:
    """Rows of a table whose columns are all text."""
    found = []
    for row in rows_of(table, layout):
        unread += row.spare
        if row.lone:
            unread.append(row.lone)
            continue
        texts = {name: one_line(row.get(name)) for name in fields}
        if row.get("order"):
            unread.append(row.get("order"))
        if any(texts.values()):
            found.append(texts)
    return found


def read_dossier(table: Table, layout: Layout, unread: list[str]) -> list[dict[str, Any]]:
    """Parts of a dossier: how many originals, how many copies."""
    found: list[dict[str, Any]] = []
    for row in rows_of(table, layout):
        unread += row.spare
        if row.lone or not row.get("name"):
            unread += [row.lone] if row.lone else list(row.texts.values())
            continue
        part: dict[str, Any] = {"name": one_line(row.get("name"))}
        notes = [one_line(row.get("note"))]
        for name in ("originals", "copies"):
            part[name], left = counted(row.get(name))
            notes.append(left)
        part["note"] = "; ".join(filter(None, notes))
        found.append(part)
    return found


def counted(text: str) -> tuple[int, str]:
    """("01 bản" > 1, "x" > 1, "" > 0): the number and what could not be read as one."""
    words = fold(text)
    if not re.sub(r"[-–—]", "", words):
        return 0, ""
    if words in ("x", "co", "v", "✓", "1 ban", "mot") or text.strip() in ("x", "X", "✓", "✔", "▪", "☑"):
        return 1, ""
    found = re.fullmatch(r"0*(\d{1,2})(?:\s+(?:mot|hai|ba|bon|nam))?(?:\s+(?:ban|bo|to)(?: chinh| sao)?)?", words)
    return (int(found.group(1)), "") if found else (0, text.strip().replace("\n", " "))
