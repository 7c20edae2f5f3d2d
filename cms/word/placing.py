"""Puts each heading's text and tables into the section it belongs to; what belongs nowhere is kept."""

import re
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.word.columns import Column, Layout, kind_of_table
from cms.word.fitting import fitted
from cms.word.lists import coded, defined, is_introduction, lines
from cms.word.markup import rich_text, small_heading
from cms.word.notes import BARE_HEADINGS, CHECK, LEFT_OUT, LONGER, NOT_PLACED, READ, Note, in_document
from cms.word.outline import Node
from cms.word.pieces import Block, Paragraph, Run, Table
from cms.word.tables import beside_the_rows, read_dossier, read_plain, read_steps
from cms.word.vocabulary import ADMINISTRATIVE, SECTIONS
from qms.importing.text import fold

RECORD_FIELDS = ("code", "name", "keeper", "retention", "place", "disposal")
FIELDS = {
    "forms": ("code", "name"),
    "records": RECORD_FIELDS,
    "definitions": ("term", "meaning"),
    "references": ("code", "name"),
    "objectives": ("objective", "target", "measure", "responsible", "due"),
}
MAIN = set(SECTIONS) - {"amendments", "toc"}
LISTED = ("references", "definitions", "forms", "records")


class Placing:
    """What has been placed so far."""

    def __init__(self) -> None:
        self.texts: dict[str, str] = {}
        self.rows: dict[str, list[Any]] = {}
        self.parts: list[dict[str, str]] = []
        self.unplaced: list[dict[str, str]] = []
        self.dossier: list[dict[str, Any]] = []
        self.notes: list[Note] = []
        self.step_tables = 0
        self.last: tuple[Layout, int] | None = None
        self.amendments: list[dict[str, Any]] = []

    def note(self, kind: str, text: str) -> None:
        if Note(kind, text) not in self.notes:
            self.notes.append(Note(kind, text))

    def keep(self, heading: Any, text: str) -> None:
        """Keep a text that has no section of its own."""
        if text:
            self.unplaced.append({"heading": in_document(heading)[:200], "text": text})

    def keep_lines(self, heading: Any, texts: list[str]) -> None:
        self.keep(heading, rich_text([Paragraph([Run(text)]) for text in texts if text]))

    # -- tables

    def extract(self, blocks: list[Block], section: str, heading: str) -> list[Block]:
        """Take the tables of known kinds out; what is left has to be placed as text."""
        left: list[Block] = []
        for block in blocks:
            if isinstance(block, Table):
                if not self._take_table(block, section, heading):
                    left.append(block)
            elif re.search(r"\w", block.text.replace("_", "")):
                self.last = None
                left.append(block)
        return left

    def _take_table(self, table: Table, section: str, heading: str) -> bool:
        layout = kind_of_table(table, section) or self._by_place(table, section)
        if layout is None and self.last and self.last[1] == table.width:
            layout = Layout(self.last[0].kind, self.last[0].columns, 0)  # goes on after a page's end
        if layout is None:
            self.last = None
            return False
        self.last = (layout, table.width)
        unread = list(beside_the_rows(table, layout))
        self._read(table, layout, unread)
        title = heading or NOT_PLACED
        self.keep_lines(title, unread)
        return True

    @staticmethod
    def _by_place(table: Table, section: str) -> Layout | None:
        """Definitions without titles above: the term, then its meaning."""
        if section != "definitions" or table.width not in (2, 3):
            return None
        first = table.width - 2
        roles = ["order"] * first + ["term", "meaning"]
        return Layout("definitions", tuple(Column(role, at, at + 1, "") for at, role in enumerate(roles)), 0)

    def _read(self, table: Table, layout: Layout, unread: list[str]) -> None:
        if layout.kind == "steps":
            self._add_steps(read_steps(table, layout, unread))
        elif layout.kind == "dossier":
            self.dossier += fitted("dossier", read_dossier(table, layout, unread), unread.append)
        elif layout.kind == "amendments":
            rows = read_plain(table, layout, ("change", "issue", "amendment", "day"), [])
            self.amendments += rows
            text = ngettext(
                "The amendment table (%(count)s row) was left out: it is kept by itself.",
                "The amendment table (%(count)s rows) was left out: it is kept by itself.",
                len(rows),
            )
            self.note(LEFT_OUT, text % {"count": len(rows)})
        elif layout.kind == "signatures":
            self.note(LEFT_OUT, _("The table of signatures was left out: issues are signed here."))
        else:
            self._add_plain(layout.kind, read_plain(table, layout, FIELDS[layout.kind], unread), unread)

    def _add_steps(self, steps: list[dict[str, Any]]) -> None:
        if not steps:
            return
        self.step_tables += 1
        self.add("steps", steps)

    def _add_plain(self, kind: str, rows: list[dict[str, str]], unread: list[str]) -> None:
        if kind == "references":
            self.add(kind, [" ".join(filter(None, row.values())) for row in rows])
        else:
            self.add(kind, rows)

    def add(self, section: str, rows: list[Any]) -> None:
        """Add rows to a section; texts longer than their field are kept whole as well."""

        def kept(text: str) -> None:
            self.keep_lines(LONGER, [text])
            told = _("“%(text)s…” is longer than its field: it was shortened, the whole stands in the contents.")
            self.note(CHECK, told % {"text": text[:60]})

        if rows:
            self.rows.setdefault(section, []).extend(fitted(section, rows, kept))

    # -- sections

    def place(self, node: Node, in_contents: bool = False) -> None:
        """Place a heading with everything under it."""
        keys = [key for key in node.heading.keys if key in MAIN]
        if node.heading.keys == ("amendments",):
            self._amendments(node)
        elif keys and (not in_contents or self._belongs(node, keys)):
            self._main(node, keys)
        elif node.heading.keys and node.heading.keys[0] in (*ADMINISTRATIVE, "steps") or in_contents:
            self.part(node)
        else:
            self._unknown(node)

    @staticmethod
    def _belongs(node: Node, keys: list[str]) -> bool:
        """Under the contents only a section with its own table is taken for that section."""
        tables = [block for block in node.blocks if isinstance(block, Table)]
        kinds = {layout.kind for table in tables if (layout := kind_of_table(table, keys[0]))}
        return keys[0] in ("forms", "records") and keys[0] in kinds

    def _main(self, node: Node, keys: list[str]) -> None:
        if keys == ["contents"]:
            self._contents(node)
        elif set(keys) <= {"purpose", "scope"}:
            self._text(node, keys)
        elif keys == ["objectives"]:
            self.part(node)
        else:
            self._listed(node, [key for key in keys if key in LISTED] or keys)

    def _contents(self, node: Node) -> None:
        text = rich_text(self.extract(node.blocks, "", node.heading.shown))
        if text:
            self.parts.append({"heading": "", "text": text})
        for child in node.children:
            self.place(child, in_contents=True)

    def _text(self, node: Node, keys: list[str]) -> None:
        blocks = self._whole(node, keys)
        if len(keys) == 2:
            self._both(blocks)
            return
        text = rich_text(blocks)
        if text:
            self.texts[keys[0]] = self.texts.get(keys[0], "") + text

    def _whole(self, node: Node, keys: list[str]) -> list[Block]:
        """The blocks of a heading and of those under it that open no section of their own."""
        blocks = self.extract(node.blocks, keys[0], node.heading.shown)
        for child in node.children:
            if set(child.heading.keys) & MAIN:
                self.place(child)
            else:
                blocks.append(Paragraph([Run(child.heading.shown, bold=True)]))
                blocks += self._whole(child, keys)
        return blocks

    def _both(self, blocks: list[Block]) -> None:
        """One text for purpose and scope: paragraphs that speak of applying are the scope."""
        if not blocks:
            return
        scope = [block for block in blocks if isinstance(block, Paragraph) and _speaks_of_scope(block.text)]
        purpose = [block for block in blocks if block not in scope]
        if scope and purpose:
            self.texts["purpose"], self.texts["scope"] = rich_text(purpose), rich_text(scope)
            return
        self.texts["purpose"] = self.texts["scope"] = rich_text(blocks)
        self.note(CHECK, _("Purpose and scope are one text in the file: it stands in both. Shorten each."))

    def _listed(self, node: Node, keys: list[str]) -> None:
        key = keys[0]
        before = {name: len(self.rows.get(name, [])) for name in keys}
        left = self.extract(node.blocks, key, node.heading.shown)
        by_table = any(len(self.rows.get(name, [])) > count for name, count in before.items())
        self._lines(node, keys, left, by_table)
        for child in node.children:
            if set(child.heading.keys) & MAIN:
                self.place(child)
            else:
                self._listed(child, keys)

    def _lines(self, node: Node, keys: list[str], blocks: list[Block], by_table: bool) -> None:
        rest: list[Block] = []
        for block in blocks:
            if isinstance(block, Table):
                rest.append(block)
                continue
            for line in lines([block]):
                if is_introduction(line):
                    self.note(LEFT_OUT, _("An introduction was left out: “%(text)s”") % {"text": line})
                elif not self._line(keys, line, by_table):
                    rest.append(Paragraph([Run(line)]))
        self.keep(node.heading.shown, rich_text(rest))

    def _line(self, keys: list[str], line: str, by_table: bool) -> bool:
        """Whether the line is a row of one of the sections."""
        if "definitions" in keys and (found := defined(line)):
            self.add("definitions", [found])
        elif "references" in keys:
            self.add("references", [line])
        elif "forms" in keys and not by_table and (coded(line)["code"] or "records" not in keys):
            self.add("forms", [coded(line)])
        elif "records" in keys and not by_table:
            self.add("records", [dict.fromkeys(RECORD_FIELDS, "") | coded(line)])
        else:
            return False
        return True

    def _amendments(self, node: Node) -> None:
        self.extract(node.blocks, "amendments", node.heading.shown)

    def _unknown(self, node: Node) -> None:
        """A heading that is none of the seven: its text is a part of the contents."""
        text = rich_text(self.extract(node.blocks, "", node.heading.shown))
        known = [child for child in node.children if set(child.heading.keys) & MAIN]
        if not known:
            self.part(node, text)
            return
        self._add_part(node, text)
        for child in node.children:
            self.place(child) if child in known else self.part(child)

    def part(self, node: Node, own: str | None = None) -> None:
        """A heading with its text as one part of the contents; the headings under it stand inside."""
        if own is None:
            own = rich_text(self.extract(node.blocks, "", node.heading.shown))
        self._add_part(node, own + "".join(self._inner(child, 1) for child in node.children))

    def _inner(self, node: Node, depth: int) -> str:
        if self._belongs(node, list(node.heading.keys) or [""]):
            self._main(node, list(node.heading.keys))
            return ""
        text = rich_text(self.extract(node.blocks, "", node.heading.shown))
        text += "".join(self._inner(child, depth + 1) for child in node.children)
        return small_heading(node.heading.shown, depth) + text if text else ""

    def _add_part(self, node: Node, text: str) -> None:
        if text:
            self.parts.append({"heading": node.heading.shown[:200], "text": text})
            if len(node.heading.shown) > 200:
                self.keep_lines(LONGER, [node.heading.shown])
        elif not node.blocks and not node.children:
            self.note(CHECK, _("Nothing stands under the heading “%(title)s”.") % {"title": node.heading.shown})
            self.keep_lines(BARE_HEADINGS, [node.heading.shown])

    def summary(self) -> list[Note]:
        """What was recognised, in one sentence a section."""
        found = []
        if steps := self.rows.get("steps"):
            timed = sum(step["duration"] is not None for step in steps)
            text = ngettext(
                "Step table: %(count)s step, %(timed)s with a working time.",
                "Step table: %(count)s steps, %(timed)s with a working time.",
                len(steps),
            )
            found.append(Note(READ, text % {"count": len(steps), "timed": timed}))
        if self.step_tables > 1:
            text = _("%(count)s step tables were joined into one: see that their order is right.")
            found.append(Note(CHECK, text % {"count": self.step_tables}))
        return found


def _speaks_of_scope(text: str) -> bool:
    words = fold(text)
    return words.startswith(("pham vi", "ap dung", "scope")) or "duoc ap dung" in words or "nay ap dung" in words
