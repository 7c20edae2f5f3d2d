"""Checks a pack or dump of evidence by its own hashes, chains and seals, and by a copy of the seals kept elsewhere.

Needs Python 3.11 and nothing else. Exit 0: everything agrees; 1: broken; 2: cannot be read.
"""

import argparse
import hashlib
import io
import json
import re
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
        for _ in renamed:  # as many steps as there can be; a new name that the text names itself is another field's
            name = name if renamed.get(name, name) in taken else renamed.get(name, name)
        return name

    late = {today(name, ()): value for name, value in spec.get("defaults", {}).items()}
    return late | {today(name, fields): value for name, value in fields.items()}


def differing(one: dict, two: dict, names) -> list[str]:
    """Those of `names` under which the two do not hold the very same, or only one holds anything."""
    left, right = ({name: canonical(side[name]) for name in names if name in side} for side in (one, two))
    return [name for name in names if left.get(name) != right.get(name)]


def differing_fields(fields: dict, columns: dict, spec: dict) -> list[str]:
    """Names of fields that differ; a dropped field needs no column."""
    return differing(fields, columns, sorted({*fields, *columns} - (set(spec.get("dropped", ())) - set(columns))))


class Verification:
    """One pack or dump under examination: what it says, what is found in it, how much is broken."""

    def __init__(self, archive: Archive):
        self.archive, self.names, self.broken = archive, archive.names(), 0
        with archive.open("manifest.json") as stream:
            self.manifest = json.loads(stream.read(LIMIT))
        if [self.manifest["format"], self.manifest["what"]] not in ([1, "pack"], [1, "dump"]):
            raise ValueError("the manifest is of another format")
        self.dump = self.manifest["what"] == "dump"
        self.as_of = None if self.dump else self.manifest.get("as_of")
        self.until = self.as_of or self.manifest["made_at"]  # what was sealed by then must be here
        self.span = self.manifest.get("span", {}) if self.dump else {}
        self.seals: dict[int, dict] = {}
        self.copied: dict[int, dict] = {}
        self.rows: dict[tuple, dict] = {}  # (kind, uid) > sequence > hash
        self.heads: dict[tuple, bool] = {}  # (seal, kind, uid, sequence, hash) > whether the record must be here
        self.spans: dict[tuple, tuple] = {}
        self.stored: list[tuple] = []
        self.held: dict[str, str | None] = {}

    def fault(self, harm: str, sentence: str, kind="-", uid="-", sequence="-") -> None:
        """Tell one fault; what does not apply is told as `-`."""
        self.broken += 1
        kind, uid = ("_".join(str(text).split()) or "-" for text in (kind, uid))
        say(f"BROKEN {harm} {kind} {uid} row {sequence}: {sentence}")

    def check_files(self) -> None:
        """The manifest lists every file but itself and the checker, each with its hash and size."""
        listed = {entry["path"]: (entry["sha256"], entry["size"]) for entry in self.manifest["files"]}
        for name, times in Counter([*self.names, *(set(listed) - set(self.names))]).items():
            found = self.archive.hashed(name) if name in self.names and name not in UNLISTED else None
            if name.startswith("files/") and found:
                self.held[name[6:]] = found[0]
            if times > 1 or listed.get(name) != found:
                self.fault("manifest", "the archive does not hold exactly what the manifest lists", uid=name)

    def seal_faults(self, seal: dict, data: bytes, number: int, before: dict | None, whole: bool) -> list[str]:
        """What is wrong with one seal, by itself and as the next of the one before."""
        leaves, back = seal.get("leaves", []), seal["note"].get("backup_seal") or 0
        keys = SEAL_KEYS | {"leaves"} if whole else SEAL_KEYS
        known = seal["kind"] == "seal" or (seal["kind"] == "restore" and 0 <= back < number)
        ordered = len(leaves) == seal["size"] and all(one[:2] < two[:2] for one, two in pairwise(leaves))
        link = sha(canonical(before).encode()).hex() if before else ""
        named = [seal["format"], seal["number"], seal["installation"]] == [1, number, self.manifest["installation"]]
        rooted = not whole or (ordered and merkle_root(leaves) == seal["root"])
        checks = {
            "it is not canonical JSON": canonical(seal).encode() == data,
            "its keys, kind, note or installation are wrong": set(seal) == keys and known,
            "it is another seal than its name says": named,
            "its leaves do not have its size, order and root": rooted,
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
            number = int(match[2])
            try:
                with archive.open(name) as stream:
                    data = stream.read(LIMIT)
                seal = json.loads(data)
                faults = ["it lacks keys"] if SEAL_KEYS - set(seal) else []
                faults = faults or self.seal_faults(seal, data, number, headers.get(number - 1), whole)
                for kind, uid, sequence, row_hash in seal.pop("leaves", ()):
                    self.heads.setdefault((number, kind, uid, sequence, row_hash), self.dump)
                headers |= {} if SEAL_KEYS - set(seal) else {number: seal}
            except (ValueError, TypeError, LookupError, AttributeError, RecursionError) as error:
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
                self.heads[(proof["seal"], *leaf)] = True
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
        spec, before, told = self.manifest["kinds"].get(kind, {}), (0, ""), []
        for row in history:
            told.append(self.check_row(kind, uid, row, before, spec))
            before = (row["sequence"], row["row_hash"])
        if not history or (live is None and not self.as_of):
            said = "the history has no live record" if history else "the record has no history"
            self.fault("unsaid", said, kind, uid, before[0])
        elif live is not None:
            names = differing(live, {"version": before[0], "head_hash": before[1]}, ("version", "head_hash"))
            if names := names + ([] if told[-1] is None else differing_fields(told[-1], live["fields"], spec)):
                said = f"the live row differs from its last row: {', '.join(names)}"
                self.fault("live", said, kind, uid, before[0])
        self.keep(kind, uid, history, told)

    def check_row(self, kind: str, uid: str, row: dict, before: tuple, spec: dict) -> dict | None:
        """Tell the faults of one row; gives the fields of its text under the names of today, if the text counts."""
        text, faults, sequence, fields = sound_text(row), [], row["sequence"], None
        known = self.rows.setdefault((kind, uid), {})
        if known.setdefault(sequence, row) is not row or sequence != before[0] + 1:
            faults.append(("gap", f"it does not follow row {before[0]}, or stands twice"))
        known[sequence] = row["row_hash"]
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

    def keep(self, kind: str, uid: str, history: list, told: list) -> None:
        """Keep for later which stored file the record names, and the spans of its rows."""
        times = [row["columns"].get("recorded_at") for row in history] + [None]
        for at, (row, fields) in enumerate(zip(history, told, strict=True) if kind in self.span else ()):
            parts = {name: (fields or {}).get(field) for name, field in self.span[kind].items()}
            said = None if fields is None else canonical([times[at], times[at + 1], parts])
            self.spans[(kind, uid, row["sequence"])] = (said, times[at] != times[at + 1])
        fields = (told[-1] or history[-1]["columns"]["fields"]) if history else {"gone_at": ""}
        if kind == "qms.storedfile" and fields.get("gone_at") is None:
            self.stored.append((str(fields.get("sha256")), kind, uid, history[-1]["sequence"]))

    def check_sealed(self) -> None:
        """Every head sealed by then is here as it was sealed, unless a declared restore undid it."""
        back = {n: s["note"].get("backup_seal") or 0 for n, s in self.seals.items() if s["kind"] == "restore"}
        known, undone, beyond = self.copied | self.seals, Counter[int](), Counter[int]()
        for (number, kind, uid, sequence, row_hash), must in sorted(self.heads.items()):
            rows = self.rows.get((kind, uid), {})
            if rows.get(sequence) == row_hash or not (must or (kind, uid) in self.rows):
                continue
            if restore := next((restore for restore in back if back[restore] < number < restore), None):
                undone[restore] += 1
                say(f"GAP {kind} {uid} row {sequence}: sealed in {number}, undone by the declared restore {restore}")
            elif sequence in rows:
                self.fault("sealed", f"it differs from what seal {number} covers", kind, uid, sequence)
            elif (number in self.seals and not self.as_of) or known[number]["made_at"] <= self.until:
                beyond[number] += sequence > max(rows, default=0)
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
            self.held[line["sha256"]] = line.get("actual") if line["found"] else None
        others = set() if self.dump else {name for name, found in self.held.items() if name != found}
        others -= {name for name, *_place in self.stored}
        for name, *place in [*self.stored, *((name, "-", name, "-") for name in sorted(others))]:
            actual = self.held.get(name)
            said = f"the bytes of {name} " + ("are not there" if actual is None else "have another hash")
            if actual is None and self.as_of:
                say("GAP {} {} row {}: ".format(*place) + said)
            elif actual != name:
                self.fault("file", said, *place)

    def check_spans(self) -> None:
        """Each row of a listed kind has its span, and no span says anything else."""
        for span in self.archive.lines("spans.jsonl"):
            key = (span["kind"], span["uid"], span["sequence"])
            kept = self.spans.pop(key, None)
            said = canonical([span.get("valid_from"), span.get("valid_to"), span["columns"]])
            if not kept or kept[0] not in (None, said):
                self.fault("span", "it differs from its row" if kept else "it has no row, or stands twice", *key)
        for key in [key for key, (_said, needed) in self.spans.items() if needed]:
            self.fault("span", "the row has no span", *key)

    def verdict(self) -> int:
        """The last lines, and the exit code."""
        sealed: Counter[tuple] = Counter()
        for _number, kind, uid, sequence, row_hash in self.heads:
            if self.rows.get((kind, uid), {}).get(sequence) == row_hash:
                sealed[(kind, uid)] = max(sealed[(kind, uid)], sequence)
        newer = sum(sequence > sealed[key] for key, rows in self.rows.items() for sequence in rows)
        compared = self.seals.keys() & self.copied.keys()
        notes = [f"as of {self.as_of}: what came later is not judged"] if self.as_of else []
        notes += [f"{newer} rows are newer than every seal that covers their record"] if newer else []
        notes += [f"the copy holds {len(compared)} of the {len(self.seals)} seals"] if self.copied else []
        verdict = "broken" if self.broken else "proven" if compared else "consistent"
        count = sum(map(len, self.rows.values()))
        for line in (*(f"NOTE {note}" for note in notes), verdict):
            say(line)
        say(f"rows={count} seals={len(self.seals)} broken={self.broken}")
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
