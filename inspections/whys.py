"""5 whys as a chain that can branch: how it is stored, read, numbered and put together again.

Stored flat while nobody branched it (`["answer", "answer to that"]`), else as nested links
(`[{"why": "answer", "whys": [...]}]`). Both are read; what does not branch is written flat.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _


@dataclass
class Why:
    """One answer, and the answers to why that is so. `level` counts from 1; `mark` tells apart those of a level."""

    text: str
    whys: list["Why"] = field(default_factory=list)
    level: int = 1
    mark: str = ""

    @property
    def label(self) -> str:
        """What it is called: why 2, or why 2b where the chain branches."""
        return _("Why %(number)s") % {"number": f"{self.level}{self.mark}"}


def read_whys(chain: Any) -> list[Why]:
    """The tree of a stored chain, numbered; links of other methods are passed over."""
    return numbered(_read(list(chain or [])))


def _read(links: Sequence[Any]) -> list[Why]:
    texts = [link for link in links if isinstance(link, str)]
    nested = [Why(str(link["why"]), _read(link.get("whys") or [])) for link in links if _is_nested(link)]
    below: list[Why] = []
    for text in reversed(texts):
        below = [Why(text, below)]
    return below + nested


def _is_nested(link: Any) -> bool:
    return isinstance(link, dict) and "why" in link


def numbered(roots: list[Why]) -> list[Why]:
    """Give each answer its level, and letters where a level has several."""
    for one, level in _deep(roots, 1):
        one.level = level
    counts = Counter(one.level for one in in_order(roots))
    met: Counter[int] = Counter()
    for one in in_order(roots):
        one.mark = letters(met[one.level]) if counts[one.level] > 1 else ""
        met[one.level] += 1
    return roots


def letters(place: int) -> str:
    """a, b, ... z, aa, ab."""
    return (letters(place // 26 - 1) if place >= 26 else "") + chr(ord("a") + place % 26)


def _deep(whys: Sequence[Why], level: int) -> Iterator[tuple[Why, int]]:
    for one in whys:
        yield one, level
        yield from _deep(one.whys, level + 1)


def in_order(whys: Sequence[Why]) -> Iterator[Why]:
    """Every answer, each before the answers below it."""
    return (one for one, _level in _deep(whys, 1))


def stored(roots: Sequence[Why]) -> list[Any]:
    """The chain as it is stored: flat where nothing branches."""
    flat: list[Any] = []
    here = list(roots)
    while len(here) == 1:
        flat.append(here[0].text)
        here = here[0].whys
    return flat if not here else [_nested(one) for one in roots]


def _nested(one: Why) -> dict[str, Any]:
    return {"why": one.text, "whys": [_nested(below) for below in one.whys]}
