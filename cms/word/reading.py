"""A Word file of a procedure as sections of a document."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.word.cover import Cover, read_cover
from cms.word.dossiers import Dossiers
from cms.word.markup import rich_text
from cms.word.notes import BEFORE, BOXES, CHECK, FOOTNOTES, LEFT_OUT, Note, of_things_met
from cms.word.opening import WordFile, open_word
from cms.word.outline import Outline, outline_of
from cms.word.pieces import Block, Paragraph, Table, lines_of
from cms.word.placing import Placing
from qms.importing.text import composed

ORDER = ("purpose", "scope", "references", "definitions", "administrative", "contents", "steps", "objectives")
LONG = 250


@dataclass
class WordReading:
    """What a file holds. `sections` is plain data for cms.sections.body_from and holds `unplaced` as well."""

    name: str
    sections: dict[str, Any] = field(default_factory=dict)
    number: str = ""
    title_vi: str = ""
    issue_number: str = ""
    amendment_number: str = ""
    effective_on: date | None = None
    issued_on: date | None = None
    unplaced: list[dict[str, str]] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)


def read_procedure(content: bytes, name: str) -> WordReading:
    """Read a file. Raises NotAWordFile with a sentence that says what to do."""
    name = composed(name).strip() or "file.docx"
    file = open_word(content, name)
    outline = outline_of(file.blocks)
    placing = Placing()
    cover = read_cover(outline.cover, file.margins, file.margin_texts, name)
    _place_cover(outline, placing, cover)
    dossiers = Dossiers(placing, outline.roots)
    for node in outline.roots:
        dossiers.place(node)
    _place_rest(file, placing)
    reading = WordReading(name, _sections(placing, dossiers), unplaced=placing.unplaced)
    for fact in ("number", "title_vi", "issue_number", "amendment_number", "effective_on", "issued_on"):
        setattr(reading, fact, getattr(cover, fact))
    _from_amendments(reading, placing)
    reading.notes = [*placing.summary(), *placing.notes, *_notes(file, outline)]
    return reading


def _place_cover(outline: Outline, placing: Placing, cover: Cover) -> None:
    """Tables of known kinds before the first heading count; short lines are the cover, long ones text."""
    if not outline.roots:
        placing.note(CHECK, _("No heading of a procedure was recognised: the whole text stands in the contents."))
    left = placing.extract(outline.cover, "", "")
    if not outline.roots:
        text = rich_text(left)
        placing.parts += [{"heading": "", "text": text}] if text else []
        return
    text_blocks = [block for block in left if _is_text(block)]
    short = [line for block in left if block not in text_blocks for line in lines_of([block]) if line]
    placing.keep(BEFORE, rich_text(text_blocks))
    if short:
        told = _("The cover was left out: %(text)s")
        placing.note(LEFT_OUT, told % {"text": " · ".join(line.replace("\n", " ") for line in short)})


def _is_text(block: Block) -> bool:
    if isinstance(block, Paragraph):
        return len(block.text) > LONG
    return isinstance(block, Table) and len(block.rows) > 6


def _place_rest(file: WordFile, placing: Placing) -> None:
    """Text boxes and footnotes stand outside the flow."""
    placing.keep_lines(BOXES, [line for box in file.boxes for line in box.split("\n")])
    if file.boxes:
        told = ngettext(
            "%(count)s text box (a drawn flow chart, perhaps) stands at the end of the contents.",
            "%(count)s text boxes (a drawn flow chart, perhaps) stand at the end of the contents.",
            len(file.boxes),
        )
        placing.note(CHECK, told % {"count": len(file.boxes)})
    placing.keep_lines(FOOTNOTES, [f"[{at}] {note}" for at, note in enumerate(file.footnotes, 1)])


def _sections(placing: Placing, dossiers: Dossiers) -> dict[str, Any]:
    found: dict[str, Any] = {**placing.texts, **placing.rows}
    if fields := dossiers.finish():
        found["administrative"] = fields
    contents = [*placing.parts, *placing.unplaced]
    if contents:
        found["contents"] = contents
    return {key: found[key] for key in (*ORDER, "forms", "records") if found.get(key)}


def _from_amendments(reading: WordReading, placing: Placing) -> None:
    """Without a word on the cover, the last row of the amendment table that names an issue tells it."""
    if reading.issue_number:
        return
    for row in reversed(placing.amendments):
        number = row["issue"].strip()
        if number.isdecimal() and len(number) <= 3:
            reading.issue_number = number
            return


def _notes(file: WordFile, outline: Outline) -> list[Note]:
    met = dict(file.met)
    if outline.toc_lines:
        met["toc"] = 1
    return of_things_met(met)
