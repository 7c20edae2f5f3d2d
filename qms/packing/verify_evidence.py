"""Checks a pack or dump of evidence by its own hashes, chains and seals, and by a copy of the seals kept elsewhere.

Needs Python 3.11 and nothing else. Exit 0: everything agrees; 1: broken; 2: cannot be read.
"""

import argparse
import hashlib
import io
import json
import re
import sqlite3
import sys
import zipfile
from collections import Counter
from itertools import pairwise
from pathlib import Path

LIMIT = 1 << 28  # a line, or a file read whole, is cut here and then is no JSON
canonical = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode  # the one way to write
UNLISTED = {"manifest.json", "verify_evidence.py"}
LITTER = {".DS_Store", "Thumbs.db", "desktop.ini"}  # what file managers leave in unpacked folders
FACTS = ("kind", "recorded_at", "occurred_at", "by", "on_behalf_of", "operation", "reason")
TEXT_KEYS = {"format", "model", "record", "sequence", "previous", "fields", *FACTS}
SEAL_KEYS = {"format", "number", "kind", "installation", "made_at", "previous", "root", "size", "note"}
TABLES = """CREATE TABLE history(kind, uid, sequence, hash, PRIMARY KEY(kind, uid, sequence)) WITHOUT ROWID;
CREATE TABLE heads(kind, uid, sequence, hash, seal, must, PRIMARY KEY(kind, uid, sequence, hash, seal)) WITHOUT ROWID;
CREATE TABLE spans(kind, uid, sequence, said, needed, PRIMARY KEY(kind, uid, sequence)) WITHOUT ROWID;
CREATE TABLE stored(sha, kind, uid, sequence); CREATE TABLE held(sha PRIMARY KEY, actual) WITHOUT ROWID;"""
DIFFERING = """SELECT h.kind, h.uid, h.sequence, h.seal, r.hash, h.sequence > coalesce((SELECT max(x.sequence)
FROM history x WHERE x.kind = h.kind AND x.uid = h.uid), 0) FROM heads h LEFT JOIN history r USING (kind, uid, sequence)
WHERE (r.hash IS NULL OR r.hash <> h.hash) AND (h.must OR EXISTS (SELECT 1 FROM history x WHERE x.kind = h.kind
AND x.uid = h.uid)) ORDER BY h.seal, h.kind, h.uid"""
UNSEALED = """SELECT count(*) FROM history r WHERE r.sequence > coalesce((SELECT max(h.sequence) FROM heads h
JOIN history x USING (kind, uid, sequence) WHERE h.kind = r.kind AND h.uid = r.uid AND x.hash = h.hash), 0)"""
MISFILED = """SELECT s.kind, s.uid, s.sequence, s.sha, h.actual FROM stored s LEFT JOIN held h USING (sha)
WHERE h.actual IS NULL OR h.actual <> s.sha UNION ALL SELECT '-', sha, '-', sha, actual FROM held
WHERE ? AND actual <> sha AND sha NOT IN (SELECT sha FROM stored)"""


def sha(*parts: bytes) -> bytes:
    """SHA-256 of the parts one after the other."""
    return hashlib.sha256(b"".join(parts)).digest()


def say(line: str) -> None:
    """One line of output, whatever the evidence puts into it."""
    sys.stdout.write("".join(letter if letter.isprintable() else "?" for letter in line) + "\n")


def merkle_root(leaves: list) -> str:
    """Root as in RFC 6962: pairs level by level, an odd last node moves up as it is."""
    level = [sha(b"\x00", canonical(leaf).encode()) for leaf in leaves] or [sha()]
    while len(level) > 1:
        pairs = [sha(b"\x01", *level[at : at + 2]) for at in range(0, len(level) - 1, 2)]
        level = pairs + level[2 * len(pairs) :]
    return level[0].hex()


def proven_root(leaf: list, index: int, size: int, path: list) -> str | None:
    """Root that a proof leads to (RFC 9162, 2.1.3.2); None for a path that does not fit into the tree."""
    last, node = size - 1, sha(b"\x00", canonical(leaf).encode())
    if not 0 <= index <= last or not all(re.fullmatch("[0-9a-f]{64}", str(step)) for step in path):
        return None
    for sibling in map(bytes.fromhex, path):
        if last == 0:
            return None
        while index % 2 == 0 and index == last:  # an odd last node moves up as it is
            index, last = index >> 1, last >> 1
        node = sha(b"\x01", sibling, node) if index % 2 else sha(b"\x01", node, sibling)
        index, last = index >> 1, last >> 1
    return node.hex() if last == 0 else None


