"""Documents ready to fill: the skeletons from which an author may start."""

from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings

from qms.enums import DocumentKind
from qms.models.standards import in_language

FOLDER = Path(settings.BASE_DIR) / "fixtures" / "skeletons"


@dataclass(frozen=True)
class Skeleton:
    """One start: `sections` is the plain data that the workshop makes a draft of."""

    key: str
    kind: str
    title_vi: str
    title_en: str
    sections: dict[str, Any] = field(hash=False, compare=False)

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """What it is, in the reader's language."""
        return in_language(self.title_vi, self.title_en)


@lru_cache(maxsize=1)
def skeletons() -> list[Skeleton]:
    """Every skeleton that the product ships, in the order of their file names."""
    return [_read(path) for path in sorted(FOLDER.glob("*.yaml"))]


def skeleton(key: str) -> Skeleton | None:
    """The one of that key, if any."""
    return next((one for one in skeletons() if one.key == key), None)


def skeletons_for(kind: str) -> list[Skeleton]:
    """Those from which a document of the kind may start."""
    return [one for one in skeletons() if one.kind == kind]


def _read(path: Path) -> Skeleton:
    content = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)  # noqa: S506 - a safe loader
    kind = DocumentKind(content["kind"])
    return Skeleton(content["key"], kind, content["title_vi"], content["title_en"], content["sections"])
