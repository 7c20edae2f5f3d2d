"""Checks a pack or dump of evidence by its own hashes, chains and seals, and by a copy of the seals kept elsewhere."""

import argparse
import hashlib
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


def sha(*parts: bytes) -> str:  # SHA-256 of the parts one after the other
    return hashlib.sha256(b"".join(parts)).hexdigest()


def say(line: str) -> None:  # one line of output, whatever the evidence puts into it
    sys.stdout.write("".join(letter if letter.isprintable() else "?" for letter in line) + "\n")


def merkle_root(leaves: list) -> str:
    """Root as in RFC 6962: a list of more than one is split at the largest power of two below its length."""
    if len(leaves) > 1:
        at = 1 << (len(leaves) - 1).bit_length() - 1
        return sha(b"\x01", *map(bytes.fromhex, (merkle_root(leaves[:at]), merkle_root(leaves[at:]))))
    return sha(b"\x00", canonical(leaves[0]).encode()) if leaves else sha()


def proven_root(leaf: list, index: int, size: int, path: list) -> str | None:
    """Root that a proof leads to; None for a path that does not fit into the tree."""
    if size < 2 or not path:
        return merkle_root([leaf]) if (index, size, path) == (0, 1, []) else None
    at = 1 << (size - 1).bit_length() - 1
    left = index < at
    node = proven_root(leaf, index if left else index - at, at if left else size - at, path[:-1])
    pair = [node or "", str(path[-1])][:: 1 if left else -1]
    return sha(b"\x01", *map(bytes.fromhex, pair)) if all(re.fullmatch("[0-9a-f]{64}", one) for one in pair) else None


class Archive:
    """The files of a ZIP archive or of an unpacked folder; a name that stands twice in a ZIP is there twice."""

    def __init__(self, path: Path):
        packed = None if path.is_dir() else zipfile.ZipFile(path)
        found = [one for one in path.rglob("*") if one.is_file() and not one.is_symlink() and one.name not in LITTER]
        names = packed.namelist() if packed else [one.relative_to(path).as_posix() for one in found]
        self.names = sorted(name for name in names if not name.endswith("/"))
        self.open = getattr(packed, "open", lambda name: (path / name).open("rb"))

    def lines(self, name: str):  # values of a `.jsonl` file, one at a time; none of a file that is not there
        if name in self.names:
            with self.open(name) as stream:
                yield from map(json.loads, iter(lambda: stream.readline(LIMIT), b""))

    def hashed(self, name: str) -> tuple[str, int]:  # SHA-256 and size of a file
        with self.open(name) as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest(), stream.tell()


def sound_text(row: dict, spec: dict) -> dict | None:
    """What the text of a row says, its fields under the names of today; None where it does not count."""
    try:
        text, named = json.loads(row["chain_text"]), sha(row["chain_text"].encode()) == row["row_hash"]
        shaped = set(text) == TEXT_KEYS and text["format"] == 1 and isinstance(text["fields"], dict)
        if not (named and shaped and canonical(text) == row["chain_text"]):
            return None
    except (ValueError, TypeError, RecursionError):
        return None
    renamed, fields = spec.get("renamed", {}), dict(spec.get("defaults", {}))  # later fields: what they were added with
    for name, value in text["fields"].items():
        for _ in renamed:  # as many steps as there can be; a new name that the text names itself is another field's
            name = name if renamed.get(name, name) in text["fields"] else renamed.get(name, name)
        fields[name] = value
    return text | {"fields": fields}


def differing(one: dict, two: dict, names=None, dropped=()) -> list[str]:
    """Names, of all or those given, under which the two do not hold the very same; a dropped one needs no second."""
    names = sorted({*one, *two} - (set(dropped) - set(two))) if names is None else names
    left, right = ({name: canonical(side[name]) for name in names if name in side} for side in (one, two))
    return [name for name in names if left.get(name) != right.get(name)]


