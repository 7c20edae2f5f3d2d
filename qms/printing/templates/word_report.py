"""Pieces of the Word template of an inspection's report: what is there only where there is something to tell."""

from docx.shared import Pt

from qms.printing.templates import word as pieces
from qms.printing.templates.word import CENTER, Word
from qms.printing.templates.word_documents import stamped


class ListingWord(Word):
    """A template with parts that stand only where there is something to tell."""

    def boxed(self, name: str) -> None:
        """Add a boxed line where there is one."""
        self.paragraph(f"{{%p if {name} %}}")
        pieces._boxed(self.paragraph(f"{{{{ {name} }}}}", size=11, bold=True, align=CENTER, after=8))
        self.paragraph("{%p endif %}")

    def listed(self, name: str, title: str) -> None:
        """Add a titled list of lines where there are any."""
        self.paragraph(f"{{%p if {name} %}}")
        self.paragraph(f"{{{{ labels.{title} }}}}:", bold=True).paragraph_format.space_before = Pt(8)
        self.paragraph(f"{{%p for line in {name} %}}")
        self.paragraph("- {{ line }}")
        self.paragraph("{%p endfor %}")
        self.paragraph("{%p endif %}")

    def table_if_any(self, name, title, labels, columns, *, widths) -> None:
        """Add a titled table of the list `name`; nothing where it is empty."""
        self.paragraph(f"{{%p if {name} %}}")
        heading = self.paragraph(f"{{{{ labels.{title} }}}}:", bold=True)
        heading.paragraph_format.space_before, heading.paragraph_format.keep_with_next = Pt(8), True
        table = self._table(widths, rows=1)
        self._head_row(table.rows[0], [f"{{{{ labels.{label} }}}}" for label in labels])
        self._loop(table, f"row in {name}", [f"{{{{ row.{column} }}}}" for column in columns], splits=True)
        pieces._drop_first_paragraphs(table)
        self.paragraph("{%p endif %}")


class ReportWord(ListingWord):
    """A template that says across each page what its copy is, where it is not the report itself."""

    def __init__(self) -> None:
        super().__init__()
        stamped(self, self.document.sections[0].header, 1)
