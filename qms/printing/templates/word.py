"""The pieces of which our Word templates are built, with python-docx."""

from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from qms.printing.packing import without_times
from qms.printing.templates.word_grid import merge_months_head

FONT = "Times New Roman"
CENTER, LEFT, RIGHT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.RIGHT
BUILT = datetime(2020, 1, 1, tzinfo=UTC)


class Word:
    """One template under construction; every method adds a piece at the end."""

    def __init__(self, *, landscape: bool = False):
        self.document = Document()
        self.width = 257 if landscape else 162
        self._page(landscape)
        self._styles()
        self._footer()

    def save(self, path: Path) -> None:
        properties = self.document.core_properties
        properties.author = properties.title = properties.comments = ""
        properties.created = properties.modified = BUILT
        packed = BytesIO()
        self.document.save(packed)
        path.write_bytes(without_times(packed))

    # pieces

    def paragraph(self, text: str, *, within=None, size=12, bold=False, italic=False, align=LEFT, after=4):
        """Add a paragraph, to the document or into a cell."""
        made = (within or self.document).add_paragraph()
        made.alignment = align
        made.paragraph_format.space_after = Pt(after)
        _run(made, text, size=size, bold=bold, italic=italic)
        return made

    def heading(self, label: str) -> None:
        self.document.add_paragraph(f"{{{{ {label} }}}}", style="Heading 1")

    def field(self, name: str, *, kept: bool = False) -> None:
        made = self.paragraph("")
        made.paragraph_format.keep_with_next = kept or None
        _run(made, f"{{{{ {name}.label }}}}: ", bold=True)
        _run(made, f"{{{{ {name}.text }}}}")

    def fields(self, name: str, *, kept: bool = False) -> None:
        """Add a field for each of the list."""
        self.each(name, lambda kept: self.field("row", kept=kept), kept=kept)

    def paragraphs(self, name: str, *, kept: bool = False) -> None:
        """Add a paragraph for each text of the list."""

        def draw(kept: bool) -> None:
            self.paragraph("{{ row }}").paragraph_format.keep_with_next = kept or None

        self.each(name, draw, kept=kept)

    def each(self, name: str, draw, *, kept: bool) -> None:
        """Draw `row` for each of the list; `kept`: the last stays on the page of what follows."""
        self.paragraph(f"{{%p for row in {name} %}}")
        if kept:
            self.paragraph("{%p if loop.last %}")
            draw(True)
            self.paragraph("{%p else %}")
        draw(False)
        if kept:
            self.paragraph("{%p endif %}")
        self.paragraph("{%p endfor %}")

    def condition(self, name: str, text: str, **options) -> None:
        self.paragraph(f"{{%p if {name} %}}")
        self.paragraph(text, **options)
        self.paragraph("{%p endif %}")

    def letterhead(self) -> None:
        table = self._table([self.width * 0.42, self.width * 0.58], rows=2, ruled=False)
        _margins(table, 0)
        left, right = table.rows[0].cells
        self._conditional(left, "head.superior", "{{ head.superior }}", align=CENTER, after=0)
        self.paragraph("{{ head.unit }}", within=left, bold=True, align=CENTER, after=0)
        _rule(left.paragraphs[-1], self.width * 0.42, 24)
        self.paragraph("{{ head.nation }}", within=right, bold=True, align=CENTER, after=0)
        self.paragraph("{{ head.motto }}", within=right, size=13, bold=True, align=CENTER, after=0)
        _rule(right.paragraphs[-1], self.width * 0.58, 51)
        left, right = table.rows[1].cells
        self.paragraph("{{ head.number }}", within=left, align=CENTER)
        self.paragraph("{{ head.place_and_day }}", within=right, italic=True, align=CENTER)
        _drop_first_paragraphs(table)

    def title(self, *more: str) -> None:
        title = self.paragraph("{{ title }}", size=14, bold=True, align=CENTER, after=6)
        title.paragraph_format.space_before = Pt(14)
        for name in more:
            self.condition(name, f"{{{{ {name} }}}}", bold=name == "subtitle", italic=name == "version", align=CENTER)
        self.paragraph("{%p if mark.brought_in %}")
        _boxed(self.paragraph("{{ mark.brought_in }}", size=11, bold=True, align=CENTER, after=8))
        self.paragraph("{%p endif %}")

    def optional_table(
        self, name, labels, columns, *, widths, blank="labels.blank", splits=False, small=(), size=11
    ) -> None:
        """Add a table of the list `name`, or the words for "nothing" when it is empty."""
        self.paragraph(f"{{%p if {name} %}}")
        table = self._table(widths, rows=1)
        self._head_row(table.rows[0], [f"{{{{ labels.{label} }}}}" for label in labels], size=size)
        self._loop(
            table,
            f"row in {name}",
            [f"{{{{ row.{column} }}}}" for column in columns],
            centered=(0,) if labels[0] in {"ordinal", "row"} else (),
            splits=splits,
            small=small,
            size=size,
        )
        _drop_first_paragraphs(table)
        self.paragraph("{%p else %}")
        self.paragraph(f"{{{{ {blank} }}}}")
        self.paragraph("{%p endif %}")

    def tally(self) -> None:
        """Add the count by unit and grade; its columns are as many as there are grades."""
        table = self._table([60, 34, 34, 34], rows=1)
        counted = ("{%tc for name in tally.columns %}", "{{ name }}", "{%tc endfor %}")
        self._head_row(table.rows[0], ["{{ labels.unit }}", *counted], size=8)
        counted = ("{%tc for count in row.counts %}", "{{ count }}", "{%tc endfor %}")
        self._loop(table, "row in tally.rows", ["{{ row.unit }}", *counted], centered=(1, 2, 3))
        _drop_first_paragraphs(table)
        _widths_by_content(table)
        for cell in table._cells:
            for paragraph in cell.paragraphs:
                paragraph.paragraph_format.keep_with_next = True  # a count stays on one page with its total

    def months_grid(self) -> None:
        widths = [10, 47, 43, *[8.5] * 12, 29, 26]
        table = self._table(widths, rows=2)
        names = ["ordinal", "unit", "programme_subject", *["programme_months"] * 12, "programme_lead", "note"]
        self._head_row(
            table.rows[0],
            [f"{{{{ labels.{name} }}}}" if names.index(name) == i else "" for i, name in enumerate(names)],
        )
        self._head_row(table.rows[1], ["", "", "", *map(str, range(1, 13)), "", ""])
        months = [f"{{{{ row.months[{index}] }}}}" for index in range(12)]
        columns = [
            "{{ row.number }}",
            "{{ row.unit }}",
            "{{ row.subject }}",
            *months,
            "{{ row.lead }}",
            "{{ row.note }}",
        ]
        self._loop(table, "row in rows", columns, centered=(0, *range(3, 15)))
        totals = [
            "",
            "",
            "{{ labels.programme_total }}",
            *(f"{{{{ totals[{index}] }}}}" for index in range(12)),
            "",
            "",
        ]
        self._fill(table.add_row(), totals, centered=range(3, 15), bold=True)
        _drop_first_paragraphs(table)
        merge_months_head(table)

    def signatures(self, *, kept: bool = False) -> None:
        """Add who signs; `kept`: on the page of the line before, whose own paragraph is kept."""
        self.paragraph("", after=6).paragraph_format.keep_with_next = kept or None
        table = self._table([self.width / 2, self.width / 2], rows=1, ruled=False)
        table.rows[0].cells[0].add_paragraph("{%tr for pair in signature_rows %}")
        row = table.add_row()
        _keep_together(row)
        for cell, name in zip(row.cells, ("pair.left", "pair.right"), strict=True):
            self._signature(cell, name)
        table.add_row().cells[0].add_paragraph("{%tr endfor %}")
        _drop_first_paragraphs(table)
        self.condition("mark.content_hash", "{{ mark.content_hash }}", size=9.5, italic=True)

    # smaller parts

    def _signature(self, cell, name: str) -> None:
        small = {"within": cell, "after": 0}
        self.paragraph(f"{{%p if {name}.kind == 'recipients' %}}", **small)
        self.paragraph("{{ labels.recipients }}", **small, bold=True, italic=True)
        self.paragraph(f"{{%p for line in {name}.lines %}}", **small)
        self.paragraph("{{ line }}", **small, size=11)
        self.paragraph("{%p endfor %}", **small)
        self.paragraph(f"{{%p elif {name}.kind == 'signature' %}}", **small)
        self.paragraph(f"{{{{ {name}.heading }}}}", within=cell, bold=True, align=CENTER)
        self.paragraph(f"{{%p for line in {name}.lines %}}", **small)
        self.paragraph("{{ line }}", **small, size=10, italic=True, align=CENTER)
        self.paragraph("{%p endfor %}", **small)
        self._conditional(cell, f"not {name}.signed", "", size=44, after=0)
        self.paragraph(
            f"{{{{ {name}.name }}}}", within=cell, bold=True, align=CENTER
        ).paragraph_format.space_before = Pt(6)
        self.paragraph("{%p endif %}", **small)
        self.paragraph("", **small)

    def _conditional(self, cell, name: str, text: str, **options) -> None:
        self.paragraph(f"{{%p if {name} %}}", within=cell)
        self.paragraph(text, within=cell, **options)
        self.paragraph("{%p endif %}", within=cell)

    def _loop(self, table, loop: str, columns: list[str], *, centered=(), splits=False, small=(), size=11) -> None:
        table.add_row().cells[0].add_paragraph(f"{{%tr for {loop} %}}")
        row = table.add_row()
        if not splits:
            _keep_together(row)
        self._fill(row, columns, centered=centered, small=small, size=size)
        table.add_row().cells[0].add_paragraph("{%tr endfor %}")

    def _head_row(self, row, texts: list[str], size=11) -> None:
        _mark(row, "w:tblHeader")
        _keep_together(row)
        self._fill(row, texts, centered=range(len(texts)), bold=True, size=size)

    def _fill(self, row, texts, *, centered=(), bold=False, small=(), size=11) -> None:
        for index, (cell, text) in enumerate(zip(row.cells, texts, strict=True)):
            cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER if bold else WD_CELL_VERTICAL_ALIGNMENT.TOP
            align = CENTER if index in centered else LEFT
            self.paragraph(text, within=cell, size=10 if index in small else size, bold=bold, align=align, after=2)

    def _table(self, widths, *, rows: int, ruled: bool = True):
        table = self.document.add_table(rows=rows, cols=len(widths), style="Table Grid" if ruled else None)
        table.autofit = False
        _margins(table, 1)
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Mm(width)
        return table

    def _page(self, landscape: bool) -> None:
        section = self.document.sections[0]
        short, long = Mm(210), Mm(297)
        section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = (long, short) if landscape else (short, long)
        section.left_margin, section.right_margin = (Mm(20), Mm(20)) if landscape else (Mm(30), Mm(18))
        section.top_margin, section.bottom_margin = Mm(20), Mm(30)
        section.footer_distance = Mm(8)

    def _styles(self) -> None:
        for name in ("Normal", "Heading 1"):
            style = self.document.styles[name]
            style.font.name, style.font.size = FONT, Pt(12)
            fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
            for attribute in list(fonts.attrib):
                del fonts.attrib[attribute]
            for kind in ("ascii", "hAnsi", "cs", "eastAsia"):
                fonts.set(qn(f"w:{kind}"), FONT)
        heading = self.document.styles["Heading 1"]
        heading.font.bold, heading.font.color.rgb = True, RGBColor(0, 0, 0)
        heading.paragraph_format.space_before, heading.paragraph_format.space_after = Pt(10), Pt(4)

    def _footer(self) -> None:
        footer = self.document.sections[0].footer
        table = footer.add_table(1, 3, Mm(self.width))
        table.autofit = False
        _margins(table, 0.5)
        for column, width in zip(table.columns, (20, self.width - 45, 25), strict=True):
            column.width = Mm(width)
        for cell in table.rows[0].cells:
            cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
        drawing, words, page = table.rows[0].cells
        self.paragraph("{{ code }}", within=drawing, after=0)
        self.paragraph("{{ foot.printed }}", within=words, size=9, italic=True, after=0)
        self._conditional(words, "foot.url", "{{ labels.open_record }} {{ foot.url }}", size=9, after=0)
        numbers = self.paragraph("{{ labels.page }} ", within=page, size=9, align=RIGHT, after=0)
        _number(numbers, "PAGE")
        _run(numbers, "/", size=9)
        _number(numbers, "NUMPAGES")
        _drop_first_paragraphs(table)
        _line_above(table)
        first = footer.paragraphs[0]._p
        first.getparent().append(first)  # a footer must end in a paragraph: the empty first one
        _shrink(footer.paragraphs[0])


