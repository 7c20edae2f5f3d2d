"""Which old row, paragraph or section became which new one: by words, by key, by stored mark, by likeness."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass, field

from cms.comparing.words import Allowance, matches

SIMILAR = 0.5  # share of different words in common from which two rows are one row that changed
MOST_PAIRS = 40_000  # pairs of rows looked at for likeness
NEAR = 10  # places around the same place, where there are more rows than that


@dataclass(frozen=True)
class Item:
    """One of the things in order: its words, what a person knows it by, its stored mark, its different words."""

    content: Hashable
    key: Hashable = ()
    identity: str = ""
    bag: frozenset[str] = field(default_factory=frozenset)
    kind: str = ""


@dataclass(frozen=True)
class Pair:
    """Places of the same thing in the old and in the new order, from 0; None where it is not there."""

    old: int | None
    new: int | None
    moved: bool = False


def align(old: Sequence[Item], new: Sequence[Item], allowance: Allowance) -> list[Pair]:
    """Every item of both sides once, in the new order; what went stands where it was."""
    pairs = _same_in_order(old, new, allowance)
    ways: list[Callable[[Item], Hashable]] = [
        lambda item: (item.kind, item.content),
        lambda item: item.key and (item.kind, item.key),
        lambda item: item.identity and (item.kind, item.identity),
    ]
    for way in ways:
        pairs |= _known_by(old, new, pairs, way)
    pairs |= _similar(old, new, pairs)
    return list(_in_new_order(len(old), len(new), pairs))


def _same_in_order(old: Sequence[Item], new: Sequence[Item], allowance: Allowance) -> dict[int, int]:
    """Items with the same words that kept their order: old place to new place."""
    found = matches([(i.kind, i.content) for i in old], [(i.kind, i.content) for i in new], allowance) or []
    return {i + step: k + step for equal, i, j, k, _m in found if equal for step in range(j - i)}


def _known_by(
    old: Sequence[Item], new: Sequence[Item], pairs: dict[int, int], way: Callable[[Item], Hashable]
) -> dict[int, int]:
    """Of those left, the ones that the same thing is known by on both sides, first with first."""
    waiting: dict[Hashable, list[int]] = defaultdict(list)
    for place in _left(len(new), pairs.values()):
        waiting[way(new[place])].append(place)
    found = {}
    for place in _left(len(old), pairs):
        known = way(old[place])
        if known and waiting.get(known):
            found[place] = waiting[known].pop(0)
    return found


def _left(length: int, taken: object) -> list[int]:
    gone = set(taken)  # type: ignore[call-overload]  # keys or values
    return [place for place in range(length) if place not in gone]


def _similar(old: Sequence[Item], new: Sequence[Item], pairs: dict[int, int]) -> dict[int, int]:
    """Of those left, the most alike first; among equals the nearest."""
    olds, news = _left(len(old), pairs), _left(len(new), pairs.values())
    close = len(olds) * len(news) > MOST_PAIRS
    likes = [
        (-likeness, abs(i - j), olds[i], news[j])
        for i in range(len(olds))
        for j in (range(max(0, i - NEAR), min(len(news), i + NEAR)) if close else range(len(news)))
        if (likeness := _likeness(old[olds[i]], new[news[j]])) >= SIMILAR
    ]
    found: dict[int, int] = {}
    taken: set[int] = set()
    for _unlikeness, _distance, i, j in sorted(likes):
        if i not in found and j not in taken:
            found[i] = j
            taken.add(j)
    return found


def _likeness(old: Item, new: Item) -> float:
    if old.kind != new.kind or not (old.bag or new.bag):
        return 0
    return 2 * len(old.bag & new.bag) / (len(old.bag) + len(new.bag))


def _in_new_order(old_length: int, new_length: int, pairs: dict[int, int]) -> Iterator[Pair]:
    back = {new: old for old, new in pairs.items()}
    stayed = _longest_rising([back[place] for place in range(new_length) if place in back])
    gone = _gone(old_length, pairs, stayed)
    yield from gone.get(-1, [])
    for place in range(new_length):
        before = back.get(place)
        yield Pair(before, place, moved=before is not None and before not in stayed)
        if before is not None:
            yield from gone.get(before, [])


def _gone(old_length: int, pairs: dict[int, int], stayed: set[int]) -> dict[int, list[Pair]]:
    """What went, by the old place of what stood before it and stayed where it was."""
    gone: dict[int, list[Pair]] = defaultdict(list)
    anchor = -1
    for place in range(old_length):
        if place in stayed:
            anchor = place
        elif place not in pairs:
            gone[anchor].append(Pair(place, None))
    return gone


def _longest_rising(places: list[int]) -> set[int]:
    """The longest part of the list that kept its order (patience sorting); the rest moved."""
    ends: list[int] = []
    ends_at: list[int] = []
    before: dict[int, int] = {}
    for place in places:
        pile = bisect_left(ends, place)
        before[place] = ends_at[pile - 1] if pile else -1
        ends[pile : pile + 1] = [place]
        ends_at[pile : pile + 1] = [place]
    kept = set()
    place = ends_at[-1] if ends_at else -1
    while place >= 0:
        kept.add(place)
        place = before[place]
    return kept
