"""From Word's XML to paragraphs and tables, tracked changes accepted; what cannot come along is counted by name."""

from collections import Counter
from typing import Any

from docx.oxml.ns import qn

from cms.word.numbering import Numbering, integer, value
from cms.word.pieces import Block, Cell, Paragraph, Run, Table, lines_of
from cms.word.styles import Styles, outline_level, switched_on

MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
PICTURE = ("{http://schemas.openxmlformats.org/drawingml/2006/picture}pic", "{urn:schemas-microsoft-com:vml}imagedata")
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart"
REMOVED = {qn("w:del"), qn("w:moveFrom")}
WRAPPERS = {
    qn(f"w:{name}")
    for name in ("ins", "moveTo", "customXml", "smartTag", "hyperlink", "fldSimple", "sdtContent", "dir", "bdo")
}
TEXT = {qn("w:tab"): " ", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-", qn("w:sym"): "▪"}


class Reader:
    """Reads one file; what it met besides text stands in `met`, texts outside the flow in `aside`."""

    def __init__(self, styles: Styles, numbering: Numbering) -> None:
        self.styles, self.numbering = styles, numbering
        self.met: Counter[str] = Counter()
        self.boxes: list[str] = []
        self.notes: list[tuple[str, str]] = []

    def blocks(self, container: Any) -> list[Block]:
        """Paragraphs and tables of a body, a cell, a header."""
        found: list[Block] = []
        held: list[Run] = []  # text of a paragraph whose end was struck out runs on into the next
        for element in self._children(container):
            if element.tag == qn("w:tbl"):
                found.append(self.table(element))
                continue
            paragraph = self.paragraph(element)
            paragraph.runs[:0], held = held, []
            if self._end_is_struck_out(element):
                held = paragraph.runs
            else:
                found.append(paragraph)
        return [*found, Paragraph(held)] if held else found

    def _children(self, container: Any) -> Any:
        for element in container:
            if element.tag in (qn("w:p"), qn("w:tbl")):
                yield element
            elif element.tag == qn("w:sdt"):
                yield from self._control(element)
            elif element.tag in WRAPPERS:
                yield from self._children(element)
            elif element.tag == qn("w:altChunk"):
                self.met["attached"] += 1

    def _control(self, element: Any) -> Any:
        gallery = element.find(f"{qn('w:sdtPr')}/{qn('w:docPartObj')}/{qn('w:docPartGallery')}")
        if value(gallery) == "Table of Contents":
            self.met["toc"] = 1
            return
        content = element.find(qn("w:sdtContent"))
        if content is not None:
            yield from self._children(content)

    @staticmethod
    def _end_is_struck_out(element: Any) -> bool:
        return element.find(f"{qn('w:pPr')}/{qn('w:rPr')}/{qn('w:del')}") is not None

    def paragraph(self, element: Any) -> Paragraph:
        """One paragraph, with the number that Word draws before it."""
        properties = element.find(qn("w:pPr"))
        style = self.styles.get(value(properties.find(qn("w:pStyle"))) if properties is not None else "")
        runs: list[Run] = []
        self._runs(element, style.bold, style.italic, runs)
        paragraph = Paragraph(runs, outline_level(properties) or style.level, is_toc=style.is_toc)
        if paragraph.is_toc:
            self.met["toc"] = 1
        elif paragraph.text:
            self._number(paragraph, properties, style)
        return paragraph

    def _number(self, paragraph: Paragraph, properties: Any, style: Any) -> None:
        listed = properties.find(qn("w:numPr")) if properties is not None else None
        number, level = style.number, style.number_level or max(style.level - 1, 0)
        if listed is not None:
            number = value(listed.find(qn("w:numId")), number)
            level = integer(value(listed.find(qn("w:ilvl"))), level)
        if number and number != "0":
            paragraph.label, paragraph.marker = self.numbering.next(number, level)
            paragraph.depth = level

    def _runs(self, element: Any, bold: bool, italic: bool, runs: list[Run]) -> None:
        for child in element:
            if child.tag == qn("w:r"):
                self._run(child, bold, italic, runs)
            elif child.tag in REMOVED:
                self.met["struck"] += 1
            elif child.tag in WRAPPERS:
                self._runs(child, bold, italic, runs)
            elif child.tag == qn("w:sdt"):
                for content in child.findall(qn("w:sdtContent")):
                    self._runs(content, bold, italic, runs)
            elif child.tag in (f"{MATH}oMath", f"{MATH}oMathPara"):
                self.met["formula"] += 1
                runs.append(Run("".join(text.text or "" for text in child.iter(f"{MATH}t"))))

    def _run(self, element: Any, bold: bool, italic: bool, runs: list[Run]) -> None:
        properties = element.find(qn("w:rPr"))
        if switched_on(properties, "w:vanish"):
            self.met["hidden"] += 1
            return
        named = self.styles.get(value(properties.find(qn("w:rStyle")))) if properties is not None else None
        own_bold, own_italic = switched_on(properties, "w:b"), switched_on(properties, "w:i")
        bold = own_bold if own_bold is not None else bold or bool(named and named.bold)
        italic = own_italic if own_italic is not None else italic or bool(named and named.italic)
        text = "".join(self._text(child) for child in element)
        if text:
            runs.append(Run(text, bold, italic))

    def _text(self, element: Any) -> str:
        if element.tag == qn("w:t"):
            return element.text or ""
        if element.tag == qn("w:br"):
            return "" if element.get(qn("w:type")) in ("page", "column") else "\n"
        if element.tag in (qn("w:footnoteReference"), qn("w:endnoteReference")):
            return self._noted(element)
        if element.tag == qn("w:commentReference"):
            self.met["comment"] += 1
        elif element.tag in (qn("w:drawing"), qn("w:pict"), qn("w:object"), f"{COMPATIBILITY}AlternateContent"):
            self.drawing(element)
        return TEXT.get(element.tag, "")

    def _noted(self, element: Any) -> str:
        kind = "footnotes" if element.tag == qn("w:footnoteReference") else "endnotes"
        self.notes.append((kind, element.get(qn("w:id"), "")))
        return f" [{len(self.notes)}]"

    def drawing(self, element: Any) -> None:
        """Count pictures, keep the words of text boxes; of two versions of a drawing the first counts."""
        if element.tag == f"{COMPATIBILITY}AlternateContent":
            for version in list(element)[:1]:
                for child in version:
                    self.drawing(child)
            return
        self.met["picture"] += sum(1 for tag in PICTURE for _found in element.iter(tag))
        self.met["chart"] += sum(1 for _found in element.iter(CHART))
        self.met["embedded"] += element.tag == qn("w:object")
        for box in element.iter(qn("w:txbxContent")):
            words = "\n".join(line for line in lines_of(self.blocks(box)) if line)
            if words and words not in self.boxes:
                self.boxes.append(words)

    def table(self, element: Any) -> Table:
        """Rows and cells; rows struck out are gone."""
        table = Table()
        for row in self._inside(element, qn("w:tr")):
            properties = row.find(qn("w:trPr"))
            if properties is not None and properties.find(qn("w:del")) is not None:
                self.met["struck"] += 1
                continue
            table.rows.append(self._row(row, properties))
        return table

    def _row(self, row: Any, properties: Any) -> list[Cell]:
        cells: list[Cell] = []
        place = 0 if properties is None else integer(value(properties.find(qn("w:gridBefore"))), 0)
        for element in self._inside(row, qn("w:tc")):
            cell_properties = element.find(qn("w:tcPr"))
            span, joined = 1, False
            if cell_properties is not None:
                span = max(1, min(integer(value(cell_properties.find(qn("w:gridSpan"))), 1), 64))
                merge = cell_properties.find(qn("w:vMerge"))
                joined = merge is not None and value(merge, "continue") == "continue"
            cells.append(Cell([] if joined else self.blocks(element), place, span, joined))
            place += span
        return cells

    def _inside(self, element: Any, tag: str) -> Any:
        for child in element:
            if child.tag == tag:
                yield child
            elif child.tag in WRAPPERS:
                yield from self._inside(child, tag)
            elif child.tag == qn("w:sdt"):
                for content in child.findall(qn("w:sdtContent")):
                    yield from self._inside(content, tag)
