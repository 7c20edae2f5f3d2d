"""The cells of a row as a preview shows them, and what is said about them."""

from typing import Any

from django.utils.translation import gettext as _

from qms.importing.reading import ReadRegister, RowReading
from qms.importing.sheet import ErrorCell
from qms.importing.verdicts import CellVerdict


def cells_of(row: RowReading) -> dict[str, CellVerdict]:
    """One verdict for each filled or faulty cell of a known column."""
    cells, value_of, address_of, problems = {}, row.values.get, row.addresses.get, row.problems
    for name, raw in row.raw.items():
        problem = problems.get(name)
        if raw is None and problem is None:
            continue
        raw = raw.code if raw.__class__ is ErrorCell else raw
        cell = cells[name] = CellVerdict(raw, value_of(name), address=address_of(name, ""))
        if problem is not None:
            cell.level, cell.sentence, cell.suggestion = problem.level, str(problem), problem.suggestion
    return cells


def shown(raw: Any) -> Any:
    """A failed formula by its code, all else as it is."""
    return raw.code if isinstance(raw, ErrorCell) else raw


def say(row: Any, name: str, sentence: str, *, level: str = "warning") -> None:
    """Put a sentence on a cell; an error stands above a warning."""
    if name not in row.cells:
        addresses = row.plan.row.addresses
        row.cells[name] = CellVerdict(address=addresses.get(name, ""))
    cell = row.cells[name]
    if cell.level == "error" and level != "error":
        return
    cell.sentence = f"{cell.sentence} {sentence}".strip() if cell.level == level else sentence
    cell.level = level


def about_the_file(read: ReadRegister) -> list[str]:
    """Sentences about sheets that were left out and columns that mean nothing to this register."""
    said = [str(sentence) for _sheet, sentence in read.left_out]
    for recognition in read.recognitions:
        unknown = [text for text in recognition.unmatched.values() if text.strip()]
        if unknown:
            said.append(
                _("Sheet “%(sheet)s”: these columns are not brought in: %(columns)s.")
                % {"sheet": recognition.sheet.name, "columns": ", ".join(unknown[:20])}
            )
    return said


def as_text(value: Any) -> str:
    """A parsed or raw value as it is kept in words."""
    if value.__class__ is str:
        return value.strip()
    if value is None:
        return ""
    if hasattr(value, "strftime"):
        return f"{value.day:02}/{value.month:02}/{value.year:04}"
    if isinstance(value, list):
        return "; ".join(f"{item.edition} {item.number}".strip() if item.edition else item.number for item in value)
    return str(shown(value)).strip()
