"""Pieces of the Word templates of controlled documents: cover, header and footer of each page, stamp, body."""

from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_ROW_HEIGHT_RULE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor

from qms.printing.templates import word as pieces
from qms.printing.templates.word import CENTER, FONT, LEFT, RIGHT, Word

VML = 'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
# The letters that Word draws along a line, as its own watermarks are: shape type 136.
LETTERS = (
    '<v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800" '
    'path="m@7,l@8,m@5,21600l@6,21600e"><v:formulas><v:f eqn="sum #0 0 10800"/><v:f eqn="prod #0 2 1"/>'
    '<v:f eqn="sum 21600 0 @1"/><v:f eqn="sum 0 0 @2"/><v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/>'
    '<v:f eqn="if @0 21600 @1"/><v:f eqn="if @0 0 @2"/><v:f eqn="if @0 @4 21600"/><v:f eqn="mid @5 @6"/>'
    '<v:f eqn="mid @8 @5"/><v:f eqn="mid @7 @8"/><v:f eqn="mid @6 @7"/><v:f eqn="sum @6 0 @5"/></v:formulas>'
    '<v:path textpathok="t" o:connecttype="custom" o:connectlocs="@9,0;@10,10800;@11,21600;@12,10800" '
    'o:connectangles="270,180,90,0"/><v:textpath on="t" fitshape="t"/></v:shapetype>'
)
PLACE = (
    "position:absolute;margin-left:0;margin-top:0;width:{{ stamp.width }}pt;height:52pt;rotation:308;"
    "z-index:-251658752;mso-position-horizontal:center;mso-position-horizontal-relative:page;"
    "mso-position-vertical:center;mso-position-vertical-relative:page"
)


