"""A document's body as the markup of Word files: ready paragraphs and tables for a template's `{{p body }}`.

Headings take the template's own heading styles where it has them; the rest is said in place, so that an office's own
template needs no style of ours. Bookmarks at the headings carry the list of contents.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

# docxtpl rewrites {_{ and the like after filling; as entities the reader's braces are left alone.
ENTITIES = {"{": "&#123;", "}": "&#125;", '"': "&quot;"}
TWIPS_PER_MM = 56.693
INDENT = 340  # twips a level
MARKS = ("-", "+", "•")
FIRST_BOOKMARK = 7000
RULES = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)


class WordMarkup(str):
    """Markup of ours: put into the file as it is, where other texts are escaped."""

    __slots__ = ()


@dataclass
class BodyMarkup:
    """Draws blocks; `styles` maps a heading's level to a style id, `width_mm` is that of the page's text."""

    styles: dict[int, str]
    width_mm: float
    drawn_for_mm: float
    bookmarks: int = field(default=0, init=False)

    def body(self, blocks: list[dict]) -> WordMarkup:
        return WordMarkup("".join(self.block(block, 0) for block in blocks))

    def contents(self, entries: list[dict]) -> WordMarkup:
        """Each heading with dots and the page on which it stands; the program that opens the file counts the pages."""
        right = round(self.width_mm * TWIPS_PER_MM)
        lines = []
        for number, entry in enumerate(entries, 1):
            layout = f'<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="{right}"/></w:tabs>'
            layout += f'<w:spacing w:after="60"/><w:ind w:left="{(entry["level"] - 1) * INDENT}"/>'
            words = _run(entry["text"]) + "<w:r><w:tab/></w:r>" + _page_of(number)
            lines.append(f'<w:p><w:pPr>{layout}</w:pPr><w:hyperlink w:anchor="_s{number}">{words}</w:hyperlink></w:p>')
        return WordMarkup("".join(lines))

    def block(self, block: dict, depth: int) -> str:
        draw = {
            "heading": self.heading,
            "paragraph": self.paragraph,
            "list": self.listing,
            "terms": self.terms,
            "table": self.table,
        }
        return draw[block["kind"]](block, depth)

    def heading(self, block: dict, depth: int) -> str:
        level, style = block["level"], self.styles.get(block["level"])
        words = _runs(block["runs"], bold=not style)
        if level < 3:
            self.bookmarks += 1
            number = FIRST_BOOKMARK + self.bookmarks
            start = f'<w:bookmarkStart w:id="{number}" w:name="_s{self.bookmarks}"/>'
            words = f'{start}{words}<w:bookmarkEnd w:id="{number}"/>'
        named = f'<w:pStyle w:val="{escape(style, ENTITIES)}"/>' if style else ""
        outline = "" if style else f'<w:outlineLvl w:val="{level - 1}"/>'
        return f"<w:p><w:pPr>{named}<w:keepNext/>{outline}</w:pPr>{words}</w:p>"

    def paragraph(self, block: dict, depth: int) -> str:
        return _paragraph(_runs(block["runs"]), indent=depth * INDENT, align="" if depth else "both")

    def listing(self, block: dict, depth: int) -> str:
        drawn = []
        for number, item in enumerate(block["items"], 1):
            mark = _ordinal(number, depth) if block["ordered"] else MARKS[min(depth, 2)]
            first, rest = (item[0], item[1:]) if item[0]["kind"] == "paragraph" else (None, item)
            words = _run(mark) + "<w:r><w:tab/></w:r>" + (_runs(first["runs"]) if first else "")
            drawn.append(_paragraph(words, indent=(depth + 1) * INDENT, hanging=INDENT))
            drawn += [self.block(part, depth + 1) for part in rest]
        return "".join(drawn)

    def terms(self, block: dict, depth: int) -> str:
        return "".join(
            _paragraph(_runs(term, bold=True) + _run(": ") + _runs(meaning), indent=INDENT, hanging=INDENT)
            for term, meaning in block["rows"]
        )

    def table(self, block: dict, depth: int) -> str:
        scale = self.width_mm / self.drawn_for_mm * TWIPS_PER_MM
        widths = [round(width * scale) for width in block["widths"]]
        caption = _paragraph(_runs(block["caption"], italic=True), keep=True) if block["caption"] else ""
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        head = (
            f'<w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblBorders>{RULES}</w:tblBorders>'
            '<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="70" w:type="dxa"/>'
            '<w:right w:w="70" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        )
        rows = "".join(self._rows(block, widths))
        # Two tables in a row would become one, and a cell must end in a paragraph.
        after = '<w:p><w:pPr><w:spacing w:after="0" w:line="120" w:lineRule="exact"/></w:pPr></w:p>'
        return f"{caption}<w:tbl>{head}<w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>{after}"

    def _rows(self, block: dict, widths: list[int]) -> Iterator[str]:
        short = _short_columns(block)
        for place, row in enumerate(block["rows"]):
            is_head = place < block["heads"]
            whole = is_head or all(_length(cell["blocks"]) < 400 for cell in row)
            marks = ("<w:cantSplit/>" if whole else "") + ("<w:tblHeader/>" if is_head else "")
            cells = "".join(
                self._cell(cell, widths, is_head, is_head or (cell["span"] == 1 and cell["column"] in short))
                for cell in row
            )
            yield f"<w:tr>{f'<w:trPr>{marks}</w:trPr>' if marks else ''}{cells}</w:tr>"

    def _cell(self, cell: dict, widths: list[int], bold: bool, centered: bool) -> str:
        column, span = cell["column"], cell["span"]
        layout = f'<w:tcW w:w="{sum(widths[column : column + span])}" w:type="dxa"/>'
        layout += f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
        layout += '<w:vAlign w:val="center"/>' if bold else ""
        drawn = "".join(
            _paragraph(_runs(block["runs"], bold=bold, size=22), align="center" if centered else "", after=40)
            if block["kind"] == "paragraph"
            else self.block(block, 0)
            for block in cell["blocks"]
        )
        return f"<w:tc><w:tcPr>{layout}</w:tcPr>{drawn or '<w:p/>'}</w:tc>"


def _short_columns(block: dict) -> set[int]:
    """Columns of ordinals and other very short facts, which stand in the middle."""
    body = [cell for row in block["rows"][block["heads"] :] for cell in row]
    long = {cell["column"] for cell in body if cell["span"] == 1 and _length(cell["blocks"]) >= 5}
    return set(range(len(block["widths"]))) - long


def _paragraph(words: str, *, indent=0, hanging=0, align="", after=80, keep=False) -> str:
    layout = "<w:keepNext/>" if keep else ""
    layout += f'<w:tabs><w:tab w:val="left" w:pos="{indent}"/></w:tabs>' if hanging else ""
    layout += f'<w:spacing w:after="{after}"/>'
    layout += f'<w:ind w:left="{indent}" w:hanging="{hanging}"/>' if indent else ""
    layout += f'<w:jc w:val="{align}"/>' if align else ""
    return f"<w:p><w:pPr>{layout}</w:pPr>{words}</w:p>"


def _runs(runs: list[dict], *, bold=False, italic=False, size=0) -> str:
    return "".join(
        _run(run["text"], bold=bold or run["bold"], italic=italic or run["italic"], size=size) for run in runs
    )


def _run(text: str, *, bold=False, italic=False, size=0) -> str:
    look = ("<w:b/>" if bold else "") + ("<w:i/>" if italic else "") + (f'<w:sz w:val="{size}"/>' if size else "")
    lines = (f'<w:t xml:space="preserve">{escape(line, ENTITIES)}</w:t>' for line in text.split("\n"))
    return f"<w:r>{f'<w:rPr>{look}</w:rPr>' if look else ''}{'<w:br/>'.join(lines)}</w:r>"


def _page_of(number: int) -> str:
    begin = '<w:r><w:fldChar w:fldCharType="begin" w:dirty="true"/></w:r>'
    instruction = f'<w:r><w:instrText xml:space="preserve"> PAGEREF _s{number} \\h </w:instrText></w:r>'
    separate = '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>…</w:t></w:r>'
    return begin + instruction + separate + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'


def _ordinal(number: int, depth: int) -> str:
    return f"{number}." if depth % 2 == 0 or number > 26 else f"{chr(96 + number)})"


def _length(blocks: list[dict]) -> int:
    if not blocks:
        return 0
    first = blocks[0]
    if first["kind"] != "paragraph":
        return 99 if len(blocks) < 5 else 999
    return sum(len(run["text"]) for run in first["runs"]) + 60 * (len(blocks) - 1)
