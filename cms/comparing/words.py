"""Text as words and the spaces before them; two texts compared word by word."""

import re
import unicodedata
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from itertools import groupby, pairwise
from typing import Any

UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ud800-\udfff]"
)
"""What nobody sees: control characters, soft hyphens, marks that turn the direction of text, broken halves."""

WORD = re.compile(r"[\w\u0300-\u036f]+(?:[-./][\w\u0300-\u036f]+|(?<=\d),\d+)*|[^\w\s]")
"""A syllable, a code (BM-01, 12/2020/NĐ-CP), a number (2,5) or one mark of punctuation."""

SENTENCE_ENDS = {".", ";", "!", "?"}
DEAREST = 20_000  # pairs of equal words in one comparison, about 5 ms
SAME_TEXT = 0.25  # share of equal words below which two texts are shown whole, one after the other


@dataclass(frozen=True)
class Words:
    """The words of a text in composed letters (NFC), and what stood before each: nothing, a space or a new line."""

    words: tuple[str, ...] = ()
    gaps: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.words)

    def __str__(self) -> str:
        return self.text(0, len(self.words))

    def text(self, start: int, stop: int) -> str:
        """Those words with the spaces between them."""
        pairs = zip(self.gaps[start:stop], self.words[start:stop], strict=True)
        return "".join(part for pair in pairs for part in pair).strip()

    @cached_property
    def bag(self) -> frozenset[str]:
        """The different words, whatever their case."""
        return frozenset(word.casefold() for word in self.words)


def seen(text: Any) -> str:
    """The text without what nobody sees."""
    return UNSEEN.sub("", str(text))


def words_of(text: Any) -> Words:
    """The words of a text."""
    clean = unicodedata.normalize("NFC", seen(text))
    found = list(WORD.finditer(clean))
    gaps = (_gap(clean[before.end() : after.start()]) for before, after in pairwise(found))
    return Words(tuple(match[0] for match in found), ("", *gaps)[: len(found)])


def _gap(space: str) -> str:
    return "\n" if "\n" in space else space and " "


Change = tuple[bool, int, int, int, int]
"""Equal or not, start and stop in the old words, start and stop in the new."""


class Allowance:
    """How much work one comparison may still do before it looks less closely."""

    def __init__(self, pairs: int = 400_000) -> None:
        self.pairs = pairs

    def covers(self, old: Sequence[Hashable], new: Sequence[Hashable]) -> bool:
        """Pay for comparing these two closely, if that can be afforded."""
        counted = Counter(new)
        price = sum(count * counted[word] for word, count in Counter(old).items())
        affordable = price <= min(DEAREST, self.pairs)
        self.pairs -= price if affordable else 0
        return affordable


def changes(old: Words, new: Words, allowance: Allowance) -> list[Change]:
    """Stretches of words, equal or changed by turns, which together cover both texts."""
    found = list(_joined(_closely(old, new, allowance)))
    shared = sum(stop - start for equal, start, stop, _from, _to in found if equal)
    if shared < SAME_TEXT * max(len(old.words), len(new.words)):
        return [(False, 0, len(old.words), 0, len(new.words))]
    return list(_joined(_calmed(found)))


def matches(old: Sequence[Hashable], new: Sequence[Hashable], allowance: Allowance) -> list[Change] | None:
    """The standard library's opcodes, or None where they would cost too much."""
    head, tail = _ends(old, new)
    middle_old, middle_new = old[head : len(old) - tail], new[head : len(new) - tail]
    if not allowance.covers(middle_old, middle_new):
        return None
    codes = SequenceMatcher(None, middle_old, middle_new, autojunk=False).get_opcodes()
    moved = [(code[0] == "equal", *(place + head for place in code[1:])) for code in codes]
    last = (True, len(old) - tail, len(old), len(new) - tail, len(new))
    return [(True, 0, head, 0, head), *moved, last]  # type: ignore[list-item]  # four places each


def _ends(old: Sequence[Hashable], new: Sequence[Hashable]) -> tuple[int, int]:
    """How many are the same at the beginning and, after that, at the end."""
    shorter = min(len(old), len(new))
    head = next((place for place in range(shorter) if old[place] != new[place]), shorter)
    rest = shorter - head
    tail = next((place for place in range(rest) if old[-1 - place] != new[-1 - place]), rest)
    return head, tail


def _closely(old: Words, new: Words, allowance: Allowance) -> list[Change]:
    """Word by word; a text too long for that sentence by sentence first; else what is between equal ends."""
    found = matches(old.words, new.words, allowance)
    if found is None:
        found = _by_sentence(old, new, allowance)
    if found is None:
        head, tail = _ends(old.words, new.words)
        stops = len(old.words) - tail, len(new.words) - tail
        changed = (False, head, stops[0], head, stops[1])
        found = [(True, 0, head, 0, head), changed, (True, stops[0], len(old.words), stops[1], len(new.words))]
    return found


def _by_sentence(old: Words, new: Words, allowance: Allowance) -> list[Change] | None:
    starts, old_starts = list(_sentences(new)), list(_sentences(old))
    texts = [new.words[start:stop] for start, stop in pairwise(starts)]
    old_texts = [old.words[start:stop] for start, stop in pairwise(old_starts)]
    found = matches(old_texts, texts, allowance)
    if found is None:
        return None
    inside: list[Change] = []
    for equal, i, j, k, m in found:
        change = (equal, old_starts[i], old_starts[j], starts[k], starts[m])
        inside += [change] if equal else _within(old, new, change, allowance)
    return inside


def _within(old: Words, new: Words, change: Change, allowance: Allowance) -> list[Change]:
    _equal, i, j, k, m = change
    found = matches(old.words[i:j], new.words[k:m], allowance)
    if found is None:
        return [change]
    return [(equal, a + i, b + i, c + k, d + k) for equal, a, b, c, d in found]


def _sentences(words: Words) -> Iterator[int]:
    """Where sentences start, and where the last one stops."""
    yield 0
    for place in range(1, len(words.words)):
        if words.words[place - 1] in SENTENCE_ENDS or words.gaps[place] == "\n":
            yield place
    if words:
        yield len(words.words)


def _calmed(found: list[Change]) -> Iterator[Change]:
    """A word or two that happen to be equal between bigger changes would only hide what changed."""
    for place, (equal, i, j, k, m) in enumerate(found):
        around = [found[near] for near in (place - 1, place + 1) if 0 <= near < len(found)]
        lost = equal and len(around) == 2 and all(2 * (j - i) <= _size(change) for change in around)
        yield (equal and not lost, i, j, k, m)


def _size(change: Change) -> int:
    return max(change[2] - change[1], change[4] - change[3])


def _joined(found: Any) -> Iterator[Change]:
    """Neighbours of one sort as one, empty ones left out."""
    full = (change for change in found if change[2] > change[1] or change[4] > change[3])
    for equal, group in groupby(full, key=lambda change: change[0]):
        run = list(group)
        yield (equal, run[0][1], run[-1][2], run[0][3], run[-1][4])