class DocumentWord(Word):
    """A template whose pages say which document they belong to and what copy they are."""

    def __init__(self) -> None:
        super().__init__()
        section = self.document.sections[0]
        section.different_first_page_header_footer = True
        section.header_distance, section.top_margin = Mm(9), Mm(22)
        stamped(self, section.first_page_header, 1)
        stamped(self, section.header, 2)
        self._head(section.header)
        self._headings()

    def _footer(self) -> None:
        section = self.document.sections[0]
        section.bottom_margin = Mm(32)
        for footer in (section.first_page_footer, section.footer):
            self._foot(footer)

    def _foot(self, footer) -> None:
        table = self._line_of(footer, (20, self.width - 45, 25))
        drawing, words, page = table.rows[0].cells
        small = {"within": words, "size": 9, "after": 0}
        self.paragraph("{{ code }}", within=drawing, after=0)
        pieces._boxed(self.paragraph("{{ stamp.line }}", **small, bold=True))
        self._conditional(words, "stamp.note", "{{ stamp.note }}", size=9, bold=True, after=0)
        self.paragraph("{{ foot.printed }}", **small, italic=True)
        self._conditional(words, "stamp.hash", "{{ stamp.hash }}", size=9, after=0)
        self._conditional(words, "foot.url", "{{ labels.check_state }} {{ foot.url }}", size=9, after=0)
        self._numbers(page)
        self._close(footer, table)
        pieces._line_above(table)

    def _head(self, header) -> None:
        table = header.add_table(1, 3, Mm(self.width))
        table.style = self.document.styles["Table Grid"]
        table.autofit = False
        pieces._margins(table, 1)
        for column, width in zip(table.columns, (42, self.width - 91, 49), strict=True):
            column.width = Mm(width)
        for cell in table.rows[0].cells:
            cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
        unit, title, facts = table.rows[0].cells
        self.paragraph("{{ head.unit }}", within=unit, size=9.5, bold=True, align=CENTER, after=0)
        self._conditional(title, "kind", "{{ kind }}", size=9.5, align=CENTER, after=0)
        self.paragraph("{{ title }}", within=title, size=10, bold=True, align=CENTER, after=0)
        self.paragraph("{%p for row in facts %}", within=facts, after=0)
        line = self.paragraph("{{ row.label }}: ", within=facts, size=9.5, after=0)
        pieces._run(line, "{{ row.text }}", size=9.5, bold=True)
        self.paragraph("{%p endfor %}", within=facts, after=0)
        self._close(header, table)

    def _line_of(self, part, widths):
        table = part.add_table(1, len(widths), Mm(self.width))
        table.autofit = False
        pieces._margins(table, 0.5)
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Mm(width)
        for cell in table.rows[0].cells:
            cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
        return table

    def _numbers(self, cell) -> None:
        numbers = self.paragraph("{{ labels.page }} ", within=cell, size=9, align=RIGHT, after=0)
        pieces._number(numbers, "PAGE")
        pieces._run(numbers, "/", size=9)
        pieces._number(numbers, "NUMPAGES")

    def _close(self, part, table) -> None:
        """A header or footer must end in a paragraph: its empty first one, made small."""
        pieces._drop_first_paragraphs(table)
        first = part.paragraphs[0]._p
        first.getparent().append(first)
        pieces._shrink(part.paragraphs[-1])

    def _headings(self) -> None:
        for level, size in ((1, 13), (2, 12), (3, 12)):
            style = self.document.styles[f"Heading {level}"]
            style.font.name, style.font.size = FONT, Pt(size)
            fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
            for attribute in list(fonts.attrib):
                del fonts.attrib[attribute]
            for kind in ("ascii", "hAnsi", "cs", "eastAsia"):
                fonts.set(qn(f"w:{kind}"), FONT)
            style.font.bold, style.font.italic = True, level == 3
            style.font.color.rgb = RGBColor(0, 0, 0)
            style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(10), Pt(4)

    # pieces of the text

    def cover(self) -> None:
        self.condition("head.superior", "{{ head.superior }}", size=13, align=CENTER, after=0)
        self.paragraph("{{ head.unit }}", size=14, bold=True, align=CENTER, after=0)
        pieces._rule(self.document.paragraphs[-1], self.width, 50)
        self.condition("kind", "{{ kind }}", size=20, bold=True, align=CENTER)
        self.document.paragraphs[-2].paragraph_format.space_before = Pt(100)
        self.paragraph("{{ title }}", size=18, bold=True, align=CENTER, after=20)
        self.paragraph("{%p if mark.brought_in %}")
        pieces._boxed(self.paragraph("{{ mark.brought_in }}", size=11, bold=True, align=CENTER, after=8))
        self.paragraph("{%p endif %}")
        self.paragraph("", after=40)
        self._facts()
        self.paragraph("", after=60)
        self._responsibilities()

    def _facts(self) -> None:
        table = self._table([48, 62], rows=0)
        self._loop(table, "row in facts", ["{{ row.label }}", "{{ row.text }}"])
        pieces._drop_first_paragraphs(table)
        table.rows[1].cells[1].paragraphs[0].runs[0].bold = True

    def _responsibilities(self) -> None:
        widths = [27, (self.width - 27) / 3, (self.width - 27) / 3, (self.width - 27) / 3]
        table = self._table(widths, rows=1)
        names = ("doc_duty", "doc_written", "doc_reviewed", "doc_approved")
        self._head_row(table.rows[0], [f"{{{{ labels.{name} }}}}" for name in names])
        cells = [f"{{{{ row.{name} }}}}" for name in ("label", "written", "reviewed", "approved")]
        self._step(table, "{%tr for row in cover %}")
        self._step(table, "{%tr if row.signature %}")
        self._row_of_people(table, cells, 10, Mm(17))
        self._step(table, "{%tr else %}")
        self._row_of_people(table, cells, 11, None)
        self._step(table, "{%tr endif %}")
        self._step(table, "{%tr endfor %}")
        pieces._drop_first_paragraphs(table)

    def _step(self, table, words: str) -> None:
        table.add_row().cells[0].add_paragraph(words)

    def _row_of_people(self, table, texts: list[str], size: int, height) -> None:
        row = table.add_row()
        pieces._keep_together(row)
        if height:
            row.height, row.height_rule = height, WD_ROW_HEIGHT_RULE.AT_LEAST
        for index, (cell, text) in enumerate(zip(row.cells, texts, strict=True)):
            cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
            look = {"size": 11 if index == 0 else size, "bold": index == 0, "italic": bool(index and height)}
            self.paragraph(text, within=cell, align=LEFT if index == 0 else CENTER, after=2, **look)

    def part(self, label: str, *, new_page: bool = False) -> None:
        title = self.paragraph(f"{{{{ labels.{label} }}}}", size=13, bold=True, align=CENTER, after=8)
        title.paragraph_format.space_before = Pt(16)
        title.paragraph_format.page_break_before = new_page
        title.paragraph_format.keep_with_next = True

    def contents(self) -> None:
        self.paragraph("{{p contents }}")

    def body(self) -> None:
        self.paragraph("{%p if body %}")
        self.paragraph("", after=0).paragraph_format.page_break_before = True
        pieces._shrink(self.document.paragraphs[-1])
        self.paragraph("{{p body }}")
        self.paragraph("{%p endif %}")


def stamped(word: Word, header, number: int) -> None:
    """Draw the stamp across each page that has this header, where there is one."""
    word.paragraph("{%p if stamp.text %}", within=header, after=0)
    holder = word.paragraph("", within=header, after=0)
    shape = (
        f'<w:pict {nsdecls("w")} {VML}>{LETTERS}<v:shape id="PowerPlusWaterMarkObject{number}" '
        f'o:spid="_x0000_s{2048 + number}" type="#_x0000_t136" style="{PLACE}" o:allowincell="f" filled="f" '
        'strokecolor="#969696" strokeweight=".75pt"><v:textpath style="font-family:&quot;Times New Roman&quot;;'
        'font-size:1pt;font-weight:bold" string="{{ stamp.text }}"/></v:shape></w:pict>'
    )
    holder.runs[0]._r.append(parse_xml(shape))
    pieces._shrink(holder)
    word.paragraph("{%p endif %}", within=header, after=0)
