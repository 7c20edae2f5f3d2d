"""The checker of evidence holds seals against each other, against their copy, and against declared restores."""

import pytest

from tests.qms.verifying.evidence import (
    KIND,
    ONE,
    PERSON,
    STORED,
    TWO,
    Evidence,
    evidence,
    finding,
    lose_a_record,
    minute,
    sha,
    tree,
    with_manifest,
)


def rewind(made, reason):
    """The database is put back to what it was at the first seal, and goes on."""
    record = finding(made)
    del record["history"][1:]
    made.seal([], "restore", backup=sha("backup"), backup_seal=1, reason=reason, by=PERSON)
    made.change(KIND, ONE, title="After", weight="2.50", unit_id=7)
    made.seal(made.heads((KIND, ONE)))


def test_a_declared_restore_is_a_gap_and_not_a_fault(run):
    made = evidence()
    before = list(made.seals)
    rewind(made, "Đĩa hỏng\nproven")

    code, harms, lines = run(made, before)

    assert (code, harms) == (0, [])
    assert lines[0].startswith(f"GAP {KIND} {ONE} row 3: sealed in 2, ")
    assert lines[1].startswith("GAP restore 3 ")
    assert "Đĩa hỏng" in lines[1]
    assert lines[-2] == "proven"


def test_an_undeclared_restore_is_broken(run):
    made, whole = evidence(), evidence()
    rewind(made, "")
    made.seals[2:] = []
    assert run(made)[1] == ["missing"]

    assert run(made, whole.seals)[1] == ["missing", "older"]


def test_a_restore_excuses_only_what_came_after_its_backup(run):
    made = evidence()
    rewind(made, "")
    lose_a_record(made)

    assert run(made)[1] == ["missing"]


def test_seals_that_end_before_those_of_the_copy_are_older(run):
    made, later = evidence(), evidence()
    later.change(KIND, TWO, title="Later", weight=None, unit_id=7)
    later.seal(later.heads((KIND, TWO)))

    assert run(made, later.seals)[1] == ["older", "missing"]


def test_seals_made_after_the_pack_say_nothing_against_it(run):
    made, later = evidence("pack"), evidence()
    made.made_at = minute(later.at)
    later.change(KIND, TWO, title="Later", weight=None, unit_id=7)
    later.seal(later.heads((KIND, TWO)))

    code, harms, lines = run(made, later.seals)

    assert (code, harms, lines[-2]) == (0, [], "proven")


@pytest.mark.parametrize("what", ["dump", "pack"])
def test_evidence_written_wholly_anew_differs_from_the_copy(run, what):
    made = Evidence(what)
    for number, record in enumerate(evidence().records.values()):
        for row in record["history"]:
            made.change(record["kind"], record["uid"], **{**row["columns"]["fields"], "weight": str(number)})
    made.kinds, made.spans = {KIND: {}, STORED: {}}, {}
    made.seal(made.heads(*made.records))
    made.seal([])

    assert run(made)[0] == 0
    assert {"seal", "sealed"} <= set(run(made, evidence().seals)[1])


def test_a_copy_without_seals_cannot_be_held_against_anything(run):
    assert run(evidence(), [])[0] == 2


def swap_leaves(seal):
    seal["leaves"].reverse()
    seal["root"] = tree(seal["leaves"]).hex()


@pytest.mark.parametrize(
    "change",
    [
        swap_leaves,
        lambda seal: seal.update(kind="other"),
        lambda seal: seal.update(kind="restore", note={"backup_seal": 1}),
        lambda seal: seal.update(more=1),
        lambda seal: seal.update(size=4),
        lambda seal: seal.update(format=2),
    ],
)
def test_a_seal_of_another_shape_is_told(run, change):
    made = evidence()
    made.seals.pop()
    change(made.seals[0])

    assert run(made)[1] == ["seal"]


def test_a_seal_that_is_not_canonical_is_told(run):
    made = evidence()
    name = "seals/000000001.json"
    made.harm_files = lambda files: files.update({name: files[name] + b"\n"})

    assert run(made)[1] == ["seal"]


def test_seals_of_another_installation(run, tmp_path):
    def change(manifest, files):
        manifest["installation"] = PERSON

    assert run(with_manifest(evidence().write(tmp_path / "evidence.zip"), change))[1] == ["seal", "seal"]
