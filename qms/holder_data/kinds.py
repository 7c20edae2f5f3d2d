"""Which kinds of a holder's records leave in which form, and in which order they come in again."""

from collections.abc import Iterator
from typing import Any

from qms.models.organisation import Unit
from qms.packing.scope import PackScope, units_of
from qms.registry import PackSection, registry

FIRST = ("units", "people", "documents", "findings", "nonconformities", "risks", "actions")
"""What others stand on comes before them; kinds that are not named follow by name."""
INSTALLATION = {"criteria", "correspondences"}
"""Kinds of no holder: standards are loaded for all."""
NOT_ALONE = ("programme",)
"""Kinds whose rows come in only where what they hang on stands already: they go along for reading."""


def import_order() -> list[str]:
    """Kinds that leave and come in again, in the order in which they come in."""
    both = (set(registry.export_kinds) & set(registry.import_kinds)) - INSTALLATION - set(NOT_ALONE)
    return sorted(both, key=place_of)


def place_of(kind: str) -> tuple[int, str]:
    """Where a kind stands in the order."""
    return (FIRST.index(kind) if kind in FIRST else len(FIRST), kind)


def reading_sections(scope: PackScope) -> Iterator[tuple[PackSection, list[int]]]:
    """Kinds that leave for reading, with the keys of the holder's records that the asker reaches."""
    coming = {registry.export_kinds[kind].model for kind in import_order()} | {Unit}
    for section in sorted(registry.pack_sections, key=lambda one: one.order):
        if section.model not in coming:
            yield section, section.keys(scope)


def scope_of(holder: Unit, user: Any) -> PackScope:
    """The holder's own units, as the asker reaches them."""
    return PackScope(holder=holder, edition=None, user=user, units=units_of(holder, "default"))
