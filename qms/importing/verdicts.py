"""What will happen to each row of a file, before anything is written."""

from collections import Counter
from dataclasses import dataclass, field

VERDICTS = ("create", "update", "unchanged", "reject", "decide", "skip")
"""`decide`: a person must say what becomes of the row; `skip`: a person left it out."""

CONFLICT, DUPLICATE = "conflict", "duplicate"
"""Why a row waits for a decision: changed in the file and here since; perhaps a record that stands here already."""


@dataclass(slots=True)
class CellVerdict:
    """What was read, what it becomes, and why not or only with a warning."""

    read: object = None
    becomes: object = None
    level: str = "ok"
    sentence: str = ""
    address: str = ""
    suggestion: str | None = None


@dataclass
class RowVerdict:
    """One row: its number and sheet in the file, what happens to it, and its cells by column.

    A row that waits for a decision says why, and in `conflicts` each field three ways: (file before, file now, here).
    """

    number: int
    verdict: str = "create"
    cells: dict = field(default_factory=dict)
    sheet: str = ""
    key: str = ""
    sentence: str = ""
    why: str = ""
    conflicts: dict = field(default_factory=dict)
    record_title: str = ""
    record_url: str = ""

    @property
    def problems(self):
        """The cells with a sentence, errors before warnings."""
        spoken = [cell for cell in self.cells.values() if cell.level != "ok"]
        return sorted(spoken, key=lambda cell: cell.level != "error")

    @property
    def has_errors(self):
        return any(cell.level == "error" for cell in self.cells.values())

    def reject_where_wrong(self):
        """A row with a wrong cell is rejected, whatever was to happen to it."""
        if self.has_errors:
            self.verdict = "reject"
        return self


@dataclass
class Preview:
    """All rows with what is to be said about the file as a whole."""

    rows: list = field(default_factory=list)
    warnings: list = field(default_factory=list)
    columns: list = field(default_factory=list)

    @property
    def counts(self):
        """How many rows meet each verdict; all are named."""
        counted = Counter(row.verdict for row in self.rows)
        return {verdict: counted.get(verdict, 0) for verdict in VERDICTS}

    @property
    def may_commit(self):
        counts = self.counts
        return bool(self.rows) and not counts["reject"] and not counts["decide"]

    def rows_with(self, verdict):
        return [row for row in self.rows if row.verdict == verdict]

    def summary_line(self):
        """The last line of the command: rows=N created=N updated=N unchanged=N rejected=N."""
        return summary_of(self.counts)


def summary_of(counts):
    """Rows that wait for a decision stop the file as rejected ones do; rows left out change nothing."""
    rejected = counts.get("reject", 0) + counts.get("decide", 0)
    unchanged = counts.get("unchanged", 0) + counts.get("skip", 0)
    return (
        f"rows={sum(counts.values())} created={counts.get('create', 0)} updated={counts.get('update', 0)} "
        f"unchanged={unchanged} rejected={rejected}"
    )
