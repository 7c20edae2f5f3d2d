"""Sealing: what was recorded since the last seal is put under the next one, outside the database.

One sealer at a time. The seal's file is written and synced before the database says that it is there; a file that a
crash left behind is taken up by the next sealer when it tells of this database. A row committed late falls into the
next seal. A store that is missing or older than the database is an error, never a new beginning.
"""

import datetime as dt
import logging
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from qms import clock
from qms.evidence_enums import SealKind
from qms.history import canonical, seal_files, seals
from qms.history.seal_files import SealFile, SealStoreFault
from qms.history.trail import trail_model
from qms.history.trail_completing import complete_trail

log = logging.getLogger(__name__)

LOCK = 0x5EA1
"""Key of the advisory lock that lets one process seal at a time on PostgreSQL."""
MOST = 20_000
"""Lines of the trail under one seal, so that no sealing holds others up for long or fills the memory."""
FORMAT = 1
NOT_NEXT = _("Seal %(number)s in the store is not the next of seal %(before)s.")
AHEAD = _(
    "The store holds seal %(number)s and this database does not: it is an older copy. "
    "Bring it back with `restore`, which declares the gap."
)


@dataclass(frozen=True)
class SealState:
    """What a page says of the seals: the last one, how many lines wait since when, and what is wrong with the store."""

    last: Any
    waiting: int
    oldest: dt.datetime | None
    fault: str


def seal_now() -> Any:
    """Seal everything that waits. Returns the last Seal made, or None where nothing waited.

    Raises SealStoreFault, also where the store has it in for us: see `seals.check`.
    """
    made, last = None, seal_once()
    while last is not None:
        made, last = last, seal_once()
    return made


def seal_once() -> Any:
    """Seal the oldest of what waits, or take up a seal that a crash left behind. None where nothing waits."""
    if not _unsealed().exists() and not _left_behind():
        return None
    with transaction.atomic(durable=True):
        _wait_for_turn()
        before = seals.check()
        adopted = _adopt(before)
        if adopted is not None:
            return adopted
        entries = list(_unsealed().values_list("id", "kind", "record_id", "history_id").order_by("id")[:MOST])
        if not entries:
            return None
        seal = seal_files.make(_header(before, SealKind.SEAL, {}), list(_heads(entries)))
        seals.Store().add(seal)
        return _enter(seal, [entry[0] for entry in entries])


def _unsealed() -> Any:
    return trail_model().objects.filter(seal=None)


def _wait_for_turn() -> None:
    """One sealer at a time: an advisory lock until the transaction ends; SQLite has locked at BEGIN."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def _header(before: SealFile | None, kind: str, note: dict[str, Any]) -> dict[str, Any]:
    """The next header, but for root and size. The installation's identity begins with its first seal."""
    return {
        "format": FORMAT,
        "number": before.number + 1 if before else 1,
        "kind": str(kind),
        "installation": before.header["installation"] if before else str(uuid.uuid4()),
        "made_at": canonical.plain(clock.now()),
        "previous": before.digest if before else "",
        "note": note,
    }


def _heads(entries: Sequence[tuple[int, str, int, int]]) -> Iterator[list[Any]]:
    """The last of these rows for each record, as leaves; rows that are gone are the verifier's to name."""
    kinds: dict[str, list[int]] = {}
    for _id, kind, _record, history_id in entries:
        kinds.setdefault(kind, []).append(history_id)
    for kind, keys in kinds.items():
        heads: dict[str, tuple[int, str]] = {}
        for uid, sequence, row_hash in rows_by_key(kind, keys):
            heads[str(uid)] = max(heads.get(str(uid), (0, "")), (sequence, row_hash))
        yield from ([kind, uid, *head] for uid, head in heads.items())


def rows_by_key(kind: str, keys: Sequence[int]) -> Iterator[tuple[uuid.UUID, int, str]]:
    """UUID, sequence and hash of history rows of a kind."""
    history: Any = apps.get_model(kind).history.model
    for start in range(0, len(keys), 1000):
        rows = history._base_manager.filter(history_id__in=keys[start : start + 1000])
        yield from rows.values_list("uid", "sequence", "row_hash")


def _enter(seal: SealFile, entries: Sequence[int]) -> Any:
    """Tell the database of a seal that stands in the store, and what it covers."""
    header = seal.header
    entered = seals.seal_model().objects.create(
        number=seal.number,
        kind=header["kind"],
        digest=seal.digest,
        previous=header["previous"],
        root=header["root"],
        leaves=header["size"],
        made_at=dt.datetime.fromisoformat(header["made_at"]),
    )
    for start in range(0, len(entries), 1000):
        trail_model().objects.filter(id__in=entries[start : start + 1000]).update(seal=seal.number)
    return entered