class Verification:
    """One pack or dump under examination: what it says, what is found in it, how much is broken."""

    def __init__(self, archive: Archive):
        self.archive, self.broken = archive, 0
        with archive.open("manifest.json") as stream:
            self.manifest = json.loads(stream.read(LIMIT))
        if [self.manifest["format"], self.manifest["what"]] not in ([1, "pack"], [1, "dump"]):
            raise ValueError("the manifest is of another format")
        self.dump = self.manifest["what"] == "dump"
        self.as_of = None if self.dump else self.manifest.get("as_of")
        self.until = self.as_of or self.manifest["made_at"]  # what was sealed by then must be here
        self.span = self.manifest.get("span", {}) if self.dump else {}
        self.seals, self.copied = dict[int, dict](), dict[int, dict]()  # number > header
        self.rows, self.held = dict[tuple, dict](), dict[str, str | None]()  # (kind, uid) > {sequence: hash}; files
        self.heads = dict[tuple, bool]()  # (seal, kind, uid, sequence, hash) > whether the record must be here
        self.spans, self.stored = Counter(map(canonical, archive.lines("spans.jsonl"))), list[tuple]()
        listed = {entry["path"]: (entry["sha256"], entry["size"]) for entry in self.manifest["files"]}
        for name, times in Counter([*self.archive.names, *(set(listed) - set(self.archive.names))]).items():
            found = self.archive.hashed(name) if name in self.archive.names and name not in UNLISTED else None
            if name.startswith("files/") and found:
                self.held[name[6:]] = found[0]
            if times > 1 or listed.get(name) != found:
                self.fault("manifest", "the archive does not hold exactly what the manifest lists", uid=name)

    def fault(self, harm: str, sentence: str, kind="-", uid="-", sequence="-"):  # what does not apply is told as `-`
        self.broken += 1
        kind, uid = ("_".join(str(text).split()) or "-" for text in (kind, uid))
        say(f"BROKEN {harm} {kind} {uid} row {sequence}: {sentence}")

    def seal_faults(self, seal: dict, found: tuple, number: int, before: dict | None, whole: bool) -> list[str]:
        """What is wrong with one seal, by itself and as the next of the one before."""
        leaves, back = seal.get("leaves", []), seal["note"].get("backup_seal") or 0
        known = seal["kind"] == "seal" or (seal["kind"] == "restore" and 0 <= back < number)
        ordered = len(leaves) == seal["size"] and all(one[:2] < two[:2] for one, two in pairwise(leaves))
        link = sha(canonical(before).encode()) if before else ""
        named = [seal["format"], seal["number"], seal["installation"]] == [1, number, self.manifest["installation"]]
        checks = {
            "it is not canonical JSON": sha(canonical(seal).encode()) == found[0],
            "its keys, kind or note are wrong": set(seal) == SEAL_KEYS | ({"leaves"} if whole else set()) and known,
            "it is another seal than its name says": named,
            "its leaves, size and root do not agree": not whole or (ordered and merkle_root(leaves) == seal["root"]),
            "it is not the next of the one before": seal["previous"] == link or not (before or number == 1),
        }
        return [sentence for sentence, right in checks.items() if not right]

    def read_seals(self, archive: Archive, whole: bool, where: str) -> dict[int, dict]:
        """Headers of all seals of an archive, each checked; their leaves are kept for later."""
        headers, folder = dict[int, dict](), "seals/" if archive is self.archive else "(?:.*/)?"
        for match in filter(None, (re.fullmatch(folder + "([0-9]{9})[.]json", name) for name in archive.names)):
            number = int(match[1])
            try:
                [seal] = archive.lines(match[0])
                faults = self.seal_faults(seal, archive.hashed(match[0]), number, headers.get(number - 1), whole)
                for kind, uid, sequence, row_hash in seal.pop("leaves", ()):
                    self.heads.setdefault((number, kind, uid, sequence, row_hash), self.dump)
                headers[number] = {key: seal[key] for key in {*seal, *SEAL_KEYS}}
            except (ValueError, TypeError, LookupError, AttributeError, RecursionError) as error:
                faults = [f"it cannot be read: {error}"]
            for sentence in faults:
                self.fault("seal", where + sentence, uid=number)
        return headers

    def check_seals(self, copy: Archive | None) -> None:
        """The seals stand from 1 without a gap, are those of the copy, and reach as far; proofs lead to their roots."""
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
        for proof in self.archive.lines("proofs.jsonl"):
            leaf = [proof[name] for name in ("kind", "uid", "sequence", "row_hash")]
            seal = self.seals.get(proof["seal"], {"size": None, "root": None})
            root = proven_root(leaf, proof["index"], proof["size"], proof["path"])
            if (seal["size"], seal["root"]) == (proof["size"], root):
                self.heads[(proof["seal"], *leaf)] = True
            else:
                self.fault("proof", f"it does not lead to the root of seal {proof['seal']}", *leaf[:3])

    def check_records(self) -> None:  # every history of every record, one record at a time
        for name in self.archive.names:
            kind = name.removeprefix("records/").removesuffix(".jsonl")
            for record in self.archive.lines(name) if name == f"records/{kind}.jsonl" else ():
                if record["kind"] != kind:
                    self.fault("moved", f"it is a record of kind {record['kind']}", kind, record["uid"])
                self.check_record(kind, record["uid"], record["history"], record["live"])

    def check_record(self, kind: str, uid: str, history: list, live) -> None:
        """The rows of one record, one after the other, the live row after them, and what to keep for later."""
        before, fields, dropped = (0, ""), None, self.manifest["kinds"].get(kind, {}).get("dropped", ())
        for row, after in pairwise([*history, None]):
            fields = self.check_row((kind, uid, row["sequence"]), row, before)
            before = (row["sequence"], row["row_hash"])
            if kind in self.span:
                told = fields or row["columns"]["fields"]
                begins, ends = (one and one["columns"]["recorded_at"] for one in (row, after))
                span = {"kind": kind, "uid": uid, "sequence": before[0], "valid_from": begins, "valid_to": ends}
                line = canonical(span | {"columns": {name: told.get(field) for name, field in self.span[kind].items()}})
                self.spans[line] -= begins != ends or self.spans[line] > 0
        if not history or (live is None and not self.as_of):
            self.fault("unsaid", f"it has no {'live record' if history else 'history'}", kind, uid, before[0])
        elif live is not None:
            names = differing(live, {"version": before[0], "head_hash": before[1]}, ("version", "head_hash"))
            if names := names + ([] if fields is None else differing(fields, live["fields"], None, dropped)):
                self.fault("live", f"the live row differs from its last row: {', '.join(names)}", kind, uid, before[0])
        kept = (fields or history[-1]["columns"]["fields"]) if history else {"gone_at": ""}
        if kind == "qms.storedfile" and kept.get("gone_at") is None:
            self.stored.append((str(kept.get("sha256")), kind, uid, before[0]))

    def check_row(self, place: tuple, row: dict, before: tuple) -> dict | None:
        """Tell the faults of one row; gives the fields of its text under the names of today, if the text counts."""
        spec, known = self.manifest["kinds"].get(place[0], {}), self.rows.setdefault(place[:2], {})
        text = sound_text(row, spec)
        if place[2] in known or place[2] != before[0] + 1:
            self.fault("gap", f"it does not follow row {before[0]}, or stands twice", *place)
        known[place[2]] = row["row_hash"]
        if row["previous_hash"] != before[1] or (text and text["previous"] != before[1]):
            self.fault("order", "it does not name the hash of the row before", *place)
        if not text:
            return self.fault("text", "the text is not canonical JSON of format 1, or has not the hash named", *place)
        names = differing(text, row["columns"] | {"sequence": place[2]}, [*FACTS, "sequence"])
        if names := names + differing(text["fields"], row["columns"]["fields"], None, spec.get("dropped", ())):
            self.fault("column", f"the columns say something else than the text: {', '.join(names)}", *place)
        if (text["model"], text["record"]) != place[:2]:
            self.fault("moved", f"its text is of {text['model']} {text['record']}", *place)
        return text["fields"]

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
            undid = f"{undone[number]} heads sealed since its backup are missing or differ"
            say(f"GAP restore {number} declared {canonical(self.seals[number]['note'])}: {undid}")

    def check_stored(self) -> None:
        """The bytes of stored files lie under their hashes; each row of a listed kind has its span, and no other."""
        for line in self.archive.lines("files.jsonl") if self.dump else ():
            self.held[line["sha256"]] = line.get("actual") if line["found"] else None
        others = {name for name in self.held if not self.dump} - {name for name, *_place in self.stored}
        for name, *place in [*self.stored, *((name, "-", name, "-") for name in sorted(others))]:
            actual = self.held.get(name)
            said = f"the bytes of {name} " + ("are not there" if actual is None else "have another hash")
            if actual is None and self.as_of:
                say("GAP {} {} row {}: ".format(*place) + said)
            elif actual != name:
                self.fault("file", said, *place)
        for line in filter(self.spans.get, self.spans):
            said = "the row has no such span" if self.spans[line] < 0 else "it differs from its row, or stands twice"
            self.fault("span", said, *map(json.loads(line).get, ("kind", "uid", "sequence")))

    def verdict(self) -> int:  # the last lines, and the exit code
        heads = sorted((sequence, row_hash, (kind, uid)) for _number, kind, uid, sequence, row_hash in self.heads)
        sealed = {key: row for row, row_hash, key in heads if self.rows.get(key, {}).get(row) == row_hash}
        newer = sum(row > sealed.get(key, 0) for key, rows in self.rows.items() for row in rows)
        compared = self.seals.keys() & self.copied.keys()
        notes = [f"NOTE as of {self.as_of}: what came later is not judged"] if self.as_of else []
        notes += [f"NOTE {newer} rows are newer than every seal that covers their record"] if newer else []
        notes += [f"NOTE the copy holds {len(compared)} of the {len(self.seals)} seals"] if self.copied else []
        count = f"rows={sum(map(len, self.rows.values()))} seals={len(self.seals)} broken={self.broken}"
        for line in (*notes, "broken" if self.broken else "proven" if compared else "consistent", count):
            say(line)
        return 1 if self.broken else 0


def main(arguments: list[str] | None = None) -> int:
    """Exit 0: everything agrees; 1: broken; 2: it cannot be read, said in one sentence."""
    parser = argparse.ArgumentParser(description="Verify a pack or dump of evidence.")
    parser.add_argument("pack", nargs="?", type=Path, default=Path(__file__).resolve().parent, help="ZIP or folder")
    parser.add_argument("--seals", type=Path, metavar="COPY", help="folder or ZIP of seals that were kept elsewhere")
    options = parser.parse_args(arguments)
    sys.stdout.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    try:
        found = Verification(Archive(options.pack))
        found.check_seals(Archive(options.seals) if options.seals else None)
        for check in ("records", "sealed", "stored"):
            getattr(found, f"check_{check}")()
        return found.verdict()
    except Exception as error:  # whatever bad input brings about
        sys.stderr.write(f"The evidence cannot be read ({type(error).__name__}: {error}).\n")
        return 2


if __name__ == "__main__":
    sys.exit(main())
