"""The agenda of a management review by edition: shipped as data in our own words, read once."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

from qms.models.standards import in_language
from qms.operations.data_files import read_yaml

FOLDER = Path(settings.BASE_DIR) / "fixtures" / "reviews"


@dataclass(frozen=True)
class Item:
    """One item: its key, the number under which it is cited, the clause that holds it, who gathers its figures."""

    key: str
    number: str
    clause: str
    title_vi: str
    title_en: str
    gatherers: tuple[str, ...]

    @property
    def title(self) -> str:
        """In the reader's language."""
        return in_language(self.title_vi, self.title_en)


@cache
def agendas() -> Mapping[tuple[str, str], tuple[Item, ...]]:
    """Every agenda, by the code of its standard and the year of its edition."""
    found = {}
    for path in sorted(FOLDER.glob("*.yaml")):
        told = read_yaml(path)
        found[str(told["standard"]), str(told["edition"])] = tuple(_item(entry) for entry in told["items"])
    return found


def _item(entry: Mapping[str, Any]) -> Item:
    texts = {name: str(entry[name]) for name in ("key", "number", "clause", "title_vi", "title_en")}
    return Item(**texts, gatherers=tuple(entry["gatherers"]))


def agenda_of(edition: Any) -> tuple[Item, ...]:
    """The items that an edition asks for; empty where it has no agenda."""
    return agendas().get((edition.standard.code, edition.year), ())


def items_by_key(edition: Any) -> dict[str, Item]:
    """The same, by key."""
    return {item.key: item for item in agenda_of(edition)}
