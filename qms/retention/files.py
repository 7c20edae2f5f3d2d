"""Files of records to be disposed of: which they are, and whether a kept record carries the same bytes."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Any

from django.db.models import F

from qms.evidence_enums import DisposalVerdict
from qms.models.files import StoredFile
from qms.models.retention import DisposalItem
from qms.registry import RetainedKind, registry

BATCH = 500  # keys bound by one query


def batches(keys: Iterable[Any]) -> Iterator[list[Any]]:
    """The keys in lists that a query can bind."""
    listed = list(keys)
    for start in range(0, len(listed), BATCH):
        yield listed[start : start + BATCH]


def links_of(kind: RetainedKind, keys: Sequence[int]) -> Iterator[tuple[int, Any]]:
    """(record's key, link) of every file that the records carry, ended links among them."""
    for label, path in kind.files:
        model = registry.file_links[label]
        for some in batches(keys):
            rows = model.objects.filter(**{f"{path}__in": some}).order_by("pk").select_related("file")
            for link in rows.annotate(kept_owner=F(path)):
                yield link.kept_owner, link


def told(links: Iterable[Any]) -> list[dict[str, Any]]:
    """What a stub keeps of files: name, hash, size."""
    return [{"name": link.name, "sha256": link.file.sha256, "size": link.file.size} for link in links]


@cache
def holders_of_files() -> list[tuple[Any, str]]:
    """Every model with a key to a stored file, and the key's name: links of records, own print forms."""
    found = []
    relation: Any
    for relation in StoredFile._meta.get_fields(include_hidden=True):
        model = getattr(relation, "related_model", None)
        if relation.auto_created and relation.one_to_many and not hasattr(model, "history_object"):
            found.append((model, relation.field.name))
    return found


def owners() -> dict[Any, tuple[str, str]]:
    """By model of links: which kind of kept record it belongs to, and the path to that record's key."""
    return {
        registry.file_links[label]: (kind_label, path)
        for kind_label, kind in registry.retained_kinds.items()
        for label, path in kind.files
    }


def still_carried(file_ids: Iterable[int], going: dict[str, set[int]]) -> set[int]:
    """Those of the files that a record carries which is neither gone nor going; set-wise."""
    known, carried = owners(), set()
    gone = _gone(going)
    for some in batches(sorted(file_ids)):
        for model, name in holders_of_files():
            rows = model.objects.filter(**{f"{name}__in": some}).order_by()
            kind, path = known.get(model, ("", "pk"))
            for file_id, owner in rows.values_list(f"{name}_id", path):
                if owner not in gone[kind]:
                    carried.add(file_id)
    return carried


def _gone(going: dict[str, set[int]]) -> dict[str, set[int]]:
    """Keys of records disposed of now or before, by kind."""
    gone: dict[str, set[int]] = defaultdict(set)
    for kind, key in DisposalItem.objects.filter(verdict=DisposalVerdict.DISPOSED).values_list("kind", "record_id"):
        gone[kind].add(key)
    for kind, keys in going.items():
        gone[kind] |= keys
    return gone
