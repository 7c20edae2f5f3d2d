"""Counts how much text the cells of a workbook would hold once shared strings are copied into every cell.

A sheet of a million references to one long shared string is small on disk and does not fit into memory.
"""

import re
from array import array

OPENING = re.compile(rb"<(?:[\w.-]+:)?si[\s>/]")
REFERENCE = re.compile(rb"\st\s*=\s*[\"']s[\"']")
INDEX = re.compile(rb"\st\s*=\s*[\"']s[\"'][^<>]*>\s*<(?:[\w.-]+:)?v>(\d{1,9})<")


class SharedText:
    """Takes the pieces of all parts: first a cheap upper bound, then, only where that is too much, the exact sum."""

    def __init__(self):
        self.lengths = array("L")
        self.current = None
        self.references = 0

    def take(self, part, piece):
        if part.lower().endswith("sharedstrings.xml"):
            self.measure(piece)
        elif b'"s"' in piece or b"'s'" in piece:
            self.references += len(REFERENCE.findall(piece))

    def measure(self, piece):
        """An opening tag cut by the end of a piece joins two strings: the bound stays a bound."""
        last = 0
        for found in OPENING.finditer(piece):
            if self.current is not None:
                self.lengths.append(self.current + found.start() - last)
            last, self.current = found.start(), 0
        if self.current is not None:
            self.current += len(piece) - last

    def could_exceed(self, limit):
        """Whether the longest string in every cell would be more than `limit`."""
        if self.current is not None:
            self.lengths.append(self.current)
            self.current = None
        return bool(self.lengths) and max(self.lengths) * self.references > limit

    def held_by(self, piece):
        """The text that the references of this piece of a sheet bring in."""
        last = len(self.lengths) - 1
        return sum(self.lengths[min(int(index), last)] for index in INDEX.findall(piece))
