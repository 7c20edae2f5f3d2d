"""What may be wrong with a file, a sheet or a cell, said as a sentence that also names the way out."""

from dataclasses import dataclass


class ImportRefused(Exception):
    """The file cannot be imported; `sentence` says what is wrong and what to do."""

    def __init__(self, sentence):
        self.sentence = str(sentence)
        super().__init__(self.sentence)


class NotAWorkbook(ImportRefused):
    """The file is no workbook or list that can be read safely."""


class NotThisRegister(ImportRefused):
    """The file can be read, but it is not a register of the kind asked for.

    `near` are the readings that came nearest, for a person who knows better which column is what; `hidden` are the
    names of sheets that were not looked at.
    """

    def __init__(self, sentence, near=()):
        self.near, self.hidden = list(near), []
        super().__init__(sentence)


@dataclass(frozen=True)
class Problem:
    """Why a cell's text is no value of its column.

    `level` is "error" (the row is refused) or "warning" (the row comes in with `value`).
    """

    code: str
    sentence: str
    suggestion: str | None = None
    level: str = "error"
    value: object = None

    def __str__(self):
        return self.sentence
