"""Reads the frozen HTML of an issue into blocks; what it does not know keeps its words."""

import re
from collections.abc import Iterable

from lxml import etree
from lxml import html as markup

from qms.printing.blocks import Block, Cell, Heading, Listing, Paragraph, Run, Runs, Table, Terms
from qms.printing.text import clean

HEADINGS = {"h1": 1, "h2": 1, "h3": 2, "h4": 3, "h5": 3, "h6": 3}
INLINE = {"a", "abbr", "code", "span", "small", "sub", "sup", "u"}
BOLD, ITALIC = {"b", "strong"}, {"i", "em"}
UNSEEN = {"script", "style", "template", "head", "title"}
# Deeper than any document nests; what lies deeper keeps its words and loses its shape.
DEEPEST = 10
WIDEST_SPAN = 30
SPACES = re.compile(r"[ \t\n\r\f]+")


def html_blocks(text: str) -> tuple[Block, ...]:
    """The blocks of the HTML in their order; broken markup is read as a browser would."""
    text = clean(text).strip()
    if not text:
        return ()
    parser = markup.HTMLParser(remove_comments=True, remove_pis=True, huge_tree=True)
    return _read(markup.fragment_fromstring(text, create_parent="div", parser=parser))


def _read(element: etree._Element, bold: bool = False, italic: bool = False, depth: int = 0) -> tuple[Block, ...]:
    reader = _Reader(depth)
    reader.take(element, bold, italic)
    reader.end_paragraph()
    return tuple(reader.blocks)


class _Reader:
    """Collects blocks; loose text gathers in a paragraph until a block begins or ends."""

    def __init__(self, depth: int):
        self.depth = depth
        self.blocks: list[Block] = []
        self.runs: list[Run] = []

    def take(self, element: etree._Element, bold: bool, italic: bool) -> None:
        self.say(element.text, bold, italic)
        for child in element:
            if isinstance(child.tag, str) and child.tag not in UNSEEN:
                self.child(child, bold, italic)
            self.say(child.tail, bold, italic)

    def child(self, child: etree._Element, bold: bool, italic: bool) -> None:
        tag = child.tag
        if self.depth > DEEPEST:
            self.say(" ".join(child.itertext()), bold, italic)
        elif tag == "br":
            self.runs.append(Run("\n", bold, italic))
        elif tag in INLINE | BOLD | ITALIC:
            self.depth += 1
            self.take(child, bold or tag in BOLD, italic or tag in ITALIC)
            self.depth -= 1
        else:
            self.end_paragraph()
            self.blocks.extend(self.block(child, bold, italic))

    def block(self, child: etree._Element, bold: bool, italic: bool) -> Iterable[Block]:
        depth = self.depth + 1
        if child.tag in HEADINGS:
            runs = _runs(_read(child, False, italic, depth))
            return [Heading(HEADINGS[child.tag], runs)] if runs else []
        if child.tag in {"ul", "ol"}:
            items = tuple(filter(None, (_read(item, bold, italic, depth) for item in _elements(child))))
            return [Listing(child.tag == "ol", items)] if items else []
        if child.tag == "dl":
            rows = tuple(_terms(child, depth))
            return [Terms(rows)] if rows else []
        if child.tag == "table":
            return _tables(child, depth)
        return _read(child, bold, italic, depth)

    def say(self, text: str | None, bold: bool, italic: bool) -> None:
        if text:
            self.runs.append(Run(SPACES.sub(" ", text), bold, italic))

    def end_paragraph(self) -> None:
        runs = _tidy(self.runs)
        self.runs = []
        if runs:
            self.blocks.append(Paragraph(runs))


def _elements(parent: etree._Element) -> list[etree._Element]:
    return [child for child in parent if isinstance(child.tag, str)]


def _terms(element: etree._Element, depth: int) -> Iterable[tuple[Runs, Runs]]:
    term: Runs = ()
    for child in element.iter("dt", "dd"):
        runs = _runs(_read(child, depth=depth))
        if child.tag == "dt":
            if term:
                yield term, ()
            term = runs
        elif term or runs:
            yield term, runs
            term = ()
    if term:
        yield term, ()


def _tables(element: etree._Element, depth: int) -> list[Block]:
    """One table, its rows made equally long; a table inside a cell stays in that cell."""
    found = [row for row in element.iter("tr") if next(row.iterancestors("table")) is element]
    rows = [[part for cell in row.iterchildren("th", "td") for part in _cell(cell, depth)] for row in found]
    width = max(map(len, rows), default=0)
    if not width:
        return []
    even = tuple(tuple(row) + ((),) * (width - len(row)) for row in rows)
    caption = next((_runs(_read(child, depth=depth)) for child in element.iterchildren("caption")), ())
    return [Table(even, _heads(found), caption)]


def _cell(element: etree._Element, depth: int) -> list[Cell]:
    """A cell and, for each further column over which it reaches, a place that it takes."""
    span = element.get("colspan", "1")
    further = min(int(span), WIDEST_SPAN) - 1 if span.isascii() and span.isdigit() and len(span) < 6 else 0
    return [_read(element, depth=depth), *[None] * further]


def _heads(rows: list[etree._Element]) -> int:
    """How many rows at the top are head: those in thead, else those of th alone."""
    count = 0
    for row in rows:
        parent = row.getparent()
        cells = list(row.iterchildren("th", "td"))
        only_heads = bool(cells) and all(cell.tag == "th" for cell in cells)
        if not (parent is not None and parent.tag == "thead") and not only_heads:
            break
        count += 1
    return count if count < len(rows) else 0


def _runs(blocks: tuple[Block, ...]) -> Runs:
    """What blocks say as one row of runs, a line for each paragraph."""
    runs: list[Run] = []
    for block in blocks:
        if isinstance(block, Heading | Paragraph):
            runs += [Run("\n"), *block.runs] if runs else block.runs
        elif isinstance(block, Listing):
            for item in block.items:
                runs += [Run("\n"), *_runs(item)] if runs else _runs(item)
    return _tidy(runs)


def _tidy(runs: Iterable[Run]) -> Runs:
    """Join neighbours of one look; no space at the ends, around line breaks, or twice."""
    joined: list[Run] = []
    for run in runs:
        text = run.text
        before = joined[-1].text if joined else "\n"
        if before.endswith((" ", "\n")):
            text = text.lstrip(" ")
        if text.startswith("\n") and joined:
            joined[-1] = Run(before.rstrip(" "), joined[-1].bold, joined[-1].italic)
        if not text or (text == "\n" and not any(part.text for part in joined)):
            continue
        if joined and (joined[-1].bold, joined[-1].italic) == (run.bold, run.italic):
            joined[-1] = Run(joined[-1].text + text, run.bold, run.italic)
        else:
            joined.append(Run(text, run.bold, run.italic))
    while joined and not (last := joined[-1].text.rstrip(" \n")):
        joined.pop()
    if joined:
        joined[-1] = Run(last, joined[-1].bold, joined[-1].italic)
    return tuple(run for run in joined if run.text)
