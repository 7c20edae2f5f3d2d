"""The checker of evidence names each harm that is done to a record, a row, a seal, a file or a span."""

import pytest

from tests.qms.verifying.evidence import (
    BYTES,
    KIND,
    ONE,
    STORED,
    TWO,
    Evidence,
    evidence,
    finding,
    lose_a_record,
    lose_the_last_row,
    make_row,
    minute,
    reseal,
    rewrite_everything,
    sha,
)


@pytest.mark.parametrize("what", ["dump", "pack"])
def test_clean_evidence_is_consistent_and_with_a_copy_proven(run, what):
    code, harms, lines = run(evidence(what))

    assert (code, harms, lines) == (0, [], ["consistent", "rows=5 seals=2 broken=0"])

    code, harms, lines = run(evidence(what), evidence().seals)

    assert (code, harms, lines[-2:]) == (0, [], ["proven", "rows=5 seals=2 broken=0"])


def change_text(made):
    row = finding(made)["history"][2]
    row["chain_text"] = row["chain_text"].replace("Đủ", "Tốt")


def change_column(made):
    finding(made)["history"][0]["columns"]["fields"]["weight"] = 2


def change_fact(made):
    finding(made)["history"][1]["columns"]["by"] = None


def lose_a_row_between(made):
    del finding(made)["history"][1]


def name_another_previous(made):
    finding(made)["history"][1]["previous_hash"] = sha("something else")


def move_a_row(made):
    finding(made)["history"][2]["columns"], row = (
        {},
        make_row(KIND, TWO, finding(made)["history"][1], {"title": "Đủ"}, 6),
    )
    finding(made)["history"][2] = row


def change_live(made):
    finding(made)["live"]["fields"]["title"] = "Tốt"


def change_version(made):
    finding(made)["live"]["version"] = 2


def lose_live(made):
    finding(made)["live"] = None


def lose_history(made):
    finding(made)["history"] = []


def change_a_seal(made):
    made.seals[0]["leaves"][0][3] = sha("something else")


def change_a_header(made):
    made.seals[0]["made_at"] = minute(50)


def lose_a_seal(made):
    made.harm_files = lambda files: files.pop("seals/000000001.json")


def spoil_a_seal(made):
    made.harm_files = lambda files: files.update({"seals/000000002.json": b"{"})


def lose_leaves(made):
    del made.seals[1]["leaves"]


def lose_bytes(made):
    made.harm_files = lambda files: files.update(
        {"files.jsonl": files["files.jsonl"].replace(b'"found":true', b'"found":false')}
    )


def change_bytes(made):
    actual = sha(b"other").encode()
    made.harm_files = lambda files: files.update(
        {"files.jsonl": files["files.jsonl"].replace(b'"actual":"' + sha(BYTES).encode(), b'"actual":"' + actual)}
    )


def change_a_span(made):
    made.harm_files = lambda files: files.update({"spans.jsonl": files["spans.jsonl"].replace("Đủ".encode(), b"!")})


def lose_a_span(made):
    made.harm_files = lambda files: files.update({"spans.jsonl": files["spans.jsonl"].split(b"\n", 1)[1]})


def repeat_a_span(made):
    made.harm_files = lambda files: files.update({"spans.jsonl": files["spans.jsonl"] * 2})


HARMS = [
    (change_text, {"text"}),
    (change_column, {"column"}),
    (change_fact, {"column"}),
    (lose_a_row_between, {"gap", "order"}),
    (name_another_previous, {"order"}),
    (move_a_row, {"moved", "live", "sealed"}),
    (change_live, {"live"}),
    (change_version, {"live"}),
    (lose_live, {"unsaid"}),
    (lose_history, {"unsaid", "missing"}),
    (rewrite_everything, {"sealed"}),
    (lose_the_last_row, {"missing"}),
    (lose_a_record, {"missing"}),
    (change_a_seal, {"seal", "sealed"}),
    (change_a_header, {"seal"}),
    (lose_a_seal, {"seal"}),
    (spoil_a_seal, {"seal"}),
    (lose_leaves, {"seal"}),
    (lose_bytes, {"file"}),
    (change_bytes, {"file"}),
    (change_a_span, {"span"}),
    (lose_a_span, {"span"}),
    (repeat_a_span, {"span"}),
]


@pytest.mark.parametrize(("harm", "kinds"), HARMS, ids=lambda value: getattr(value, "__name__", ""))
def test_each_harm_of_a_dump_is_found_by_name(run, harm, kinds):
    made = evidence()

    harm(made)
    code, harms, lines = run(made)

    assert code == 1
    assert set(harms) == kinds
    assert lines[-2] == "broken"
    assert lines[-1].endswith(f"broken={len(harms)}")


def test_a_fault_names_kind_record_and_row(run):
    made = evidence()
    change_column(made)

    _code, _harms, lines = run(made)

    assert lines[0].startswith(f"BROKEN column {KIND} {ONE} row 1: ")
    assert lines[0].endswith(": weight")


def test_whole_numbers_and_true_are_not_the_same(run):
    made = evidence()
    made.change(KIND, TWO, title="Other", weight=1, unit_id=7)
    finding(made, TWO)["live"]["fields"]["weight"] = True

    assert run(made)[1] == ["live"]


def test_a_text_that_is_not_canonical_is_told(run):
    made = evidence()
    made.change(KIND, TWO, title="Other", weight=1, unit_id=7)
    row = finding(made, TWO)["history"][-1]
    row["chain_text"] = row["chain_text"].replace('"format":1', '"format": 1')
    row["row_hash"] = finding(made, TWO)["live"]["head_hash"] = sha(row["chain_text"])

    assert run(made)[1] == ["text"]


def test_previous_of_the_text_counts_as_that_of_the_column(run):
    made = evidence()
    made.change(KIND, TWO, title="Other", weight=1, unit_id=7)
    row = finding(made, TWO)["history"][-1]
    reseal(row, previous="")
    finding(made, TWO)["live"]["head_hash"] = row["row_hash"]

    assert run(made)[1] == ["order"]


def test_a_record_that_stands_twice_is_told(run):
    made = evidence()
    made.harm_files = lambda files: files.update({f"records/{STORED}.jsonl": files[f"records/{STORED}.jsonl"] * 2})

    assert run(made)[1] == ["gap"]


def test_older_texts_name_renamed_dropped_and_not_yet_added_fields(run):
    made = Evidence()
    made.spans = {}
    made.kinds[KIND] = {
        "defaults": {"added": 5},
        "renamed": {"oldest": "older", "older": "newest"},
        "dropped": ["dropped"],
    }
    made.change(KIND, ONE, oldest="a", dropped="b")
    made.change(KIND, ONE, newest="c", added=6)
    first = finding(made)["history"][0]
    first["columns"]["fields"] = {"newest": "a", "added": 5}
    made.kinds.pop(STORED)
    assert run(made)[0] == 0

    first["columns"]["fields"]["added"] = 6
    assert run(made)[1] == ["column"]

    first["columns"]["fields"] = {"newest": "b", "added": 5}
    assert run(made)[1] == ["column"]

    first["columns"]["fields"] = {"newest": "a", "added": 5, "invented": 1}
    assert run(made)[1] == ["column"]


def test_live_row_of_a_record_untouched_since_a_field_was_added(run):
    made = evidence()
    made.kinds[KIND] = {"defaults": {"added": False}}
    for record in (finding(made), finding(made, TWO)):
        for row in record["history"]:
            row["columns"]["fields"]["added"] = False
        record["live"]["fields"]["added"] = False

    assert run(made)[0] == 0
