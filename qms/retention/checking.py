"""Whether everything that a disposal names may be disposed of: asked when it is shown and by each step."""

from collections import defaultdict
from typing import Any

from qms.evidence_enums import DisposalVerdict
from qms.models.retention import Disposal
from qms.registry import registry
from qms.retention.due import rows_of, rules_of
from qms.retention.files import batches
from qms.retention.holds import against


def faults_of(disposal: Disposal) -> list[tuple[str, list[str]]]:
    """(number, reasons) of the records to dispose of that may not be, by kind; set-wise."""
    wanted: dict[str, list[int]] = defaultdict(list)
    items = disposal.items.filter(verdict=DisposalVerdict.DISPOSE).order_by("pk")
    for kind, key in items.values_list("kind", "record_id"):
        wanted[kind].append(key)
    rules = rules_of(disposal.unit) if wanted else {}
    found: list[tuple[str, list[str]]] = []
    for label, keys in wanted.items():
        for some in batches(keys):
            rows: list[Any] = list(rows_of(registry.retained_kinds[label]).filter(pk__in=some))
            reasons, _kept = against(label, rules.get(label, []), rows, but=disposal)
            found += [(row.kept_number, reasons[row.pk]) for row in rows if row.pk in reasons]
    return found