class Archive:
    """The files of a ZIP archive or of an unpacked folder."""

    def __init__(self, path: Path):
        self.path, self.zip = path, None if path.is_dir() else zipfile.ZipFile(path)

    def names(self) -> list[str]:
        """Names of all files; a name that stands twice in a ZIP is there twice."""
        if self.zip:
            return sorted(name for name in self.zip.namelist() if not name.endswith("/"))
        found = [path for path in self.path.rglob("*") if path.is_file() and not path.is_symlink()]
        return sorted(path.relative_to(self.path).as_posix() for path in found if path.name not in LITTER)

    def open(self, name: str):
        """The bytes of one file as a stream."""
        return io.BufferedReader(self.zip.open(name) if self.zip else (self.path / name).open("rb", 0), 1 << 16)

    def whole(self, name: str) -> bytes:
        """All bytes of a file."""
        with self.open(name) as stream:
            return stream.read(LIMIT)

    def lines(self, name: str):
        """Values of a `.jsonl` file, one at a time; none of a file that is not there."""
        if name in self.names():
            with self.open(name) as stream:
                yield from map(json.loads, iter(lambda: stream.readline(LIMIT), b""))

    def hashed(self, name: str) -> tuple[str, int]:
        """SHA-256 and size of a file."""
        with self.open(name) as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest(), stream.tell()


def sound_text(row: dict) -> dict | str:
    """What the text of a row says, or a sentence why it does not count."""
    if sha(row["chain_text"].encode()).hex() != row["row_hash"]:
        return "the text does not have the hash that the row names"
    try:
        text = json.loads(row["chain_text"])
    except (ValueError, RecursionError):
        return "the text is no JSON"
    if not isinstance(text, dict) or set(text) != TEXT_KEYS or not isinstance(text["fields"], dict):
        return "the text lacks or adds keys"
    right = canonical(text) == row["chain_text"] and text["format"] == 1
    return text if right else "the text is not canonical JSON of format 1"


def fields_today(fields: dict, spec: dict) -> dict:
    """Fields of a text under the names of today, later fields filled with the default that they were added with."""
    renamed = spec.get("renamed", {})

    def today(name: str, taken) -> str:
        for _ in renamed:  # as many steps as there can be
            if renamed.get(name, name) in taken:  # the text names the new name itself: another field's
                break
            name = renamed.get(name, name)
        return name

    late = {today(name, ()): value for name, value in spec.get("defaults", {}).items()}
    return late | {today(name, fields): value for name, value in fields.items()}


def differing(one: dict, two: dict, names) -> list[str]:
    """Those of `names` under which the two do not hold the very same, or only one holds anything."""
    left, right = ({name: canonical(side[name]) for name in names if name in side} for side in (one, two))
    return [name for name in names if left.get(name) != right.get(name)]


def differing_fields(fields: dict, columns: dict, spec: dict) -> list[str]:
    """Names of fields that differ; a dropped field needs no column."""
    excused = {name for name in spec.get("dropped", ()) if name not in columns}
    return differing(fields, columns, sorted({*fields, *columns} - excused))