def _left_behind() -> bool:
    """Whether the store holds a seal more than the database knows."""
    last = seals.known()
    return seals.Store().holds(last.number + 1 if last else 1)


def _adopt(before: SealFile | None) -> Any:
    """Take up the seal that stands in the store after the last known one, if there is one.

    Raises SealStoreFault where it does not tell of this database: then the database is an older copy.
    """
    store, number = seals.Store(), before.number + 1 if before else 1
    if not store.holds(number):
        return None
    seal = seal_files.read(store, number)
    if seal.header["previous"] != (before.digest if before else "") or seal.fault():
        raise SealStoreFault(NOT_NEXT % {"number": number, "before": number - 1})
    covered = _covered(seal)
    if covered is None or store.holds(number + 1):
        raise SealStoreFault(AHEAD % {"number": number})
    return _enter(seal, covered)


def _covered(seal: SealFile) -> list[int] | None:
    """Lines of the trail that a seal's leaves cover and no seal yet; None where a leaf tells of no row here."""
    by_kind: dict[str, dict[str, tuple[int, str]]] = {}
    for kind, uid, sequence, row_hash in seal.leaves or []:
        by_kind.setdefault(kind, {})[uid] = (sequence, row_hash)
    covered: list[int] = []
    for kind, heads in by_kind.items():
        found = _lines_under(kind, heads)
        if found is None:
            return None
        covered += found
    return covered


def _lines_under(kind: str, heads: dict[str, tuple[int, str]]) -> list[int] | None:
    history: Any = apps.get_model(kind).history.model
    uids, standing, keys = list(heads), set(), []
    for start in range(0, len(uids), 1000):
        rows = history._base_manager.filter(uid__in=uids[start : start + 1000])
        for key, uid, sequence, row_hash in rows.values_list("history_id", "uid", "sequence", "row_hash"):
            if sequence <= heads[str(uid)][0]:
                keys.append(key)
            if (sequence, row_hash) == heads[str(uid)]:
                standing.add(str(uid))
    if len(standing) < len(heads):
        return None
    lines: list[int] = []
    for start in range(0, len(keys), 1000):
        there = _unsealed().filter(kind=kind, history_id__in=keys[start : start + 1000])
        lines += there.values_list("id", flat=True)
    return lines


def seal_soon() -> None:
    """Inside a transaction: seal after its commit and before the answer. Once for each transaction.

    What was committed stands whatever happens to the seal: a fault is logged, told on the page of the evidence, and
    the next tick tries again.
    """
    if not any(entry[1] is _seal_quietly for entry in connection.run_on_commit):
        transaction.on_commit(_seal_quietly)


def _seal_quietly() -> None:
    try:
        seal_now()
    except Exception:
        log.exception("What was recorded is not sealed yet; the next tick tries again")


def seal_outstanding() -> int:
    """A full look, at start: lines of the trail for rows that have none, such as after an upgrade, then seals.

    Returns the number of the last seal made, 0 for none.
    """
    complete_trail()
    return seal_waiting()


def seal_waiting() -> int:
    """Seal what waits. Returns the number of the last seal made, 0 for none."""
    made = seal_now()
    return made.number if made else 0


def declare_restore(*, backup: str, backup_seal: int, reason: str, by: uuid.UUID) -> Any:
    """Enter into the chain of seals that the database was put back from a backup. Returns the Seal.

    `backup`: SHA-256 of the backup's manifest; `backup_seal`: the last seal that the backup knew. Seals of the store
    that the backup did not know are entered as they stand: what they covered may be missing, and that is declared.
    """
    note = {"backup": backup, "backup_seal": backup_seal, "reason": reason, "by": str(by)}
    with transaction.atomic(durable=True):
        _wait_for_turn()
        before, store = seals.check(), seals.Store()
        for number in store.numbers():
            if number > (before.number if before else 0):
                before = _enter_next(seal_files.read(store, number), before)
        seal = seal_files.make(_header(before, SealKind.RESTORE, note), [])
        store.add(seal)
        return _enter(seal, [])


def _enter_next(seal: SealFile, before: SealFile | None) -> SealFile:
    expected = (before.number + 1, before.digest) if before else (1, "")
    if (seal.number, seal.header["previous"]) != expected:
        raise SealStoreFault(NOT_NEXT % {"number": seal.number, "before": expected[0] - 1})
    _enter(seal, [])
    return seal


def state() -> SealState:
    """How the seals stand, for people."""
    waiting = _unsealed()
    oldest = waiting.order_by("recorded_at").values_list("recorded_at", flat=True).first()
    try:
        seals.check()
        fault = str(seals.Store().fault())
    except (SealStoreFault, OSError) as found:
        fault = str(found)
    return SealState(seals.known(), waiting.count(), oldest, fault)
