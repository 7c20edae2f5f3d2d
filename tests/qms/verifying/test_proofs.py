"""The checker of evidence follows the proofs of a pack, and looks at the bytes that it holds."""

import json

import pytest

from qms.packing import verify_evidence
from tests.qms.verifying.evidence import (
    BYTES,
    FILE,
    KIND,
    STORED,
    canonical,
    evidence,
    finding,
    lose_the_last_row,
    minute,
    path_of,
    rewrite_everything,
    sha,
    tree,
)


def harm_proof(position, **changes):
    def harm(files):
        lines = [json.loads(line) for line in files["proofs.jsonl"].splitlines()]
        lines[position] |= changes
        files["proofs.jsonl"] = "".join(canonical(line) + "\n" for line in lines).encode()

    return harm


@pytest.mark.parametrize(
    "changes", [{"index": 1}, {"size": 4}, {"path": []}, {"path": ["x"]}, {"seal": 9}, {"row_hash": sha("other")}]
)
def test_a_proof_that_does_not_lead_to_the_root_is_told(run, changes):
    made = evidence("pack")
    made.harm_files = harm_proof(0, **changes)

    assert run(made)[1] == ["proof"]


def test_a_proof_holds_rewritten_rows_of_a_pack(run):
    made = evidence("pack")
    rewrite_everything(made)
    assert run(made)[1] == ["sealed"]

    made = evidence("pack")
    lose_the_last_row(made)
    assert run(made)[1] == ["missing"]


def test_the_copy_finds_what_a_pack_without_proofs_hides(run):
    made = evidence("pack")
    rewrite_everything(made)
    made.proofs = list

    assert run(made)[0] == 0
    assert run(made, evidence().seals)[1] == ["sealed"]


@pytest.mark.parametrize("count", [1, 2, 3, 5, 8])
def test_proofs_of_trees_of_any_size(count):
    leaves = [[KIND, f"{number:08}", 1, sha(str(number))] for number in range(count)]

    assert verify_evidence.merkle_root(leaves) == tree(leaves).hex()
    for index, leaf in enumerate(leaves):
        path = path_of(leaves, index)
        assert verify_evidence.proven_root(leaf, index, count, path) == tree(leaves).hex()
        assert verify_evidence.proven_root(leaf, index, count, [*path, sha("more")]) is None
        assert verify_evidence.proven_root(leaf, (index + 1) % count, count, path) != tree(leaves).hex() or count == 1
        assert verify_evidence.proven_root(leaf, count, count, path) is None


def test_a_pack_as_of_a_past_day(run):
    made = evidence("pack")
    made.as_of = "2020-07-14"
    made.proofs = lambda: [made.proof(made.seals[0], 0)]
    del finding(made)["history"][1:]
    for record in made.records.values():
        record["live"] = None
    made.harm_files = lambda files: files.pop(f"files/{sha(BYTES)}")

    code, harms, lines = run(made, evidence().seals)

    assert (code, harms) == (0, [])
    assert lines[0].startswith(f"GAP {STORED} {FILE} row 1: ")
    assert lines[-2] == "proven"


def test_bytes_of_a_pack(run):
    made = evidence("pack")
    made.harm_files = lambda files: files.pop(f"files/{sha(BYTES)}")
    assert run(made)[1] == ["file"]

    made.harm_files = lambda files: files.update({f"files/{sha(BYTES)}": b"other"})
    assert run(made)[1] == ["file"]

    made.harm_files = lambda files: files.pop(f"files/{sha(BYTES)}")
    made.change(STORED, FILE, sha256=sha(BYTES), gone_at=minute(7))
    assert run(made)[1] == []
