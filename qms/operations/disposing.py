"""What carrying a disposal out does: records become stubs, files that no kept record carries lose their bytes."""

import logging
from collections import defaultdict
from typing import Any

from django.core.files.storage import storages
from django.db import transaction

from qms import clock
from qms.evidence_enums import DisposalStatus, DisposalVerdict
from qms.history import bulk
from qms.history.recording import operation
from qms.models.files import StoredFile
from qms.models.retention import Disposal
from qms.registry import registry
from qms.retention.files import batches, links_of, still_carried

log = logging.getLogger(__name__)

BATCH = 200  # files whose bytes are removed under one lock


@operation("dispose_of_records")
def dispose(disposal: Disposal, *, by: Any) -> None:
    """Write the stubs, and which files are gone; no bytes are touched yet."""
    items = list(disposal.items.filter(verdict=DisposalVerdict.DISPOSE).order_by("pk"))
    going: dict[str, set[int]] = defaultdict(set)
    for item in items:
        going[item.kind].add(item.record_id)
    carried = {
        link.file_id: link.file.sha256
        for kind, keys in going.items()
        for _key, link in links_of(registry.retained_kinds[kind], sorted(keys))
    }
    staying = still_carried(carried, going)
    gone = {sha256 for key, sha256 in carried.items() if key not in staying}
    for item in items:
        item.verdict = DisposalVerdict.DISPOSED
        item.files = [one | {"gone": one["sha256"] in gone} for one in item.files]
    bulk.update(items, ["verdict", "files"])
    _mark_gone(sorted(set(carried) - staying), disposal)


def _mark_gone(keys: list[int], disposal: Disposal) -> None:
    moment = clock.now()
    for some in batches(keys):
        files = list(StoredFile.objects.locked().filter(pk__in=some, gone_at=None).order_by("pk"))
        for one in files:
            one.gone_at, one.gone_by = moment, disposal
        bulk.update(files, ["gone_at", "gone_by"])


def remove_bytes(disposal: Disposal) -> int:
    """Remove the bytes of every file that the disposal made go; may be cut off and called again. Returns how many.

    Each file is locked and asked once more: who attached the same bytes again meanwhile has them back.
    """
    storage, removed = storages["records"], 0
    keys = list(StoredFile.objects.filter(gone_by=disposal).order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), BATCH):
        with transaction.atomic():
            some = StoredFile.objects.locked().filter(pk__in=keys[start : start + BATCH], gone_by=disposal)
            for name in some.exclude(gone_at=None).order_by("pk").values_list("stored_name", flat=True):
                storage.delete(name)
                removed += 1
    disposal.bytes_gone_at = clock.now()
    disposal.save(update_fields=["bytes_gone_at"])
    return removed


def finish_disposals() -> int:
    """Remove what a stop between writing and removing left behind; a tick. Returns how many disposals were finished."""
    waiting = Disposal.objects.filter(status=DisposalStatus.CARRIED_OUT, bytes_gone_at=None).order_by("pk")
    finished = 0
    for disposal in waiting:
        try:
            remove_bytes(disposal)
        except OSError:
            log.exception("Files of %s could not be removed; tried again later.", disposal.number)
        else:
            finished += 1
    return finished