def _run(paragraph, text, *, size=12, bold=False, italic=False):
    run = paragraph.add_run(text)
    run.font.size, run.bold, run.italic = Pt(size), bold or None, italic or None
    return run


def _drop_first_paragraphs(table) -> None:
    """Take away the empty paragraph that each new cell starts with."""
    for cell in table._cells:
        if len(cell.paragraphs) > 1 and not cell.paragraphs[0].text:
            first = cell.paragraphs[0]._p
            first.getparent().remove(first)


def _margins(table, width: float) -> None:
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        edge = OxmlElement(f"w:{side}")
        edge.set(qn("w:w"), str(round(Mm(width).twips)))
        edge.set(qn("w:type"), "dxa")
        margins.append(edge)
    for old in table._tbl.tblPr.findall(qn("w:tblCellMar")):
        table._tbl.tblPr.remove(old)
    table._tbl.tblPr.append(margins)
    _in_order(table._tbl.tblPr)


def _widths_by_content(table) -> None:
    """Let a table whose number of columns is not known fill the page's width, its columns by what they hold."""
    table.autofit = True
    width = table._tbl.tblPr.find(qn("w:tblW"))
    width.set(qn("w:type"), "pct")
    width.set(qn("w:w"), "5000")
    for cell in table._cells:
        properties = cell._tc.get_or_add_tcPr()
        for preferred in properties.findall(qn("w:tcW")):
            properties.remove(preferred)


