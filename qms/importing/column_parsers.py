"""How the cells of each column are read: by what the column proves and by what the person said."""

from collections.abc import Callable
from typing import Any

from qms.importing.date_evidence import DateEvidence, date_parser
from qms.importing.row_reading import plain_text
from qms.importing.said import Said
from qms.importing.survey import FileSurvey, Survey, is_date
from qms.importing.text import fold
from qms.importing.values import parse_text

REMEMBERED = 20_000
Parser = Callable[[Any], Any]


def parsers_of(recognition: Any, survey: Survey, file: FileSurvey, said: Said) -> dict[str, Parser]:
    """The parser of each column of the register, mapped here or not: buried fields are parsed as well."""
    return {
        column.name: parser_of(column, survey.dates.get(column.name), file, said)
        for column in recognition.register.columns
    }


def parser_of(column: Any, evidence: DateEvidence | None, file: FileSurvey, said: Said) -> Parser:
    parser = column.parser or parse_text
    if is_date(column):
        evidence = evidence or DateEvidence()
        parser = date_parser(evidence, day_stands_first(evidence, file, said), said.year)
    if words := said.words.get(column.name):
        parser = with_said_words(parser, words)
    return plain_text if parser is parse_text else remembering(parser)


def day_stands_first(evidence: DateEvidence, file: FileSurvey, said: Said) -> bool:
    """By the column itself, by the other columns of the file, by the person; else as people here write."""
    if evidence.proves is not None:
        return evidence.proves
    others = file.evidence()
    if len(others) == 1 and not evidence.contradicts:
        return next(iter(others))
    return said.day_first is not False


def with_said_words(parser: Parser, words: Any) -> Parser:
    """The person's words before all others; one that means nothing leaves the cell empty."""

    def parse(value: Any) -> Any:
        if isinstance(value, str | int | float) and (text := fold(value)) in words:
            return words[text] or None
        return parser(value)

    return parse


def remembering(parser: Parser) -> Parser:
    """Registers say the same things in many rows: each text is judged once."""
    known: dict[Any, Any] = {}

    def parse(value: Any) -> Any:
        key = (value.__class__, value)
        if key not in known:
            if len(known) >= REMEMBERED:
                known.clear()
            known[key] = parser(value)
        found = known[key]
        return list(found) if found.__class__ is list else found

    return parse