class Verification:
    """One pack or dump under examination: what it says, what is found in it, how much is broken."""

    def __init__(self, archive: Archive):
        self.archive, self.names, self.broken = archive, archive.names(), 0
        self.manifest = json.loads(archive.whole("manifest.json"))
        if [self.manifest["format"], self.manifest["what"]] not in ([1, "pack"], [1, "dump"]):
            raise ValueError("the manifest is of another format")
        self.dump = self.manifest["what"] == "dump"
        self.as_of = None if self.dump else self.manifest.get("as_of")
        self.until = self.as_of or self.manifest["made_at"]  # what was sealed by then must be here
        self.spans = self.manifest.get("span", {}) if self.dump else {}
        self.seals: dict[int, dict] = {}
        self.copied: dict[int, dict] = {}
        self.db = sqlite3.connect("")  # a temporary file, deleted when closed
        self.db.executescript(TABLES)

    def fault(self, harm: str, sentence: str, kind="-", uid="-", sequence="-") -> None:
        """Tell one fault; what does not apply is told as `-`."""
        self.broken += 1
        kind, uid = ("_".join(str(text).split()) or "-" for text in (kind, uid))
        say(f"BROKEN {harm} {kind} {uid} row {sequence}: {sentence}")

    def put(self, table: str, *values) -> bool:
        """Keep a row for later; False when there is one already."""
        marks = ",".join("?" * len(values))
        return self.db.execute(f"INSERT OR IGNORE INTO {table} VALUES ({marks})", values).rowcount > 0  # noqa: S608

    def check_files(self) -> None:
        """The manifest lists every file but itself and the checker, each with its hash and size."""
        listed = {entry["path"]: (entry["sha256"], entry["size"]) for entry in self.manifest["files"]}
        here = set(self.names)
        for name, times in Counter([*self.names, *(set(listed) - here)]).items():
            found = self.archive.hashed(name) if name in here - UNLISTED else None
            if name.startswith("files/") and found:
                self.put("held", name[6:], found[0])
            if times > 1 or listed.get(name) != found:
                self.fault("manifest", "the archive does not hold exactly what the manifest lists", uid=name)

    def seal_faults(self, seal: dict, data: bytes, number: int, before: dict | None, whole: bool) -> list[str]:
        """What is wrong with one seal, by itself and as the next of the one before."""
        leaves, keys = seal.get("leaves", []), SEAL_KEYS | {"leaves"} if whole else SEAL_KEYS
        link = sha(canonical(before).encode()).hex() if before else ""
        back = seal["note"].get("backup_seal") or 0
        named = [seal[key] for key in ("format", "number", "installation")]
        known = seal["kind"] == "seal" or (seal["kind"] == "restore" and 0 <= back < number)
        ordered = len(leaves) == seal["size"] and all(one[:2] < two[:2] for one, two in pairwise(leaves))
        checks = {
            "it is not canonical JSON": canonical(seal).encode() == data,
            "its keys, kind, note or installation are wrong": set(seal) == keys and known,
            "it is another seal than its name says": named == [1, number, self.manifest["installation"]],
            "its leaves do not have its size, order and root": not whole
            or (ordered and merkle_root(leaves) == seal["root"]),
            "it is not the next of the one before": seal["previous"] == link or not (before or number == 1),
        }
        return [sentence for sentence, right in checks.items() if not right]

    def read_seals(self, archive: Archive, whole: bool, where: str) -> dict[int, dict]:
        """Headers of all seals of an archive, each checked; their leaves are kept for later."""
        headers: dict[int, dict] = {}
        for name in archive.names():
            match = re.fullmatch("(seals/|.*/)?([0-9]{9})[.]json", name)
            if not match or (archive is self.archive and match[1] != "seals/"):
                continue
            number, data = int(match[2]), archive.whole(name)
            try:
                seal = json.loads(data)
                if SEAL_KEYS - set(seal):
                    raise ValueError("it lacks keys")
                faults = self.seal_faults(seal, data, number, headers.get(number - 1), whole)
                rows = ([*leaf, number, self.dump] for leaf in seal.pop("leaves", ()))
                self.db.executemany("INSERT OR IGNORE INTO heads VALUES (?, ?, ?, ?, ?, ?)", rows)
                headers[number] = seal
            except (ValueError, TypeError, LookupError, AttributeError, RecursionError, sqlite3.Error) as error:
                faults = [f"it cannot be read: {error}"]
            for sentence in faults:
                self.fault("seal", where + sentence, uid=number)
        return headers

    def check_seals(self, copy: Archive | None) -> None:
        """The seals stand from 1 without a gap, are those of the copy, and reach as far."""
        self.seals = self.read_seals(self.archive, self.dump, "")
        for one, two in pairwise([0, *sorted(self.seals)]):
            if two != one + 1:
                self.fault("seal", f"there is no readable seal {one + 1} to {two - 1}", uid=one + 1)
        self.copied = self.read_seals(copy, True, "in the copy ") if copy else {}
        if copy and not self.copied:
            raise ValueError("the copy holds no readable seal")
        for number, seal in self.copied.items():
            if self.seals.get(number, seal) != seal:
                self.fault("seal", "it differs from the copy", uid=number)
            elif number > max(self.seals, default=0) and seal["made_at"] <= self.until:
                self.fault("older", "the copy has this seal, and the evidence ends before it", uid=number)

    def check_proofs(self) -> None:
        """Each proof leads to the root of its seal."""
        for proof in self.archive.lines("proofs.jsonl"):
            leaf = [proof[name] for name in ("kind", "uid", "sequence", "row_hash")]
            seal = self.seals.get(proof["seal"])
            root = proven_root(leaf, proof["index"], proof["size"], proof["path"])
            if seal and (seal["size"], seal["root"]) == (proof["size"], root):
                self.put("heads", *leaf, proof["seal"], True)
            else:
                self.fault("proof", f"it does not lead to the root of seal {proof['seal']}", *leaf[:3])

    def check_records(self) -> None:
        """Every history of every record, one record at a time."""
        for name in self.names:
            kind = name.removeprefix("records/").removesuffix(".jsonl")
            for record in self.archive.lines(name) if name == f"records/{kind}.jsonl" else ():
                if record["kind"] != kind:
                    self.fault("moved", f"it is a record of kind {record['kind']}", kind, record["uid"])
                self.check_record(kind, record["uid"], record["history"], record["live"])

    def check_record(self, kind: str, uid: str, history: list, live) -> None:
        """The rows of one record, one after the other, and the live row after them."""
        spec, before, fields, rows = self.manifest["kinds"].get(kind, {}), (0, ""), None, []
        for row in history:
            fields = self.check_row(kind, uid, row, before, spec)
            before = (row["sequence"], row["row_hash"])
            rows.append((row, fields))
        if not history or (live is None and not self.as_of):
            said = "the history has no live record" if history else "the record has no history"
            self.fault("unsaid", said, kind, uid, before[0])
        elif live is not None:
            self.check_live(kind, uid, live, before, fields)
        if rows:
            self.keep(kind, uid, rows)

    def check_row(self, kind: str, uid: str, row: dict, before: tuple, spec: dict) -> dict | None:
        """Tell the faults of one row; gives the fields of its text under the names of today, if the text counts."""
        text, faults, sequence, fields = sound_text(row), [], row["sequence"], None
        if not self.put("history", kind, uid, sequence, row["row_hash"]) or sequence != before[0] + 1:
            faults.append(("gap", f"it does not follow row {before[0]}, or stands twice"))
        if row["previous_hash"] != before[1] or (isinstance(text, dict) and text["previous"] != before[1]):
            faults.append(("order", "it does not name the hash of the row before"))
        if isinstance(text, str):
            faults.append(("text", text))
        else:
            fields = fields_today(text["fields"], spec)
            names = differing(text, row["columns"] | {"sequence": sequence}, [*FACTS, "sequence"])
            if names := names + differing_fields(fields, row["columns"]["fields"], spec):
                faults.append(("column", f"the columns say something else than the text: {', '.join(names)}"))
            if (text["model"], text["record"]) != (kind, uid):
                faults.append(("moved", f"its text is of {text['model']} {text['record']}"))
        for harm, sentence in faults:
            self.fault(harm, sentence, kind, uid, sequence)
        return fields

    def check_live(self, kind: str, uid: str, live: dict, before: tuple, fields: dict | None) -> None:
        """The live row says what the last row of its history says."""
        names = differing(live, {"version": before[0], "head_hash": before[1]}, ("version", "head_hash"))
        if fields is not None:
            names += differing_fields(fields, live["fields"], self.manifest["kinds"].get(kind, {}))
        if names:
            self.fault("live", f"the live row differs from its last row: {', '.join(names)}", kind, uid, before[0])

    def keep(self, kind: str, uid: str, rows: list) -> None:
        """Keep for later which stored file the record names, and the spans of its rows."""
        times = [row["columns"].get("recorded_at") for row, _fields in rows] + [None]
        for at, (row, fields) in enumerate(rows if kind in self.spans else ()):
            parts = {name: (fields or {}).get(field) for name, field in self.spans[kind].items()}
            said = None if fields is None else canonical([times[at], times[at + 1], parts])
            self.put("spans", kind, uid, row["sequence"], said, times[at] != times[at + 1])
        row, fields = rows[-1]
        fields = row["columns"]["fields"] if fields is None else fields
        if kind == "qms.storedfile" and fields.get("gone_at") is None:
            self.put("stored", str(fields.get("sha256")), kind, uid, row["sequence"])

    def check_sealed(self) -> None:
        """Every head sealed by then is here as it was sealed, unless a declared restore undid it."""
        back = {n: s["note"].get("backup_seal") or 0 for n, s in self.seals.items() if s["kind"] == "restore"}
        known = self.copied | self.seals
        undone: Counter[int] = Counter()
        beyond: Counter[int] = Counter()
        for kind, uid, sequence, number, found, past in self.db.execute(DIFFERING):
            restore = next((restore for restore in back if back[restore] < number < restore), None)
            if restore:
                undone[restore] += 1
                say(f"GAP {kind} {uid} row {sequence}: sealed in {number}, undone by the declared restore {restore}")
            elif found:
                self.fault("sealed", f"it differs from what seal {number} covers", kind, uid, sequence)
            elif (number in self.seals and not self.as_of) or known[number]["made_at"] <= self.until:
                beyond[number] += past
                self.fault("missing", f"seal {number} covers this row and it is not there", kind, uid, sequence)
        newest = max((number for number, seal in self.seals.items() if seal["size"]), default=0)
        if newest and self.dump and self.copied and beyond[newest] == self.seals[newest]["size"]:
            self.fault("older", "the records end before everything that this newest seal covers", uid=newest)
        for number in back:
            note, count = canonical(self.seals[number]["note"]), undone[number]
            say(f"GAP restore {number} declared {note}: {count} heads sealed since its backup are missing or differ")

    def check_stored(self) -> None:
        """The bytes of stored files lie under their hashes."""
        for line in self.archive.lines("files.jsonl") if self.dump else ():
            self.put("held", line["sha256"], line.get("actual") if line["found"] else None)
        for *place, name, actual in self.db.execute(MISFILED, [not self.dump]):
            said = f"the bytes of {name} " + ("are not there" if actual is None else "have another hash")
            if actual is None and self.as_of:
                say("GAP {} {} row {}: ".format(*place) + said)
            else:
                self.fault("file", said, *place)

    def check_spans(self) -> None:
        """Each row of a listed kind has its span, and no span says anything else."""
        query = "DELETE FROM spans WHERE kind = ? AND uid = ? AND sequence = ? RETURNING said"
        for span in self.archive.lines("spans.jsonl"):
            key = [span["kind"], span["uid"], span["sequence"]]
            kept = self.db.execute(query, key).fetchall()
            said = canonical([span.get("valid_from"), span.get("valid_to"), span["columns"]])
            if not kept or kept[0][0] not in (None, said):
                self.fault("span", "it differs from its row" if kept else "it has no row, or stands twice", *key)
        for key in self.db.execute("SELECT kind, uid, sequence FROM spans WHERE needed"):
            self.fault("span", "the row has no span", *key)

    def verdict(self) -> int:
        """The last lines, and the exit code."""
        rows, covered = (self.db.execute(query).fetchone()[0] for query in ("SELECT count(*) FROM history", UNSEALED))
        if self.as_of:
            say(f"NOTE as of {self.as_of}: what came later is not judged")
        if covered:
            say(f"NOTE {covered} rows are newer than every seal that covers their record")
        compared = self.seals.keys() & self.copied.keys()
        if self.copied:
            say(f"NOTE the copy holds {len(compared)} of the {len(self.seals)} seals")
        say("broken" if self.broken else "proven" if compared else "consistent")
        say(f"rows={rows} seals={len(self.seals)} broken={self.broken}")
        return 1 if self.broken else 0


def main(arguments: list[str] | None = None) -> int:
    """Run from the command line; whatever cannot be read ends with one sentence and 2."""
    parser = argparse.ArgumentParser(description="Verify a pack or dump of evidence.")
    parser.add_argument("pack", nargs="?", type=Path, default=Path(__file__).resolve().parent, help="ZIP or folder")
    parser.add_argument("--seals", type=Path, metavar="COPY", help="folder or ZIP of seals that were kept elsewhere")
    options = parser.parse_args(arguments)
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        found = Verification(Archive(options.pack))
        found.check_files()
        found.check_seals(Archive(options.seals) if options.seals else None)
        for check in ("records", "proofs", "sealed", "stored", "spans"):
            getattr(found, f"check_{check}")()
        return found.verdict()
    except Exception as error:  # whatever bad input brings about
        sys.stderr.write(f"The evidence cannot be read ({type(error).__name__}: {error}).\n")
        return 2


if __name__ == "__main__":
    sys.exit(main())
