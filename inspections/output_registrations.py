"""Nonconforming outputs that became a nonconformity are proposed no more."""

from collections.abc import Collection
from typing import Any

from inspections.models import Nonconformity
from qms.output_seams import RAISED


def raised(uids: Collection[Any]) -> set[Any]:
    """Outputs from which a nonconformity was raised."""
    rows = Nonconformity.objects.filter(source_kind="qms.nonconformingoutput", source_uid__in=uids, ended_at=None)
    return set(rows.values_list("source_uid", flat=True))


def register_outputs() -> None:
    """Fill the seam; once, when apps are ready."""
    RAISED.append(raised)
