"""What changed, in words: one line a section, "Steps: 1 changed, 2 added; time 12 > 10 working days"."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.comparing.comparison import FactComparison, SectionComparison, State, TableComparison


def line(section: SectionComparison) -> str:
    """The section's line, or nothing when there is nothing to tell."""
    told = "; ".join(_told(section)) if section.changed else ""
    return _("%(section)s: %(changes)s") % {"section": section.title, "changes": told} if told else ""


def _told(section: SectionComparison) -> Iterator[str]:
    if section.state == State.ADDED:
        yield _("new section")
        return
    if section.state == State.REMOVED:
        yield _("section removed")
        return
    if section.moved:
        yield _("moved")
    yield from _words(section)
    for table in section.tables:
        if table.changed:
            named = len(section.tables) > 1
            told = _rows(table)
            yield _("%(section)s: %(changes)s") % {"section": table.title, "changes": told} if named else told
    for fact in section.facts:
        if fact.state != State.UNCHANGED and not fact.usual:
            yield _fact(fact)


def _words(section: SectionComparison) -> Iterator[str]:
    put, cut = (sum(getattr(found, name) for found in section.paragraphs) for name in ("put", "cut"))
    moved = sum(found.state == State.MOVED for found in section.paragraphs)
    parts = []
    if put:
        parts.append(ngettext("%(count)s word added", "%(count)s words added", put) % {"count": put})
    if cut:
        parts.append(ngettext("%(count)s word removed", "%(count)s words removed", cut) % {"count": cut})
    if moved:
        parts.append(ngettext("%(count)s paragraph moved", "%(count)s paragraphs moved", moved) % {"count": moved})
    if parts:
        yield ", ".join(parts)


def _rows(table: TableComparison) -> str:
    said = {
        (State.CHANGED, True): _("%(count)s changed"),
        (State.ADDED, False): _("%(count)s added"),
        (State.REMOVED, False): _("%(count)s removed"),
        (State.MOVED, False): _("%(count)s moved"),
        (State.MOVED, True): _("%(count)s moved and changed"),
    }
    return ", ".join(text % {"count": table.counts[what]} for what, text in said.items() if table.counts[what])


def _fact(fact: FactComparison) -> str:
    none, name = _("none"), fact.short or fact.label
    told = _("%(name)s %(before)s > %(after)s")
    if len(fact.before) + len(fact.after) > 120:
        return _("%(name)s changed") % {"name": name}
    values = {"name": name, "before": fact.before or none, "after": fact.after or none}
    return f"{told % values} {fact.unit}".strip()
