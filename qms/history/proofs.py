"""Proofs that a record's head is under a seal: the leaf, its place and the hashes from it to the root."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice
from operator import itemgetter
from typing import Any
from uuid import UUID

from django.apps import apps

from qms.history import merkle, seal_files, seals
from qms.history.snapshot import consistent_reads
from qms.history.trail import trail_model

BATCH = 500


def proof_of(kind: str, uid: UUID | str, sequence: int | None = None) -> dict[str, Any] | None:
    """The proof of a record's last sealed head, or of the last one up to row `sequence`; None where there is none.

    As a line of proofs.jsonl.
    """
    key = apps.get_model(kind)._base_manager.filter(uid=uid).values_list("pk", flat=True).first()
    if key is None:
        return None
    return next(proofs(apps.get_model(kind), [key], {key: sequence} if sequence else None), None)


def proofs(model: Any, keys: Iterable[int], until: dict[int, int] | None = None) -> Iterator[dict[str, Any]]:
    """The proofs of many records of a model, set-wise; `until` {key: sequence} asks for heads up to that row."""
    asked = iter(keys)
    with consistent_reads() as alias:
        while batch := list(islice(asked, BATCH)):
            heads = sorted(_sealed_heads(model, batch, until or {}, alias), key=itemgetter(1))  # a seal is read once
            known = seals.seal_model().objects.using(alias).filter(number__in={head[1] for head in heads})
            digests = dict(known.values_list("number", "digest"))
            for uid, number, sequence in heads:
                proof = _proof(model._meta.label_lower, uid, number, sequence, digests[number])
                if proof is not None:
                    yield proof


def _sealed_heads(model: Any, keys: list[int], until: dict[int, int], alias: str) -> Iterator[tuple[str, int, int]]:
    """UUID, seal and row of the last sealed head of each record: by the trail, the seal's file decides."""
    lines = trail_model().objects.using(alias).filter(kind=model._meta.label_lower, record_id__in=keys)
    under = dict(lines.exclude(seal=None).values_list("history_id", "seal"))
    rows = model.history.model._base_manager.using(alias).filter(id__in=keys).order_by("id", "sequence")
    heads: dict[tuple[str, int], dict[int, int]] = {}
    for history_id, key, uid, sequence in rows.values_list("history_id", "id", "uid", "sequence"):
        if history_id in under:
            heads.setdefault((str(uid), key), {})[under[history_id]] = sequence
    for (uid, key), sealed in heads.items():
        fitting = [(sequence, number) for number, sequence in sealed.items() if sequence <= until.get(key, sequence)]
        if fitting:
            sequence, number = max(fitting)
            yield uid, number, sequence


def _proof(kind: str, uid: str, number: int, sequence: int, digest: str) -> dict[str, Any] | None:
    leaves, hashes = _tree(number, digest, str(getattr(seals.Store().storage, "location", "")))
    index = bisect_left(leaves, [kind, uid])
    if index == len(leaves) or leaves[index][:3] != [kind, uid, sequence]:
        return None
    return {
        "kind": kind,
        "uid": uid,
        "sequence": sequence,
        "row_hash": leaves[index][3],
        "seal": number,
        "index": index,
        "size": len(leaves),
        "path": merkle.siblings(hashes, index),
    }


@lru_cache(maxsize=4)
def _tree(number: int, digest: str, place: str) -> tuple[list[list[Any]], list[list[bytes]]]:
    """Leaves and tree of a seal; kept for the next records under it. Raises SealStoreFault where it is another."""
    seal = seal_files.read(seals.Store(), number)
    if seal.digest != digest or seal.fault() or seal.leaves is None:
        raise seal_files.SealStoreFault(seals.OTHER % {"number": number})
    return seal.leaves, merkle.levels([merkle.leaf_hash(leaf) for leaf in seal.leaves])
