"""Paragraphs, lists and tables as the rich text that sections hold: bold, italic, lists, small headings."""

import re
from collections.abc import Iterator, Sequence

from django.utils.html import escape

from cms.word.headings import split_label
from cms.word.pieces import Block, Paragraph, Run, Table, tidy

DASH = re.compile(r"^\s*([-–•▪●o*])\s+(?=\S)")
PLUS = re.compile(r"^\s*\+\s+(?=\S)")
SIMPLE_NUMBER = re.compile(r"^(\d+)[.)]$")


def inline(runs: list[Run]) -> str:
    """The runs with their bold and italic, blanks tidied, line ends as breaks."""
    parts: list[tuple[str, bool, bool]] = []
    for run in runs:
        if parts and (parts[-1][1:] == (run.bold, run.italic) or not run.text.strip()):
            parts[-1] = (parts[-1][0] + run.text, *parts[-1][1:])
        else:
            parts.append((run.text, run.bold, run.italic))
    marked = "".join(_marked(*part) for part in parts)
    lines = (" ".join(line.split()) for line in marked.split("\n"))
    return "<br/>".join(line for line in lines if line)


def _marked(text: str, bold: bool, italic: bool) -> str:
    text = tidy_inside(text)
    core = text.strip()
    if not core or not (bold or italic):
        return escape(text)
    before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    words = str(escape(core))
    words = f"<i>{words}</i>" if italic else words
    return f"{before}<b>{words}</b>{after}" if bold else f"{before}{words}{after}"


def tidy_inside(text: str) -> str:
    """Composed letters and single blanks; a blank at either end stays."""
    before, after = text[:1].isspace(), text[-1:].isspace()
    core = tidy(text)
    if not core:
        return " " if text else ""
    return f"{' ' if before else ''}{core}{' ' if after else ''}"


def rich_text(blocks: Sequence[Block]) -> str:
    """The blocks one after the other."""
    return "".join(_pieces(list(blocks)))


def _pieces(blocks: list[Block]) -> Iterator[str]:
    place = 0
    while place < len(blocks):
        block = blocks[place]
        if isinstance(block, Table):
            yield table_as_list(block)
            place += 1
            continue
        kind = list_kind(block)
        if kind:
            items = list(_items(blocks, place, kind))
            place += len(items)
            yield from _drawn(items, kind)
            continue
        words = inline(block.runs)
        if words:
            yield f"<p>{_labelled(block, words)}</p>"
        place += 1


def list_kind(paragraph: Paragraph) -> str:
    """ "ul", "ol" or "": numbers stay as they are written unless they simply count 1, 2, 3."""
    if not paragraph.text:
        return ""
    if paragraph.marker == "bullet" or (not paragraph.label and _dash(paragraph)):
        return "ul"
    return "ol" if SIMPLE_NUMBER.match(paragraph.label) and not paragraph.heading_level else ""


def _dash(paragraph: Paragraph) -> bool:
    return bool(DASH.match(paragraph.text) or PLUS.match(paragraph.text))


def _items(blocks: list[Block], place: int, kind: str) -> Iterator[Paragraph]:
    for block in blocks[place:]:
        if isinstance(block, Table) or list_kind(block) != kind:
            return
        yield block


def _drawn(items: list[Paragraph], kind: str) -> Iterator[str]:
    if kind == "ol":
        yield from _numbered(items)
        return
    depths = [_depth(item) for item in items]
    lowest = min(depths)
    out, open_inner = ["<ul>"], False
    for item, depth in zip(items, depths, strict=True):
        inner = depth > lowest and len(out) > 1
        if inner and not open_inner:
            out[-1] = out[-1].removesuffix("</li>") + "<ul>"
        if open_inner and not inner:
            out.append("</ul></li>")
        out.append(f"<li>{_without_dash(item)}</li>")
        open_inner = inner
    yield "".join([*out, "</ul></li>" if open_inner else "", "</ul>"])


def _depth(item: Paragraph) -> int:
    return item.depth if item.marker == "bullet" else int(bool(PLUS.match(item.text)))


def _numbered(items: list[Paragraph]) -> Iterator[str]:
    numbers = [int(SIMPLE_NUMBER.match(item.label).group(1)) for item in items]  # type: ignore[union-attr]
    if numbers == list(range(1, len(items) + 1)):
        yield "<ol>" + "".join(f"<li>{inline(item.runs)}</li>" for item in items) + "</ol>"
        return
    for item in items:
        yield f"<p>{_labelled(item, inline(item.runs))}</p>"


def _labelled(paragraph: Paragraph, words: str) -> str:
    return f"{escape(paragraph.label)} {words}" if paragraph.label else words


def _without_dash(item: Paragraph) -> str:
    if item.marker == "bullet":
        return inline(item.runs)
    runs, left = [], DASH.match(item.text) or PLUS.match(item.text)
    strip = bool(left)
    for run in item.runs:
        text = run.text
        if strip and text.strip():
            text = re.sub(r"^\s*[-–•▪●o*+]\s*", "", text, count=1)
            strip = False
        runs.append(Run(text, run.bold, run.italic))
    return inline(runs)


def table_as_list(table: Table) -> str:
    """A table without a place of its own: one line a row, each value behind the title of its column."""
    rows = [[(cell.start, cell.text.replace("\n", "; ")) for cell in row] for row in table.rows]
    titles = _titles(rows)
    lines = []
    for row in rows[1:] if titles else rows:
        told = [_titled(titles.get(start, ""), text) for start, text in row if text]
        if told:
            lines.append(f"<li>{'; '.join(told) if titles else ' | '.join(told)}</li>")
    filled = {start for row in rows[1:] for start, text in row if text}
    lines += [f"<li>{_titled(title, '–')}</li>" for start, title in titles.items() if start not in filled]
    return f"<ul>{''.join(lines)}</ul>" if lines else ""


def _titled(title: str, text: str) -> str:
    return f"<b>{escape(title)}:</b> {escape(text)}" if title else escape(text)


def _titles(rows: list[list[tuple[int, str]]]) -> dict[int, str]:
    """Titles of the columns: a first row of several short, different texts above other rows."""
    if len(rows) < 2:
        return {}
    first = [text for _start, text in rows[0]]
    short = all(0 < len(text) <= 60 for text in first) and len(set(first)) == len(first) > 1
    return dict(rows[0]) if short else {}


def small_heading(title: str, depth: int) -> str:
    """A heading inside a part of the contents."""
    tag = "h3" if depth <= 1 else "h4"
    return f"<{tag}>{escape(title)}</{tag}>"


def unlabelled(text: str) -> str:
    """A line without its dash or number, for lists of short texts."""
    text = DASH.sub("", PLUS.sub("", text)).strip()
    label, style, words = split_label(text)
    return words.strip() if label and style in ("decimal", "letter") and label[-1] in ".)" else text
