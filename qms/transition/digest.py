"""The digest of a run: SHA-256 over its moves in their order, so that the ledger stands as evidence with the run."""

import hashlib
import json

from qms.models.clause_moves import ClauseMove, TransitionRun


def digest_of(run: TransitionRun) -> str:
    """The digest over what the ledger says of the run now; read in portions."""
    found = hashlib.sha256()
    for move in ClauseMove.objects.filter(run=run).order_by("pk").iterator(chunk_size=1000):
        found.update(json.dumps(move.hashed_facts(), sort_keys=True, separators=(",", ":")).encode())
        found.update(b"\n")
    return found.hexdigest()


def digest_stands(run: TransitionRun) -> bool:
    """Whether the ledger still says what it said when the run ended."""
    return bool(run.digest) and run.digest == digest_of(run)
