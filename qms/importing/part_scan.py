"""Reads one part of a workbook as it streams by: entities, far cells, cells in error, how much is there."""

import re

from django.utils.translation import gettext as _

from qms.importing import limits
from qms.importing.failed_cells import UNCALCULATED
from qms.importing.problems import NotAWorkbook

OVERLAP = 1024
DECLARATION = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
CELL = rb"<(?:[\w.-]+:)?c\s(?:[^<>]*?\s)?r\s*=\s*[\"'](%s)[\"'][^<>]*(?<!/)>"
FAR_COLUMN = rb"(?:[A-Za-z]{3,}|[J-Zj-z][A-Za-z]|[Ii][W-Zw-z])\d+"
# From row 101,000 on: 100,000 rows and room for titles above them.
FAR_NUMBER = rb"(?:\d{7,}|[2-9]\d{5}|1[1-9]\d{4}|10[1-9]\d{3})"
FAR_ROW = rb"[A-Za-z]+" + FAR_NUMBER
WIDE_COLUMN = rb"(?:A[Y-Zy-z]|[B-Zb-z][A-Za-z])\d+"
DEEP_ROW = rb"[A-Za-z]+(?:[2-9]\d{4}|\d{6,})"
# A cell without an address stands in its row, so a far row that holds anything counts as well.
BARE_FAR_ROW = re.compile(
    rb"<(?:[\w.-]+:)?row\s(?:[^<>]*?\s)?r\s*=\s*[\"'](" + FAR_NUMBER + rb")[\"'][^<>]*(?<!/)>"
    rb"\s*<(?:[\w.-]+:)?c(?![^<>]*\sr\s*=)"
)


def tiers(address):
    """A cheap search for the address alone, and the exact one for a filled cell with it."""
    return re.compile(rb'"' + address + rb'"'), re.compile(CELL % address)


FAR = [tiers(FAR_COLUMN), tiers(FAR_ROW)]
# As every program writes addresses; where a part is written otherwise, each pattern is searched for by itself.
USUAL = re.compile(rb'r="(?:' + b"|".join((FAR_COLUMN, FAR_ROW, FAR_NUMBER, rb"[A-Za-z]{2}\d+")) + rb')"')
BEFORE_SIGN = (b" =", b"\t=", b"\n=", b"\r=")


def is_usual(text):
    """Whether each sign of equality stands between a name and a double quote, as programs write attributes."""
    return text.count(b"=") == text.count(b'="') and not any(mark in text for mark in BEFORE_SIGN)


WIDE, DEEP = tiers(WIDE_COLUMN), tiers(DEEP_ROW)
IN_ERROR = re.compile(rb"\st\s*=\s*[\"']e[\"']")


def first_cell(patterns, text):
    """The address of the first filled cell that matches, or None."""
    cheap, exact = patterns
    if b"'" not in text and not cheap.search(text):
        return None
    found = exact.search(text)
    return found and found.group(1).decode("ascii", "replace")


def has_failed(text):
    """Whether a formula in this piece failed or has no value."""
    if (b"'e'" in text or b'"e"' in text) and IN_ERROR.search(text):
        return True
    return b"</f" in text and bool(UNCALCULATED.search(text))


class PartScan:
    """Takes the pieces of one part; refuses it, or knows afterwards what it holds."""

    def __init__(self, name, part):
        self.name, self.part = name, part
        self.wide = self.deep = None
        self.cells = 0
        self.has_errors = False
        self.is_sheet = False
        self.rest = b""

    def take(self, piece):
        text = self.rest + piece
        self.refuse_declarations(text)
        self.is_sheet = self.is_sheet or b"sheetData" in text
        self.cells += piece.count(b"<c") + piece.count(b":c")
        if self.cells > limits.CELLS:
            raise NotAWorkbook(
                _("“%(name)s” holds more than %(cells)s cells. Split the list into several files.")
                % {"name": self.name, "cells": f"{limits.CELLS:,}"}
            )
        if self.cells:
            self.refuse_far(text)
        self.has_errors = self.has_errors or has_failed(text)
        self.rest = text[-OVERLAP:]

    def refuse_declarations(self, text):
        if (b"<!" in text and DECLARATION.search(text)) or b"\x00" in text:
            raise NotAWorkbook(
                _(
                    "“%(name)s” holds definitions that no spreadsheet program writes, so it was not opened. "
                    "Copy the rows into a new workbook and choose that file."
                )
                % {"name": self.name}
            )

    def refuse_far(self, text):
        self.deep = self.deep or first_cell(DEEP, text)
        if not USUAL.search(text) and is_usual(text):
            return
        for patterns in FAR:
            if cell := first_cell(patterns, text):
                self.refuse_cell(cell)
        if b":row" in text or b"<row" in text:
            self.refuse_far_rows(text)
        self.wide = self.wide or first_cell(WIDE, text)
        if self.wide and self.deep:
            self.refuse_cell(f"{self.wide}, {self.deep}")

    def refuse_far_rows(self, text):
        if bare := BARE_FAR_ROW.search(text):
            self.refuse_cell(bare.group(1).decode())

    def refuse_cell(self, cell):
        raise NotAWorkbook(
            _(
                "“%(name)s” has something in cell %(cell)s, far outside any list (at most %(rows)s rows and %(columns)s"
                " columns are read, and %(wide)s rows where there are more than %(narrow)s columns). Delete what is "
                "there, or copy the list into a new workbook."
            )
            % {
                "name": self.name,
                "cell": cell,
                "rows": f"{limits.ROWS:,}",
                "columns": limits.COLUMNS,
                "wide": f"{limits.WIDE_ROWS:,}",
                "narrow": limits.WIDE_FROM_COLUMN,
            }
        )
