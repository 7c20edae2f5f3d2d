"""How a file was understood, in plain words and numbers, so that a person sees it and may say otherwise."""

import re
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from openpyxl.utils import get_column_letter

from qms.importing.content import guess
from qms.importing.date_evidence import DateEvidence
from qms.importing.questions import Question
from qms.importing.said import DAY_FIRST, FILL_DOWN, SPLIT, YEAR, Said
from qms.importing.sheet import ErrorCell
from qms.importing.survey import FileSurvey, Survey
from qms.importing.values import parse_text, parse_word

SAMPLES, LONGEST_SAMPLE = 3, 60
YEARS = re.compile(r"(?<!\d)(?<!\d[:–-])((?:19|20)\d{2})(?!\d)")
LEAST_ROWS = 4


def sheet_understood(recognition: Any, rows: int = 0, left_out: str = "") -> dict[str, Any]:
    """Header row, columns with their field, how sure it is, and what stands in them."""
    fields = {index: name for name, index in recognition.mapping.items()}
    columns = [column_understood(recognition, index, fields.get(index)) for index in columns_of(recognition)]
    return {
        "header": recognition.header_row,
        "header_rows": recognition.header_rows,
        "rows": rows,
        "left_out": left_out,
        "columns": columns,
        "unmatched": [column["header"] for column in columns if column["field"] is None and column["header"]],
    }


def columns_of(recognition: Any) -> list[int]:
    """Columns with a title, a field or something in one of the first rows."""
    rows = [row for row in recognition.sheet.head if row.number >= recognition.first_data_row]
    there = {index for row in rows[:50] for index, cell in enumerate(row.cells) if cell is not None}
    return sorted(there | set(recognition.headers) | set(recognition.mapping.values()))


def column_understood(recognition: Any, index: int, name: str | None) -> dict[str, Any]:
    return {
        "index": index,
        "letter": get_column_letter(index + 1),
        "header": " ".join(recognition.headers.get(index, "").split()),
        "field": name,
        "confidence": min(1.0, recognition.confidence.get(name, 0)) if name else 0,
        "said": name in recognition.said if name else False,
        "guess": None if name else guess(recognition, index),
        "samples": samples(recognition, index),
    }


def samples(recognition: Any, index: int) -> list[str]:
    """The first different things that stand in a column."""
    found: list[str] = []
    for row in recognition.sheet.head:
        if row.number < recognition.first_data_row or len(found) == SAMPLES:
            continue
        text = as_seen(row.cell(index))
        if text and text not in found:
            found.append(text)
    return found


def as_seen(value: Any) -> str:
    """A cell as text, cut where it is long."""
    text = value.code if isinstance(value, ErrorCell) else parse_text(value)
    text = " ".join(str(text or "").split())
    return text if len(text) <= LONGEST_SAMPLE else f"{text[: LONGEST_SAMPLE - 1]}…"


def fields_of(register: Any) -> list[dict[str, Any]]:
    """The fields that a column may be, as they are called in the reader's language."""
    return [
        {"name": column.name, "label": label_of(column), "required": column.required} for column in register.columns
    ]


def label_of(column: Any) -> str:
    """The first name in the reader's language."""
    names = column.synonyms_en if get_language() == "en" else column.synonyms_vi
    text = next(iter((*names, *column.synonyms_en)), column.name.replace("_", " "))
    return str(text[:1].upper() + text[1:])


def words_understood(register: Any, file: FileSurvey, said: Said) -> dict[str, list[dict[str, Any]]]:
    """{field: [{word, folded, count, value}]}: the value is None where the word is not understood."""
    found: dict[str, list[dict[str, Any]]] = {}
    for name, counted in file.words.items():
        column, written = register.column(name), counted.written
        found[name] = [
            {
                "word": written[word],
                "folded": word,
                "count": count,
                "value": meaning(column, word, written[word], said),
            }
            for word, count in counted.counts.most_common()
        ]
    return found


def meaning(column: Any, folded: str, written: str, said: Said) -> str | None:
    """What a word of a column is read as; an empty text where it means nothing."""
    if folded in said.words.get(column.name, {}):
        return str(said.words[column.name][folded])
    parser = column.parser or (lambda text: parse_word(text, column.words, column.name))
    value = parser(written)
    return value if isinstance(value, str) else None