def _mark(row, tag: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(tag))


def _keep_together(row) -> None:
    _mark(row, "w:cantSplit")


def _borders(container: str, sides: tuple[str, ...], size: int):
    borders = OxmlElement(container)
    for side in sides:
        edge = OxmlElement(f"w:{side}")
        for key, value in (("val", "single"), ("sz", str(size)), ("space", "1"), ("color", "000000")):
            edge.set(qn(f"w:{key}"), value)
        borders.append(edge)
    return borders


def _paragraph_borders(paragraph, *sides: str) -> None:
    """Put the borders where the schema of Word files wants them: before spacing, indents and alignment."""
    properties = paragraph._p.get_or_add_pPr()
    properties.insert_element_before(_borders("w:pBdr", sides, 6), "w:spacing", "w:ind", "w:jc")


def _boxed(paragraph) -> None:
    _paragraph_borders(paragraph, "top", "left", "bottom", "right")


def _line_above(table) -> None:
    table._tbl.tblPr.append(_borders("w:tblBorders", ("top",), 4))
    _in_order(table._tbl.tblPr)


def _in_order(properties) -> None:
    """Sort a table's properties as the schema of Word files demands."""
    order = ["tblStyle", "tblW", "jc", "tblBorders", "tblLayout", "tblCellMar", "tblLook"]
    properties[:] = sorted(properties, key=lambda part: order.index(part.tag.rpartition("}")[2]))


def _rule(above, width: float, length: float) -> None:
    """Draw the short line under the paragraph: an indented, empty paragraph with an upper border."""
    cell = above._parent
    line = cell.add_paragraph()
    indent = (width - length) / 2 - 2
    line.paragraph_format.left_indent = line.paragraph_format.right_indent = Mm(indent)
    _paragraph_borders(line, "top")
    _shrink(line)


def _shrink(paragraph) -> None:
    paragraph.paragraph_format.space_after = Pt(0)
    paragraph.paragraph_format.line_spacing = Pt(6)


def _number(paragraph, instruction: str) -> None:
    """Add a field that Word fills: the page, or the number of pages."""
    for kind in ("begin", None, "end"):
        run = _run(paragraph, "", size=9)
        if kind is None:
            element = OxmlElement("w:instrText")
            element.text = instruction
        else:
            element = OxmlElement("w:fldChar")
            element.set(qn("w:fldCharType"), kind)
        run._r.append(element)
