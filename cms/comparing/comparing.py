"""Two issues side by side: sections aligned, then rows and paragraphs, then words."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from cms.comparing.aligning import Item, Pair, align
from cms.comparing.comparison import Comparison, FactComparison, ParagraphComparison, SectionComparison, State
from cms.comparing.files import compare_files
from cms.comparing.lines import line
from cms.comparing.marks import Marker
from cms.comparing.reading import read
from cms.comparing.rows import compare_tables, state_of
from cms.comparing.sides import Fact, Paragraph, Section, Side
from cms.comparing.values import plain
from cms.comparing.words import Words, seen, words_of


def compare(old: Side, new: Side) -> Comparison:
    """What differs between two issues, as a person reads them."""
    marker = Marker()
    body = _compare_bodies(read(old.body), read(new.body), marker)
    sections = [_compare_about(old, new, marker), *body, *compare_files(old.files, new.files, marker)]
    return Comparison(old, new, tuple(replace(section, summary=line(section)) for section in sections))


def summary(comparison: Comparison) -> list[str]:
    """Lines for "what changed", to stand beside the author's own summary."""
    return comparison.summary


def _compare_about(old: Side, new: Side, marker: Marker) -> SectionComparison:
    facts = tuple(_compare_facts(_about(old), _about(new), marker))
    state = State.CHANGED if _differ(facts) else State.UNCHANGED
    return SectionComparison("about", _("About the issue"), state, facts=facts)


def _about(side: Side) -> list[Fact]:
    own = [
        Fact(_("Title in Vietnamese"), words_of(side.title_vi), whole=False, lang="vi"),
        Fact(_("Title in English"), words_of(side.title_en), whole=False, lang="en"),
        Fact(_("Issue"), words_of(side.issue_number), usual=True),
        Fact(_("Amendment"), words_of(side.amendment_number), usual=True),
        Fact(_("In force from"), words_of(plain(side.effective_on)), usual=True),
    ]
    return own + [Fact(seen(label), words_of(plain(value)), not isinstance(value, str)) for label, value in side.facts]


def _compare_bodies(old: Sequence[Section], new: Sequence[Section], marker: Marker) -> list[SectionComparison]:
    counted = Counter(section.kind for section in old), Counter(section.kind for section in new)
    once = {kind for kind in counted[0] | counted[1] if max(count[kind] for count in counted) == 1}
    before, after = ([_section_item(section, once) for section in side] for side in (old, new))
    pairs = align(before, after, marker.allowance)
    return [_compare_pair(old, new, pair, place, marker) for place, pair in enumerate(pairs, start=1)]


def _section_item(section: Section, once: set[str]) -> Item:
    words = section.words
    key = section.kind if section.kind in once else section.heading
    return Item(words, key, section.identity, frozenset(word.casefold() for word in words), section.kind)


def _compare_pair(
    old: Sequence[Section], new: Sequence[Section], pair: Pair, place: int, marker: Marker
) -> SectionComparison:
    before = old[pair.old] if pair.old is not None else None
    after = new[pair.new] if pair.new is not None else None
    known = after or before or Section("", "")
    none = Section(known.kind, known.title)
    parts = _compare_parts(before or none, after or none, marker)
    edited = _differ([*parts["facts"], *parts["paragraphs"]]) or any(table.changed for table in parts["tables"])
    state = state_of(before is not None, after is not None, moved=pair.moved, edited=edited)
    same_look = before is None or after is None or before.raw == after.raw
    return SectionComparison(
        f"section-{place}",
        known.heading or known.title,
        state,
        **parts,
        moved=pair.moved,
        look_only=not edited and not same_look,
    )


def _compare_parts(old: Section, new: Section, marker: Marker) -> dict[str, Any]:
    return {
        "facts": tuple(_compare_facts(old.facts, new.facts, marker)),
        "paragraphs": tuple(_compare_paragraphs(old.paragraphs, new.paragraphs, marker)),
        "tables": compare_tables(old.tables, new.tables, marker),
    }


def _differ(parts: Iterable[FactComparison | ParagraphComparison]) -> bool:
    return any(part.state != State.UNCHANGED for part in parts)


def _compare_facts(old: Sequence[Fact], new: Sequence[Fact], marker: Marker) -> list[FactComparison]:
    """By their names, in the new order; what neither side filled in is left out."""
    waiting: dict[str, list[Fact]] = defaultdict(list)
    for fact in old:
        waiting[fact.label].append(fact)
    pairs = [(waiting[fact.label].pop(0) if waiting[fact.label] else None, fact) for fact in new]
    pairs += [(fact, None) for facts in waiting.values() for fact in facts]  # type: ignore[misc]  # gone
    filled = [(before, after) for before, after in pairs if (before and before.words) or (after and after.words)]
    return [_compare_fact(before, after, marker) for before, after in filled]


def _compare_fact(old: Fact | None, new: Fact | None, marker: Marker) -> FactComparison:
    known = new or old
    assert known is not None
    before, after = old.value if old else "", new.value if new else ""
    marked = marker.between(words_of(before), words_of(after), whole=known.whole)
    state = state_of(bool(before), bool(after), edited=marked.changed)
    words = str(old.words) if old else "", str(new.words) if new else ""
    return FactComparison(known.label, marked.html, state, *words, known.unit, known.usual, known.lang, known.short)


def _compare_paragraphs(
    old: Sequence[Paragraph], new: Sequence[Paragraph], marker: Marker
) -> Iterable[ParagraphComparison]:
    befores, afters = ([Item(p.words.words, bag=p.words.bag) for p in side] for side in (old, new))
    for pair in align(befores, afters, marker.allowance):
        before = old[pair.old] if pair.old is not None else None
        after = new[pair.new] if pair.new is not None else None
        marked = marker.between(before.words if before else Words(), after.words if after else Words())
        state = state_of(before is not None, after is not None, moved=pair.moved, edited=marked.changed)
        shown_as = (after or before or Paragraph("text", Words())).shown_as
        yield ParagraphComparison(shown_as, marked.html, state, marked.changed, marked.cut, marked.put)
