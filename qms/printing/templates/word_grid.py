"""The head of the grid of months, whose cells are joined, in a Word template."""


def merge_months_head(table) -> None:
    """Join the cells of the head that stand for several, and those of the totals."""
    first, second, last = table.rows[0].cells, table.rows[1].cells, table.rows[-1].cells
    for index in (0, 1, 2, 15, 16):
        _joined(first[index], second[index])
    _joined(first[3], first[14])
    _joined(last[0], last[2], keep=last[2].text)
    _joined(last[15], last[16])


def _joined(start, end, keep: str | None = None) -> None:
    """Merge two cells and leave one paragraph with text."""
    merged = start.merge(end)
    wanted = keep or merged.text.strip()
    for paragraph in merged.paragraphs:
        if len(merged.paragraphs) > 1 and paragraph.text.strip() != wanted:
            paragraph._p.getparent().remove(paragraph._p)
