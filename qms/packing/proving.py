"""What binds a pack to the seals outside the database: their headers, and a proof for each head that is under one."""

import tempfile
from collections.abc import Iterator
from typing import Any

from qms.history import canonical, proofs, seals
from qms.history.seal_files import name_of
from qms.packing.archive import PackArchive
from qms.packing.choosing import Chosen
from qms.packing.records import Written

IN_MEMORY = 8 * 1024 * 1024  # bytes of proofs before they wait in a file
CHUNK = 1 << 20


class NoSeals(RuntimeError):
    """Nothing was ever sealed in this installation."""


def write_seals(archive: PackArchive) -> tuple[int, str]:
    """Write the header of every seal. Returns how many, and the installation that they name."""
    number, installation = 0, ""
    for header in seals.headers():
        archive.write_json(f"seals/{name_of(header['number'])}", header)
        number, installation = number + 1, header["installation"]
    if not number:
        raise NoSeals
    return number, installation


def write_proofs(archive: PackArchive, chosen: Chosen, written: Written, said: Any) -> dict[str, dict[str, int]]:
    """Write `proofs.jsonl`; returns by kind and UUID the number of the seal over the last row in the pack.

    A record whose proof is of an earlier row has none here: its last change waits for a seal.
    """
    under: dict[str, dict[str, int]] = {}
    with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as spool:
        for proof in _proofs(chosen, said):
            if proof["uid"] not in written.heads[proof["kind"]]:
                continue
            spool.write((canonical.dump(proof) + "\n").encode())
            if proof["sequence"] == written.heads[proof["kind"]][proof["uid"]]:
                under.setdefault(proof["kind"], {})[proof["uid"]] = proof["seal"]
        spool.seek(0)
        archive.write("proofs.jsonl", iter(lambda: spool.read(CHUNK), b""))
    return under


def _proofs(chosen: Chosen, said: Any) -> Iterator[dict[str, Any]]:
    for model in chosen.kinds():
        for proof in proofs.proofs(model, sorted(chosen.keys[model])):
            said()
            yield proof
