"""Merkle trees as RFC 6962 describes them, over the leaves of a seal: root, path to one leaf, and its check."""

import hashlib
from collections.abc import Sequence
from typing import Any

from qms.history import canonical

EMPTY = hashlib.sha256().digest()


def leaf_hash(leaf: Sequence[Any]) -> bytes:
    """Hash of one leaf: [kind, record UUID, sequence, row_hash]."""
    return hashlib.sha256(b"\x00" + canonical.dump(list(leaf)).encode()).digest()


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def levels(hashes: Sequence[bytes]) -> list[list[bytes]]:
    """Every level of the tree, from the leaves to the root: a node without a sibling rises as it is.

    The same tree as splitting at the largest power of two smaller than the number of leaves.
    """
    tree = [list(hashes)]
    while len(tree[-1]) > 1:
        below = tree[-1]
        paired = [_node(below[at], below[at + 1]) for at in range(0, len(below) - 1, 2)]
        tree.append(paired + below[len(paired) * 2 :])
    return tree


def root(hashes: Sequence[bytes]) -> str:
    """The root over leaf hashes, in hexadecimal."""
    return (levels(hashes)[-1][0] if hashes else EMPTY).hex()


def path(hashes: Sequence[bytes], index: int) -> list[str]:
    """The sibling hashes from a leaf to the root, in hexadecimal."""
    return siblings(levels(hashes), index)


def siblings(tree: Sequence[Sequence[bytes]], index: int) -> list[str]:
    """As `path`, over a tree whose levels are known."""
    found = []
    for level in tree[:-1]:
        beside = index ^ 1
        if beside < len(level):
            found.append(level[beside].hex())
        index //= 2
    return found


def agrees(leaf: bytes, index: int, size: int, beside: Sequence[str], expected: str) -> bool:
    """Whether the path leads from the leaf's hash at `index` of `size` to the expected root (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    at, last, node = index, size - 1, leaf
    for sibling in beside:
        if not last:
            return False
        if at % 2 or at == last:
            node = _node(bytes.fromhex(sibling), node)
            while not at % 2 and at:
                at, last = at // 2, last // 2
        else:
            node = _node(node, bytes.fromhex(sibling))
        at, last = at // 2, last // 2
    return last == 0 and node.hex() == expected
