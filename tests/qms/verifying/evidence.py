"""Packs and dumps of evidence written by hand, from the description of the format, that a test may harm."""

import hashlib
import json
import zipfile
from copy import deepcopy

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
