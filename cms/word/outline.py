"""A file as a tree of headings, each with the paragraphs and tables under it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from cms.word.headings import Heading, heading_of
from cms.word.pieces import Block, Paragraph, Run, Table
from cms.word.unrolling import unrolled
from cms.word.vocabulary import SECTIONS

TOC_LINE = re.compile(r"(?:\.{3,}|…+|\s{2,}|\t)\s*\d{1,3}$")
CALL_OF_BODY = set(SECTIONS) - {"amendments", "toc", "objectives"}


@dataclass
class Node:
    """A heading with what stands under it."""

    heading: Heading
    level: int
    blocks: list[Block] = field(default_factory=list)
    children: list["Node"] = field(default_factory=list)

    def walk(self) -> Iterator["Node"]:
        """This one and all under it, in order."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass
class Outline:
    """What stands before the first heading, and the headings."""

    cover: list[Block] = field(default_factory=list)
    roots: list[Node] = field(default_factory=list)
    toc_lines: int = 0


class Builder:
    """Takes the blocks of a file one by one."""

    def __init__(self) -> None:
        self.outline = Outline()
        self.stack: list[Node] = []
        self.top_style = ""
        self.in_toc = False
        self.apart: Node | None = None  # amendments and contents lists stand before the body

    def take(self, block: Block) -> None:
        if isinstance(block, Paragraph) and self._is_toc_line(block):
            self.outline.toc_lines += bool(block.text)
            return
        heading = heading_of(block, bool(self.stack)) if isinstance(block, Paragraph) else None
        if heading is None:
            self._add(block)
        elif heading.keys == ("toc",):
            self.in_toc = True
        else:
            self.in_toc = False
            self._open(heading)

    def _is_toc_line(self, paragraph: Paragraph) -> bool:
        raw = "".join(run.text for run in paragraph.runs).strip()
        return paragraph.is_toc or bool(self.in_toc and raw and TOC_LINE.search(raw[-200:]))

    def _add(self, block: Block) -> None:
        if self.apart is not None:
            self.apart.blocks.append(block)
        elif self.stack:
            self.stack[-1].blocks.append(block)
        else:
            self.outline.cover.append(block)

    def _open(self, heading: Heading) -> None:
        if heading.keys == ("amendments",):
            self.apart = Node(heading, 1)
            self.outline.roots.append(self.apart)
            return
        self.apart = None
        node = Node(heading, self._level(heading))
        while self.stack and self.stack[-1].level >= node.level:
            self.stack.pop()
        siblings = self.stack[-1].children if self.stack else self.outline.roots
        siblings.append(node)
        self.stack.append(node)
        if heading.rest:
            node.blocks.append(Paragraph([Run(heading.rest)]))

    def _level(self, heading: Heading) -> int:
        """Numbers of another kind than the first heading's stand under those."""
        level = heading.level or self._unnumbered(heading)
        if not heading.style or not self.stack:
            self.top_style = self.top_style or heading.style
            return max(level, 1)
        self.top_style = self.top_style or heading.style
        if heading.style == "letter" and not (self.top_style == "letter" and heading.label[0].isupper()):
            return self._below_numbers()
        if self.top_style in ("roman", "letter") and heading.style != self.top_style:
            return level + 1
        return 1 if heading.style == self.top_style and heading.style != "decimal" else level

    def _below_numbers(self) -> int:
        """Letters stand under the last heading that has a number or none at all."""
        return next((node.level for node in reversed(self.stack) if node.heading.style != "letter"), 0) + 1

    def _unnumbered(self, heading: Heading) -> int:
        main = bool(CALL_OF_BODY & set(heading.keys)) or heading.title.isupper()
        return 1 if main or not self.stack else self.stack[0].level + 1


def outline_of(blocks: list[Block]) -> Outline:
    """The tree of a file's blocks; tables that only lay text out are taken apart first."""
    builder = Builder()
    for block in blocks:
        for piece in unrolled(block) if isinstance(block, Table) else [block]:
            builder.take(piece)
    return builder.outline
