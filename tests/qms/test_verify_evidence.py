"""The checker of evidence, held against packs and dumps written here by hand, from the description of the format."""

import hashlib
import json
import shutil
import subprocess
import sys
import zipfile
from copy import deepcopy
from pathlib import Path

import pytest

from qms.packing import verify_evidence

INSTALLATION = "00000000-0000-4000-8000-000000000001"
PERSON = "00000000-0000-4000-8000-000000000002"
KIND, STORED = "inspections.finding", "qms.storedfile"
ONE, TWO, FILE = (f"1000000{number}-0000-4000-8000-000000000000" for number in (1, 2, 3))
BYTES = "Biên bản".encode()


def canonical(value):
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def sha(data):
    return hashlib.sha256(data if isinstance(data, bytes) else data.encode()).hexdigest()


def minute(number):
    return f"2020-07-15T02:{number:02}:00.000000+00:00"


def tree(leaves):
    """Root, as the description words it: split at the largest power of two smaller than n."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return hashlib.sha256(b"\0" + canonical(leaves[0]).encode()).digest()
    at = split(len(leaves))
    return hashlib.sha256(b"\1" + tree(leaves[:at]) + tree(leaves[at:])).digest()


def split(count):
    return 1 << (count - 1).bit_length() - 1


def path_of(leaves, index):
    """Sibling hashes from the leaf to the root."""
    if len(leaves) == 1:
        return []
    at = split(len(leaves))
    if index < at:
        return [*path_of(leaves[:at], index), tree(leaves[at:]).hex()]
    return [*path_of(leaves[at:], index - at), tree(leaves[:at]).hex()]


def make_row(kind, uid, before, fields, at):
    """A row of history after `before`."""
    facts = {
        "kind": "~" if before else "+",
        "recorded_at": minute(at),
        "occurred_at": None,
        "by": PERSON,
        "on_behalf_of": None,
        "operation": "record",
        "reason": "Kiểm tra",
    }
    sequence, previous = (before["sequence"] + 1, before["row_hash"]) if before else (1, "")
    text = {"format": 1, "model": kind, "record": uid, "sequence": sequence, "previous": previous, "fields": fields}
    text = canonical(text | facts)
    row = {"sequence": sequence, "previous_hash": previous, "row_hash": sha(text), "chain_text": text}
    return row | {"columns": facts | {"fields": deepcopy(fields)}}


class Evidence:
    """Evidence in parts that a test may harm before it is written."""

    def __init__(self, what="dump"):
        self.what, self.as_of, self.made_at = what, None, minute(59)
        self.kinds, self.spans, self.extra = {KIND: {}, STORED: {}}, {KIND: {"title": "title"}}, {}
        self.records, self.seals, self.at = {}, [], 0
        self.harm_files = lambda files: None

    def change(self, kind, uid, **fields):
        self.at += 1
        record = self.records.setdefault((kind, uid), {"kind": kind, "uid": uid, "live": None, "history": []})
        history = record["history"]
        history.append(make_row(kind, uid, history[-1] if history else None, fields, self.at))
        live = {"version": len(history), "head_hash": history[-1]["row_hash"], "fields": deepcopy(fields)}
        record["live"] = live

    def heads(self, *keys):
        rows = {key: self.records[key]["history"][-1] for key in keys}
        return [[*key, row["sequence"], row["row_hash"]] for key, row in sorted(rows.items())]

    def seal(self, leaves, kind="seal", **note):
        self.at += 1
        last = self.seals[-1] if self.seals else None
        header = {key: value for key, value in last.items() if key != "leaves"} if last else None
        seal = {"format": 1, "number": len(self.seals) + 1, "kind": kind, "installation": INSTALLATION, "note": note}
        seal |= {"made_at": minute(self.at), "previous": sha(canonical(header)) if header else ""}
        self.seals.append(seal | {"root": tree(leaves).hex(), "size": len(leaves), "leaves": leaves})

    def proof(self, seal, index):
        kind, uid, sequence, row_hash = seal["leaves"][index]
        proof = {"kind": kind, "uid": uid, "sequence": sequence, "row_hash": row_hash, "seal": seal["number"]}
        return proof | {"index": index, "size": seal["size"], "path": path_of(seal["leaves"], index)}

    def proofs(self):
        return [self.proof(seal, index) for seal in self.seals for index in range(seal["size"])]

    def span_lines(self):
        for record in (record for record in self.records.values() if record["kind"] in self.spans):
            rows = record["history"]
            for row, after in zip(rows, [*rows, None][1:], strict=True):
                columns = {"title": row["columns"]["fields"].get("title")}
                times = {"valid_from": row["columns"]["recorded_at"]}
                times["valid_to"] = after["columns"]["recorded_at"] if after else None
                yield (
                    {"kind": record["kind"], "uid": record["uid"], "sequence": row["sequence"]}
                    | times
                    | {"columns": columns}
                )

    def files(self):
        """Bytes by path."""
        lines = {f"records/{kind}.jsonl": [] for kind in self.kinds}
        for record in self.records.values():
            lines[f"records/{record['kind']}.jsonl"].append(record)
        if self.what == "dump":
            lines["files.jsonl"] = [{"sha256": sha(BYTES), "size": len(BYTES), "found": True, "actual": sha(BYTES)}]
            lines["spans.jsonl"] = list(self.span_lines())
        else:
            lines["proofs.jsonl"] = self.proofs()
        found = {name: "".join(canonical(line) + "\n" for line in rows).encode() for name, rows in lines.items()}
        found |= {f"seals/{seal['number']:09}.json": self.written(seal) for seal in self.seals}
        return found | ({} if self.what == "dump" else {f"files/{sha(BYTES)}": BYTES}) | self.extra

    def written(self, seal):
        leaves = ("leaves",) if self.what == "pack" else ()
        return canonical({key: value for key, value in seal.items() if key not in leaves}).encode()

    def write(self, path):
        """The ZIP; `harm_files` works on the files before the manifest names them."""
        files = self.files()
        self.harm_files(files)
        manifest = {"format": 1, "what": self.what, "installation": INSTALLATION, "made_at": self.made_at}
        manifest |= {"as_of": self.as_of, "kinds": self.kinds, "span": self.spans}
        manifest["files"] = [{"path": name, "sha256": sha(data), "size": len(data)} for name, data in files.items()]
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in files.items():
                archive.writestr(name, data)
            archive.writestr("manifest.json", json.dumps(manifest))
            archive.write(verify_evidence.__file__, "verify_evidence.py")
        return path


def evidence(what="dump"):
    """Two findings and a stored file, changed and sealed twice."""
    made = Evidence(what)
    made.change(KIND, ONE, title="Thiếu hồ sơ", weight="2.50", unit_id=7)
    made.change(KIND, TWO, title="Other", weight=None, unit_id=7)
    made.change(STORED, FILE, sha256=sha(BYTES), gone_at=None)
    made.seal(made.heads(*made.records))
    made.change(KIND, ONE, title="Thiếu hai hồ sơ", weight="2.50", unit_id=7)
    made.change(KIND, ONE, title="Đủ", weight="2.50", unit_id=7)
    made.seal(made.heads((KIND, ONE)))
    return made


def finding(made, uid=ONE):
    return made.records[KIND, uid]


def reseal(row, **changes):
    """Give a row another text, hashed anew."""
    row["chain_text"] = canonical(json.loads(row["chain_text"]) | changes)
    row["row_hash"] = sha(row["chain_text"])


@pytest.fixture
def run(tmp_path, capsys):
    """Verify evidence, optionally against a copy; gives the code, the harms told and all lines."""

    def verify(made, copy=None):
        arguments = [str(made.write(tmp_path / "evidence.zip") if isinstance(made, Evidence) else made)]
        if copy is not None:
            folder = tmp_path / "copy"
            folder.mkdir()
            for seal in copy:
                (folder / f"{seal['number']:09}.json").write_text(canonical(seal), encoding="utf-8")
            arguments += ["--seals", str(folder)]
        code = verify_evidence.main(arguments)
        lines = capsys.readouterr().out.splitlines()
        return code, [line.split()[1] for line in lines if line.startswith("BROKEN ")], lines

    return verify


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


def rewrite_everything(made):
    history, live = finding(made)["history"], finding(made)["live"]
    history[2] = make_row(KIND, ONE, history[1], {**live["fields"], "title": "Tốt"}, 6)
    live |= {"head_hash": history[2]["row_hash"], "fields": history[2]["columns"]["fields"]}


def lose_the_last_row(made):
    record = finding(made)
    last = record["history"].pop() and record["history"][-1]
    record["live"] = {"version": 2, "head_hash": last["row_hash"], "fields": last["columns"]["fields"]}


def lose_a_record(made):
    del made.records[KIND, TWO]


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


def with_manifest(path, change):
    """The same archive with another manifest."""
    with zipfile.ZipFile(path) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    manifest = json.loads(files["manifest.json"])
    change(manifest, files)
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in (files | {"manifest.json": json.dumps(manifest).encode()}).items():
            archive.writestr(name, data)
    return path


@pytest.mark.parametrize(
    "change",
    [
        lambda manifest, files: manifest["files"].pop(),
        lambda manifest, files: manifest["files"].append({"path": "../secret", "sha256": sha(""), "size": 0}),
        lambda manifest, files: manifest["files"][0].update(size=1),
        lambda manifest, files: manifest["files"][0].update(sha256=sha("")),
        lambda manifest, files: files.update({"pages/more.html": b""}),
    ],
)
def test_files_that_the_manifest_does_not_name_so(run, tmp_path, change):
    path = with_manifest(evidence().write(tmp_path / "evidence.zip"), change)

    assert run(path)[1] == ["manifest"]


def test_seals_of_another_installation(run, tmp_path):
    def change(manifest, files):
        manifest["installation"] = PERSON

    assert run(with_manifest(evidence().write(tmp_path / "evidence.zip"), change))[1] == ["seal", "seal"]


def damaged(data):
    return data[: len(data) // 2]


def flipped(data):
    """One byte of the first member's content is another."""
    return data[:60] + bytes([data[60] ^ 255]) + data[61:]


