"""By what a row is known again when its file comes a second time."""

import hashlib
from collections import Counter

from qms.importing.text import fold

# What changes while a record lives says nothing about which record it is.
CHANGING = frozenset(
    {
        "status",
        "closed_on",
        "due_on",
        "correction",
        "cause",
        "corrective_action",
        "action_taken",
        "verification",
        "effectiveness",
        "remarks",
        "owner",
        "result",
        "score",
    }
)


def row_key(reference, identity, *, unique=True):
    """The reference where it is given and met once; else a hash of what the row says about its identity.

    `identity` is any sequence of cell values; accents, case and blanks do not matter.
    """
    if reference and unique:
        return f"ref:{fold(reference)}"
    said = "\x1f".join("" if value is None else fold(value) for value in identity)
    return f"row:{hashlib.sha256(said.encode()).hexdigest()[:32]}"


class RowKeys:
    """Gives each row of a file its key; `met` says how often each folded reference stands in the file."""

    def __init__(self, met):
        self.met, self.used = met, Counter()

    def key(self, reading, identity):
        """The key of a RowReading, different from all before it; rows equal in all are counted: …#2.

        `identity` is called for what the row says, only where no reference tells it.
        """
        reference = reading.values.get("number")
        base = reference.rpartition("#")[0] if reading.part and isinstance(reference, str) else reference
        unique = bool(base) and self.met[fold(base)] <= 1
        return self.distinct(row_key(reference, () if unique else identity(), unique=unique))

    def distinct(self, key):
        self.used[key] += 1
        return key if self.used[key] == 1 else f"{key}#{self.used[key]}"


def row_keys(rows):
    """Keys of (reference, identity) pairs."""
    rows = list(rows)
    met = Counter(fold(reference) for reference, _identity in rows if reference)
    keys = RowKeys(met)
    return [
        keys.distinct(row_key(reference, identity, unique=bool(reference) and met[fold(reference)] == 1))
        for reference, identity in rows
    ]
