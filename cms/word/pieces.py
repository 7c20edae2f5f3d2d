"""What a Word file is made of once it has been read: paragraphs and tables, nothing of Word left in them."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from qms.importing.text import composed


@dataclass(frozen=True)
class Run:
    """Text of one look."""

    text: str
    bold: bool = False
    italic: bool = False


@dataclass
class Paragraph:
    """A paragraph; `label` is the number that Word draws before it, `marker` what kind of list that makes."""

    runs: list[Run]
    heading_level: int = 0
    label: str = ""
    marker: str = ""  # "", "bullet" or Word's name of the number format
    depth: int = 0
    is_toc: bool = False

    @property
    def text(self) -> str:
        return tidy("".join(run.text for run in self.runs))

    @property
    def is_bold(self) -> bool:
        """Whether every visible letter is bold."""
        seen = [run for run in self.runs if run.text.strip()]
        return bool(seen) and all(run.bold for run in seen)


@dataclass
class Cell:
    """A cell of a table; a `joined` one continues the cell above it."""

    blocks: list["Paragraph | Table"]
    start: int = 0
    span: int = 1
    joined: bool = False

    @property
    def text(self) -> str:
        """Its lines; tables inside it are read line by line as well."""
        return "\n".join(line for line in lines_of(self.blocks) if line)


@dataclass
class Table:
    """Rows of cells; `is_header` of a row tells whether Word repeats it on each page."""

    rows: list[list[Cell]] = field(default_factory=list)

    @property
    def width(self) -> int:
        return max((row[-1].start + row[-1].span for row in self.rows if row), default=0)


Block = Paragraph | Table


def tidy(text: str) -> str:
    """Composed letters, single blanks, line ends kept."""
    lines = (" ".join(line.split()) for line in composed(text).split("\n"))
    return "\n".join(line for line in lines if line)


def lines_of(blocks: list[Block]) -> Iterator[str]:
    """The text of blocks, paragraph by paragraph, row by row."""
    for block in blocks:
        if isinstance(block, Table):
            for row in block.rows:
                yield " | ".join(filter(None, (cell.text.replace("\n", "; ") for cell in row)))
        else:
            yield f"{block.label} {block.text}".strip() if block.text else ""