@pytest.mark.parametrize("harm", [damaged, flipped, lambda data: b"", lambda data: b"PK"])
def test_a_damaged_archive_cannot_be_read(tmp_path, capsys, harm):
    path = evidence().write(tmp_path / "evidence.zip")
    path.write_bytes(harm(path.read_bytes()))

    assert verify_evidence.main([str(path)]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


@pytest.mark.parametrize("line", [b"{", b"[]", b"{}", b"null", b"[" * 5000, b'{"kind":1,"uid":2,"history":3,"live":4}'])
def test_lines_of_another_shape_cannot_be_read(run, line):
    made = evidence()
    made.harm_files = lambda files: files.update({f"records/{KIND}.jsonl": line + b"\n"})

    assert run(made)[0] == 2


def test_evidence_that_is_not_there_or_of_another_format(run, tmp_path):
    assert run(tmp_path / "nothing.zip")[0] == 2
    assert run(tmp_path)[0] == 2

    path = evidence().write(tmp_path / "evidence.zip")
    assert run(with_manifest(path, lambda manifest, files: manifest.update(format=2)))[0] == 2


def test_the_checker_runs_alone_in_the_unpacked_folder(tmp_path):
    with zipfile.ZipFile(evidence().write(tmp_path / "evidence.zip")) as archive:
        archive.extractall(tmp_path / "folder")  # noqa: S202 - written above
    command = [sys.executable, "-I", "verify_evidence.py"]

    done = subprocess.run(command, cwd=tmp_path / "folder", capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.split(), done.stderr) == (
        0,
        ["consistent", "rows=5", "seals=2", "broken=0"],
        "",
    )

    shutil.rmtree(tmp_path / "folder/seals")
    done = subprocess.run(command, cwd=tmp_path / "folder", capture_output=True, text=True, check=False)
    assert done.returncode == 1


def test_the_checker_needs_nothing_of_the_product():
    text = Path(verify_evidence.__file__).read_text(encoding="utf-8")

    names = [line.split()[1] for line in text.splitlines() if line.startswith(("import ", "from "))]
    assert set(names) <= sys.stdlib_module_names
