"""The leaves of all seals, laid out by record in a temporary file, so that a million take no memory."""

import sqlite3
from collections.abc import Iterable, Iterator
from typing import Any

from qms.history.seal_files import SealFile

TABLES = """PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-16000;
CREATE TABLE heads(kind, uid, seal, sequence, hash, PRIMARY KEY (kind, uid, seal, sequence, hash)) WITHOUT ROWID;
CREATE TABLE met(kind, uid, PRIMARY KEY (kind, uid)) WITHOUT ROWID;
CREATE TABLE digests(number PRIMARY KEY, digest) WITHOUT ROWID;"""

Head = tuple[int, int, str]
"""Seal, sequence, row_hash."""


class SealedHeads:
    """What the seals say of each record."""

    def __init__(self) -> None:
        self.db = sqlite3.connect("", isolation_level=None)  # a temporary file, removed when closed
        self.db.executescript(TABLES)
        self.db.execute("BEGIN")

    def close(self) -> None:
        """Remove the temporary file."""
        self.db.close()

    def add(self, seal: SealFile, kinds: Iterable[str] | None = None) -> None:
        """Take in the leaves of a seal, of these kinds."""
        wanted = None if kinds is None else set(kinds)
        rows = ((*leaf[:2], seal.number, *leaf[2:]) for leaf in seal.leaves or () if not wanted or leaf[0] in wanted)
        self.db.executemany("INSERT OR IGNORE INTO heads VALUES (?, ?, ?, ?, ?)", rows)

    def of(self, kind: str, uid: str) -> list[Head]:
        """The heads of a record under seals, in the order of seals; the record counts as met."""
        query = "SELECT seal, sequence, hash FROM heads WHERE kind = ? AND uid = ? ORDER BY seal"
        found = self.db.execute(query, (kind, uid)).fetchall()
        if found:
            self.db.execute("INSERT OR IGNORE INTO met VALUES (?, ?)", (kind, uid))
        return found

    def told_of(self, kind: str, uid: str, sequence: int) -> bool:
        """Whether any head at or after that row is known: then its own fault is told already."""
        query = "SELECT 1 FROM heads WHERE kind = ? AND uid = ? AND sequence >= ?"
        return self.db.execute(query, (kind, uid, sequence)).fetchone() is not None

    def unmet(self) -> Iterator[tuple[str, str, int, int, str]]:
        """Heads of records that were not met: (kind, uid, seal, sequence, hash)."""
        return self.db.execute(
            "SELECT * FROM heads h WHERE NOT EXISTS (SELECT 1 FROM met m WHERE m.kind = h.kind AND m.uid = h.uid)"
        )

    def note_digest(self, number: int, digest: str) -> None:
        """Remember a seal's digest."""
        self.db.execute("INSERT OR REPLACE INTO digests VALUES (?, ?)", (number, digest))

    def digest_of(self, number: int) -> str | None:
        """The digest of a seal that was read."""
        found: Any = self.db.execute("SELECT digest FROM digests WHERE number = ?", (number,)).fetchone()
        return found[0] if found else None
