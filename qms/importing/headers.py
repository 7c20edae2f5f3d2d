"""Finds the header of a table wherever it stands and says which column is what."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from qms.importing.content import complete_by_content, complete_number
from qms.importing.forms import other_register, seems_to_be
from qms.importing.problems import NotThisRegister
from qms.importing.said import Said
from qms.importing.sheet import ErrorCell
from qms.importing.text import fold

DEEPEST_HEADER = 60
SURE = 0.5
# A form may fill the rows above its table with known words; the header reads at least nearly as well.
WORTH = 0.4
NOTHING_SAID = Said()
SLACK = 4
LEAST_SCORE, MOST_KNOWN = 3.0, 0.6


@dataclass
class Recognition:
    """Where the header of a sheet is and what its columns mean."""

    sheet: object
    register: object
    header_row: int
    header_rows: int
    mapping: dict
    headers: dict
    confidence: dict = field(default_factory=dict)
    said: set = field(default_factory=set)
    """Fields of which the person said which column they are, or that none is."""

    @property
    def unmatched(self):
        """Headers (column index to text) that mean nothing to this register."""
        used = set(self.mapping.values())
        return {index: text for index, text in self.headers.items() if index not in used}

    @property
    def first_data_row(self):
        return self.header_row + self.header_rows

    @property
    def score(self):
        return sum(self.confidence.values())


def recognise(sheet, register, said=NOTHING_SAID):
    """Return the Recognition of a sheet, or raise NotThisRegister with a sentence and the nearest Recognition."""
    found = list(readings(sheet, register, said.header.get(sheet.name)))
    for one in found:
        put_said(one, said.columns.get(sheet.name, {}))
    best = max(found, key=rank, default=None)
    met = [one for one in found if best.score * WORTH <= one.score and is_met(one)]
    if not met:
        raise NotThisRegister(refusal(sheet, register, best), [best] if best else [])
    chosen = max(met, key=rank)
    complete_by_content(chosen)
    return chosen


def put_said(one, columns):
    """What the person said of the columns stands over what their titles say."""
    for name, index in columns.items():
        if not one.register.has(name):
            continue
        one.mapping.pop(name, None)
        one.confidence.pop(name, None)
        one.said.add(name)
        if index is None:
            continue
        for other in [other for other, at in one.mapping.items() if at == index]:
            one.mapping.pop(other)
            one.confidence.pop(other, None)
        one.mapping[name], one.confidence[name] = index, 1.0


def rank(one):
    """The row that reads most like the header; the first of equals."""
    return round(one.score, 2), -one.header_row


def is_met(one):
    complete_number(one)
    return one.register.is_met_by(one.mapping)


def refusal(sheet, register, best):
    seen = ", ".join(best.headers.values()) if best else ""
    least = _("; or ").join(" + ".join(register.spoken(names)) for names in register.recognises[:4])
    if not seen:
        return _("Sheet “%(sheet)s” is not a register of %(kind)s: no row of column titles was found.") % {
            "sheet": sheet.name,
            "kind": register.label or register.kind,
        }
    return _(
        "Sheet “%(sheet)s” is not a register of %(kind)s. Its columns are: %(columns)s. Needed are at least: %(least)s."
    ) % {"sheet": sheet.name, "kind": register.label or register.kind, "columns": shortened(seen), "least": least}


def shortened(text, most=200):
    return text if len(text) <= most else text[: most - 1] + "…"


def readings(sheet, register, only=None):
    """Each of the first rows read as a header: alone, and joined with the row below where cells are merged.

    `only` is the number of the row that the person named.
    """
    for position, row in enumerate(sheet.head if only else sheet.head[:DEEPEST_HEADER]):
        if only and row.number != only:
            continue
        alone = header_texts(row)
        if len(alone) > 1:
            yield reading(sheet, register, row.number, 1, alone)
        below = sheet.head[position + 1] if position + 1 < len(sheet.head) else None
        joined, depth = two_levels(sheet, row, below)
        if joined:
            yield reading(sheet, register, row.number, depth, joined)


def header_texts(row):
    return {index: " ".join(cell.split()) for index, cell in enumerate(row.cells) if isinstance(cell, str)}


def two_levels(sheet, row, below):
    """Header texts over two rows, as forms print them: a group title over its columns."""
    ranges = [one for one in sheet.merged if one[0] == row.number]
    upright = [one for one in ranges if one[2] == row.number + 1]
    groups = [one for one in ranges if one[2] == row.number and one[3] > one[1]]
    if not upright and not (groups and below and below.number == row.number + 1):
        return {}, 1
    texts = header_texts(row)
    if below is None or below.number != row.number + 1:
        return texts, 2
    lower = header_texts(below)
    if not lower or len(lower) < sum(cell is not None for cell in below.cells):
        return {}, 1
    titles = {index: texts.get(left, "") for _top, left, _bottom, right in groups for index in range(left, right + 1)}
    joined = dict(texts)
    for index, text in lower.items():
        joined[index] = f"{titles[index]}\n{text}" if titles.get(index) else text
    return joined, 2


def reading(sheet, register, number, depth, texts):
    """Give each column of the register its best header, the surest pairs first."""
    pairs = sorted(
        (
            (column.likeness(text), place, index, column)
            for index, text in texts.items()
            for place, column in enumerate(register.columns)
        ),
        key=lambda pair: (-pair[0], pair[1], pair[2]),
    )
    mapping, confidence = {}, {}
    for sureness, _place, index, column in pairs:
        if sureness < SURE or column.name in mapping or index in mapping.values():
            continue
        mapping[column.name] = index
        confidence[column.name] = round(sureness, 3)
    return Recognition(sheet, register, number, depth, mapping, texts, confidence)


def recognise_workbook(sheets, register, said=NOTHING_SAID):
    """Return the recognised sheets and, for each other, why not: ([Recognition], [(Sheet, sentence)]).

    Raise NotThisRegister where no sheet is such a register.
    """
    found, left_out, near = [], [], []
    for sheet in sheets:
        try:
            refuse_left_out(sheet, register, said)
            found.append(recognise(sheet, register, said))
        except NotThisRegister as other:
            left_out.append((sheet, other.sentence))
            near.extend(other.near)
    if not found:
        said_first = " ".join(sentence for _sheet, sentence in left_out[:3])
        raise NotThisRegister(f"{said_first} {what_else(sheets, register)}".strip(), near)
    return found, left_out


def what_else(sheets, register):
    """What the first sheets seem to be instead."""
    for sheet in sheets[:8]:
        if other := other_register(sheet, register, is_such):
            return f"{seems_to_be(sheet, register)} {other}".strip()
    return next(filter(None, (seems_to_be(sheet, register) for sheet in sheets[:3])), "")


def is_such(sheet, register):
    """Whether the sheet surely is a register of that kind: more than its least columns, by their titles."""
    found = list(readings(sheet, register))
    best = max(found, key=rank, default=None)
    if best is None or best.score < LEAST_SCORE or len(best.mapping) < len(best.headers) * MOST_KNOWN:
        return False
    return register.is_met_by(best.mapping)


def refuse_left_out(sheet, register, said):
    if said.sheets and sheet.name not in said.sheets:
        raise NotThisRegister(_("Sheet “%(sheet)s” was not chosen.") % {"sheet": sheet.name})
    if not said.is_about(sheet.name) and is_left_out(sheet, register):
        raise NotThisRegister(
            _("Sheet “%(sheet)s” was left out: it lists something else than %(kind)s.")
            % {"sheet": sheet.name, "kind": register.label or register.kind}
        )


def is_left_out(sheet, register):
    name = f" {fold(sheet.name)}"
    return any(f" {fold(word)}" in name for word in register.left_out_sheets)


def is_repeated_header(recognition, row):
    """A row that says the header again, perhaps with a section's name in its first cell."""
    texts = recognition.headers
    enough = max(2, len(texts) * 0.6)
    if not could_repeat(texts, row.cells, len(texts) - enough):
        return False
    same = sum(cell.__class__ is str and fold(cell) == fold(text) for cell, text in pairs(texts, row))
    filled = sum(cell is not None and not isinstance(cell, ErrorCell) for cell in row.cells)
    return same >= enough and filled <= len(texts) + 1


def pairs(texts, row):
    return [(row.cell(index), text) for index, text in texts.items()]


def could_repeat(texts, cells, may_miss):
    """Most rows are told apart from the header by the lengths of their texts alone."""
    width, missed = len(cells), 0
    for index, text in texts.items():
        cell = cells[index] if index < width else None
        if cell.__class__ is not str or not -SLACK <= len(cell) - len(text) <= SLACK:
            missed += 1
            if missed > may_miss:
                return False
    return True
