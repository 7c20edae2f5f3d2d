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


def row_keys(rows):
    """Keys of (reference, identity) pairs, each different; rows equal in all are counted: …#2."""
    rows = list(rows)
    met = Counter(fold(reference) for reference, _identity in rows if reference)
    keys, used = [], Counter()
    for reference, identity in rows:
        key = row_key(reference, identity, unique=bool(reference) and met[fold(reference)] == 1)
        used[key] += 1
        keys.append(key if used[key] == 1 else f"{key}#{used[key]}")
    return keys
