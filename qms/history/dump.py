"""The dump of docs/evidence_format.md: everything an independent program needs to verify the whole history."""

import json
import zipfile
from collections.abc import Callable, Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import IO, Any

from django.apps import apps
from django.utils.translation import gettext as _

from qms import clock
from qms.history import canonical, seal_files, seals
from qms.history.checks import tracked_models
from qms.history.evidence_rows import Reader, about_kinds, by_key, history_model, lines
from qms.history.seal_files import SealStoreFault
from qms.history.snapshot import consistent_reads
from qms.history.spans import span_model
from qms.history.verify_files import hash_of, stored_files

CHECKER = Path(__file__).parent.parent / "packing" / "verify_evidence.py"
Progress = Callable[[str, int, int], None]


class EvidenceZip:
    """An archive that notes the hash and size of every file it takes, for the manifest."""

    def __init__(self, file: IO[bytes]) -> None:
        self.archive = zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, allowZip64=True)
        self.files: list[dict[str, Any]] = []

    def add(self, path: str, pieces: Iterable[bytes]) -> None:
        """Write a file piece by piece."""
        found, size = sha256(), 0
        with self.archive.open(path, "w", force_zip64=True) as target:
            for piece in pieces:
                found.update(piece)
                size += len(piece)
                target.write(piece)
        self.files.append({"path": path, "sha256": found.hexdigest(), "size": size})

    def add_lines(self, path: str, values: Iterable[Any]) -> None:
        """Write JSON values, one a line."""
        self.add(path, (canonical.dump(value).encode() + b"\n" for value in values))

    def close(self, manifest: dict[str, Any]) -> None:
        """Write the manifest and the checker, and end."""
        manifest["files"] = sorted(self.files, key=lambda entry: str(entry["path"]))
        self.archive.writestr("manifest.json", json.dumps(manifest, ensure_ascii=False, indent=1))
        self.archive.write(CHECKER, "verify_evidence.py")
        self.archive.close()


def write_dump(file: IO[bytes], progress: Progress = lambda phase, done, total: None) -> None:
    """Write the dump of everything as it stands now."""
    numbers = seals.Store().numbers()
    kinds = tracked_models()
    listed = [model for model in kinds if hasattr(model, "SPAN")]
    with consistent_reads() as alias:
        known = (
            seals.seal_model().objects.using(alias).order_by("-number").values_list("number", flat=True).first() or 0
        )
        dump = EvidenceZip(file)
        actors = by_key(apps.get_model("qms", "User")._base_manager.using(alias))
        for at, model in enumerate(kinds):
            progress(_("Changes"), at, len(kinds))
            dump.add_lines(f"records/{model._meta.label_lower}.jsonl", lines(model, actors=actors))
        installation = _seals(dump, sorted({*numbers, *range(max(numbers, default=0) + 1, known + 1)}))
        dump.add_lines("files.jsonl", _files(alias))
        dump.add_lines("spans.jsonl", (span for model in listed for span in _spans(model, alias)))
        dump.close(
            {
                "format": 1,
                "what": "dump",
                "installation": installation,
                "made_at": canonical.plain(clock.now()),
                "as_of": None,
                "kinds": about_kinds(kinds),
                "span": {model._meta.label_lower: model.SPAN for model in listed},
            }
        )


def _seals(dump: EvidenceZip, numbers: list[int]) -> str:
    """Write the whole seals as they lie in the store. Returns the installation that the first names."""
    store, installation = seals.Store(), ""
    for number in numbers:
        try:
            raw = store.content(number)
        except OSError:
            continue
        dump.add(f"seals/{seal_files.name_of(number)}", [raw])
        if not installation:
            try:
                installation = str(seal_files.parse(raw, number).header["installation"])
            except SealStoreFault:
                continue
    return installation


def _files(alias: str) -> Iterator[dict[str, Any]]:
    for stored in stored_files(alias):
        found = hash_of(stored.stored_name)
        yield {
            "sha256": stored.sha256,
            "size": stored.size,
            "found": found is not None,
            "actual": found[0] if found else None,
        }


def _spans(model: Any, alias: str) -> Iterator[dict[str, Any]]:
    """The spans of a kind, each with the row it stands for."""
    kind = model._meta.label_lower
    reader = Reader(model, alias, {})
    spans = span_model().objects.using(alias).filter(kind=kind).order_by("history_id", "id")
    names = ("record_id", "history_id", "valid_from", "valid_to", *model.SPAN)
    batch: list[tuple[Any, ...]] = []
    for span in spans.values_list(*names).iterator(chunk_size=1000):
        batch.append(span)
        if len(batch) == 1000:
            yield from _placed(reader, batch)
            batch = []
    yield from _placed(reader, batch)


def _placed(reader: Reader, batch: list[tuple[Any, ...]]) -> Iterator[dict[str, Any]]:
    rows = history_model(reader.model)._base_manager.using(reader.using)
    found = rows.filter(history_id__in=[span[1] for span in batch]).values_list("history_id", "id", "uid", "sequence")
    places = {row[0]: row[1:] for row in found}
    for record, history, begins, ends, *columns in batch:
        key, uid, sequence = places.get(history, (None, None, None))
        yield {
            "kind": reader.kind,
            "uid": str(uid) if key == record else f"record {record}",
            "sequence": sequence if key == record else history,
            "valid_from": canonical.plain(begins),
            "valid_to": canonical.plain(ends),
            "columns": dict(zip(reader.model.SPAN, map(canonical.plain, columns), strict=True)),
        }