def word_values(register: Any) -> dict[str, list[dict[str, str]]]:
    """The values that words of each such column may be given, as the reader calls them."""
    return {
        column.name: [{"value": value, "label": word_label(value, words)} for value, words in column.words.items()]
        for column in register.columns
        if column.words
    }


def word_label(value: str, words: Any) -> str:
    """Words of a value: Vietnamese ones are told by their accents."""
    if not value:
        return _("Nothing yet")
    accented = [word for word in words if not word.isascii()]
    plain = [word for word in words if word.isascii()] or [value.replace("_", " ")]
    text = (plain if get_language() == "en" or not accented else accented)[0]
    return str(text[:1].upper() + text[1:])


def questions_about(recognitions: list[Any], file: FileSurvey, said: Said) -> list[Question]:
    """What only a person can say of this file."""
    pairs = list(zip(recognitions, file.sheets, strict=True))
    asked = [
        about_year(pairs, said),
        about_order(pairs, file, said),
        about_split(pairs, said),
        about_blocks(pairs, said),
    ]
    return [question for question in asked if question]


def evidence_of(pairs: list[tuple[Any, Survey]]) -> list[DateEvidence]:
    return [evidence for _recognition, survey in pairs for evidence in survey.dates.values()]


def about_year(pairs: list[tuple[Any, Survey]], said: Said) -> Question | None:
    """Dates without a year; the years that the file names elsewhere are offered, never taken."""
    without = [one for one in evidence_of(pairs) if one.without_year]
    if not without:
        return None
    years = sorted({int(year) for recognition, _survey in pairs for year in years_above(recognition)})
    return Question(
        YEAR,
        _("%(count)s dates have no year. Which year is meant?") % {"count": sum(one.without_year for one in without)},
        [(year, str(year)) for year in years],
        [address for one in without for address in one.without_year_at],
        answer=said.year,
        needed=said.year is None,
    )


def years_above(recognition: Any) -> list[str]:
    above = [row for row in recognition.sheet.head if row.number < recognition.header_row]
    return [year for row in above for cell in row.cells if isinstance(cell, str) for year in YEARS.findall(cell)]


def about_order(pairs: list[tuple[Any, Survey]], file: FileSurvey, said: Said) -> Question | None:
    """Dates such as 6/7/2020 in a file in which nothing tells day from month."""
    unproved = [one for one in evidence_of(pairs) if one.unsure and one.proves is None]
    if not unproved or (len(file.evidence()) == 1 and not any(one.contradicts for one in unproved)):
        return None
    return Question(
        DAY_FIRST,
        _("Nothing in the file tells whether the day or the month stands first in %(count)s dates. They are read "
          "day first until you say otherwise.") % {"count": sum(one.unsure for one in unproved)},
        [(True, _("Day first: 06/07 is the sixth of July")), (False, _("Month first: 06/07 is the seventh of June"))],
        [address for one in unproved for address in one.unsure_at],
        answer=said.day_first,
    )  # fmt: skip


def about_split(pairs: list[tuple[Any, Survey]], said: Said) -> Question | None:
    several = sum(survey.several for _recognition, survey in pairs)
    if not several:
        return None
    return Question(
        SPLIT,
        _("%(count)s cells hold several questions. Should each become a row of its own?") % {"count": several},
        [(True, _("One row for each question")), (False, _("Leave the cells as they are"))],
        [address for _recognition, survey in pairs for address in survey.several_at],
        answer=said.split,
    )


def about_blocks(pairs: list[tuple[Any, Survey]], said: Said) -> Question | None:
    """Columns filled in the first row of each block only."""
    columns = [
        (recognition, name) for recognition, survey in pairs for name in block_fields(survey)
    ]  # fmt: skip
    if not columns:
        return None
    titles = dict.fromkeys(" ".join(one.headers.get(one.mapping[name], name).split()) for one, name in columns)
    return Question(
        FILL_DOWN,
        _("“%(columns)s” is filled only in some rows. Does an empty cell mean the same as the one above it?")
        % {"columns": ", ".join(titles)},
        [(True, _("Yes, the same as above")), (False, _("No, nothing is meant"))],
        [one.sheet.address(one.first_data_row, one.mapping[name]) for one, name in columns],
        answer=said.fill_down,
    )


def block_fields(survey: Survey) -> list[str]:
    """Fields whose cells are filled in less than half of the rows, the first among them."""
    if survey.rows < LEAST_ROWS:
        return []
    return [name for name, count in survey.blocks.items() if name in survey.starts_filled and count * 2 <= survey.rows]
