"""The headings of an administrative procedure become its fields; every other heading is placed as usual."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.word.administrative import beyond_the_days, read_legal_basis, read_parts, read_sets, read_time_limit
from cms.word.fitting import fitted
from cms.word.lists import is_introduction, lines
from cms.word.markup import rich_text
from cms.word.notes import CHECK, LONGER, READ
from cms.word.outline import Node
from cms.word.pieces import Block, Paragraph, Run, Table
from cms.word.placing import MAIN, Placing
from cms.word.vocabulary import ADMINISTRATIVE
from qms.importing.text import fold

SIGNS = {"legal_basis", "dossier", "sets", "time_limit", "place", "fee"}
ENOUGH = 2


class Dossiers:
    """Takes the administrative fields out of the tree while it is placed."""

    def __init__(self, placing: Placing, roots: list[Node]) -> None:
        self.placing = placing
        self.found: dict[str, Any] = {}
        seen = {key for root in roots for node in root.walk() for key in node.heading.keys}
        self.is_one = len(seen & SIGNS) >= ENOUGH

    def finish(self) -> dict[str, Any]:
        """The fields, dossier tables included wherever they stood; called once, when everything is placed."""
        fields = fitted("administrative", [self.found], lambda text: self.placing.keep_lines(LONGER, [text]))[0]
        if self.placing.dossier:
            fields["dossier"] = [*fields.get("dossier", []), *self.placing.dossier]
        return fields

    def place(self, node: Node) -> None:
        """Take the fields from under this heading, then place the rest of it."""
        key = self._key(node)
        if key:
            self._take(node, key)
            return
        if self.is_one:
            self._pick(node)
        self.placing.place(node)

    def _key(self, node: Node) -> str:
        keys = node.heading.keys
        return keys[0] if self.is_one and len(keys) == 1 and keys[0] in ADMINISTRATIVE else ""

    def _pick(self, node: Node) -> None:
        """Take the fields below; the order of the others stays."""
        kept = []
        for child in node.children:
            key = self._key(child)
            if key:
                self._take(child, key)
            else:
                self._pick(child)
                kept.append(child)
        if not kept and node.children and not node.blocks and not set(node.heading.keys) & MAIN:
            node.heading = type(node.heading)(("contents",), node.level, node.heading.label, node.heading.title)
        node.children = kept

    def _take(self, node: Node, key: str) -> None:
        self._pick(node)
        blocks = self.placing.extract(node.blocks, "references" if key == "legal_basis" else key, node.heading.shown)
        for child in node.children:
            blocks += self._under(child)
        tables = [block for block in blocks if isinstance(block, Table)]
        texts = [block for block in blocks if not isinstance(block, Table)]
        if key != "legal_basis":
            self.placing.keep(node.heading.shown, rich_text(list(tables)))
            blocks = list(texts)
        reader = getattr(self, f"_{key}", None)
        told = [line for line in lines(blocks) if not (is_introduction(line) and key in ("legal_basis", "dossier"))]
        if reader:
            reader(node, told)
        elif told:
            self._set(key, "\n".join(told), node)

    def _under(self, node: Node) -> list[Block]:
        """Text under a smaller heading, the heading first."""
        blocks: list[Block] = [Paragraph([Run(node.heading.shown)])]
        blocks += self.placing.extract(node.blocks, "", node.heading.shown)
        for child in node.children:
            blocks += self._under(child)
        return blocks

    def _set(self, key: str, value: Any, node: Node) -> None:
        """The first statement counts; a second one is kept as text."""
        if key in self.found:
            self.placing.keep_lines(node.heading.shown, str(value).split("\n"))
        else:
            self.found[key] = value

    def _legal_basis(self, node: Node, told: list[str]) -> None:
        rows = fitted("legal_basis", read_legal_basis(told), self._keeper(node))
        if rows:
            self.found.setdefault("legal_basis", []).extend(rows)
            told_rows = ngettext("Legal basis: %(count)s text.", "Legal basis: %(count)s texts.", len(rows))
            self.placing.note(READ, told_rows % {"count": len(rows)})

    def _dossier(self, node: Node, told: list[str]) -> None:
        sets = [line for line in told if fold(line).startswith("so luong")]
        for line in sets:
            self._sets(node, [line])
        rest = [line for line in told if line not in sets]
        if self.placing.dossier:
            self.placing.keep_lines(node.heading.shown, rest)
        elif rest:
            self.found.setdefault("dossier", []).extend(fitted("dossier", read_parts(rest), self._keeper(node)))

    def _keeper(self, node: Node) -> Callable[[str], None]:
        return lambda text: self.placing.keep_lines(node.heading.shown, [text])

    def _sets(self, node: Node, told: list[str]) -> None:
        number = read_sets(" ".join(told))
        if number is None or "sets" in self.found:
            self.placing.keep_lines(node.heading.shown, told)
        else:
            self.found["sets"] = number

    def _time_limit(self, node: Node, told: list[str]) -> None:
        if not told:
            return
        text = "; ".join(told)
        days, surely = read_time_limit(text)
        if "time_limit_note" in self.found:
            self.placing.keep_lines(node.heading.shown, told)
            return
        self.found["time_limit_note"] = text if days is None else beyond_the_days(text)
        if days is not None:
            self.found["time_limit_days"] = days
            if not surely:
                told_days = _("The time limit says “days”: it was counted as %(days)s working days. Look at it again.")
                self.placing.note(CHECK, told_days % {"days": days})
