"""A list of successions as somebody writes it: one line for each old unit and each of its successors."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from qms import clock
from qms.correspondences.words import own_words, plain
from qms.enums import SuccessionKind
from qms.models.organisation import QMSHolding, Unit
from qms.models.reach import UnitPath
from qms.models.succession import UnitSuccession

MOST = 300  # lines


@dataclass(frozen=True)
class Asked:
    """From the day on, the successor answers for what was the unit's; without one, nobody does."""

    unit: Unit
    successor: Unit | None
    kind: str


def read_lines(text: str, units: Any) -> tuple[list[Asked], list[str]]:
    """(what is asked for, a sentence for each line that cannot be read).

    A line: `OLD > NEW`, `OLD > NEW; what happened`, or `OLD` for one that ends without a successor. Two lines with
    the same old unit split it; two with the same successor merge into it.
    """
    codes = {unit.code.casefold(): unit for unit in units}
    asked: list[Asked] = []
    faults: list[str] = []
    lines = [(place, line.strip()) for place, line in enumerate(text.splitlines(), 1) if line.strip()]
    if len(lines) > MOST:
        return [], [_("At most %(most)d lines at once.") % {"most": MOST}]
    for place, line in lines:
        one, sentence = _read_line(line, codes)
        if one is not None:
            asked.append(one)
        else:
            faults.append(_("Line %(line)d: %(sentence)s") % {"line": place, "sentence": sentence})
    return with_kinds(asked), faults


def _read_line(line: str, codes: dict[str, Unit]) -> tuple[Asked | None, str]:
    pair, _semicolon, word = line.partition(";")
    old, _arrow, new = pair.replace("→", ">").replace("->", ">").partition(">")
    kind = own_words(dict(SuccessionKind.choices)).get(plain(word), "") if word.strip() else ""
    if word.strip() and not kind:
        allowed = ", ".join(str(label) for label in SuccessionKind.labels)
        return None, _("“%(word)s” is not known. Use one of: %(allowed)s.") % {"word": word.strip(), "allowed": allowed}
    for code in filter(None, (old.strip(), new.strip())):
        if code.casefold() not in codes:
            return None, _("there is no unit “%(code)s”.") % {"code": code}
    if not old.strip():
        return None, _("the old unit is missing.")
    return Asked(codes[old.strip().casefold()], codes.get(new.strip().casefold()), kind), ""


def with_kinds(asked: Iterable[Asked]) -> list[Asked]:
    """What happened, told by the list itself where the line does not say."""
    listed = list(asked)
    heirs, sources = _counted(listed)
    standing = _with_records(listed)
    return [
        one if one.kind else Asked(one.unit, one.successor, _kind(one, heirs[one.unit.pk], sources, standing))
        for one in listed
    ]


def _counted(asked: list[Asked]) -> tuple[dict[int, int], dict[int, int]]:
    heirs: dict[int, int] = defaultdict(int)
    sources: dict[int, int] = defaultdict(int)
    for one in asked:
        heirs[one.unit.pk] += 1
        if one.successor is not None:
            sources[one.successor.pk] += 1
    return heirs, sources


def _with_records(asked: list[Asked]) -> set[int]:
    """Successors that run a system of their own already: what comes to them is merged into it, not renamed."""
    keys = {one.successor.pk for one in asked if one.successor is not None}
    return set(QMSHolding.objects.filter(unit_id__in=keys).values_list("unit_id", flat=True))


def _kind(one: Asked, heirs: int, sources: dict[int, int], standing: set[int]) -> str:
    if one.successor is None:
        return str(SuccessionKind.ENDED)
    if heirs > 1:
        return str(SuccessionKind.SPLIT)
    merged = sources[one.successor.pk] > 1 or one.successor.pk in standing
    return str(SuccessionKind.MERGED if merged else SuccessionKind.RENAMED)


def faults_of(asked: list[Asked], on_day: dt.date) -> list[str]:
    """Why it cannot be so: every reason at once."""
    said = [sentence for one in asked for sentence in _unit_faults(one, on_day)]
    if on_day > clock.today():
        said.insert(0, _("The day has not come yet: record it on the day or later."))
    if not asked:
        said.append(_("Name at least one unit."))
    ending = {one.unit.pk for one in asked}
    below = set(UnitPath.objects.filter(ancestor_id__in=ending, depth__gt=0).values_list("unit_id", flat=True))
    for one in asked:
        names = {"unit": one.unit.code, "successor": one.successor.code if one.successor else ""}
        if one.successor is not None and one.successor.pk in ending:
            said.append(_("%(successor)s ends in the same list; it cannot take over %(unit)s.") % names)
        elif one.successor is not None and one.successor.pk in below:
            said.append(_("%(successor)s stands below a unit that ends; move it first.") % names)
    return list(dict.fromkeys([*said, *_list_faults(asked)]))


def _unit_faults(one: Asked, on_day: dt.date) -> list[str]:
    names = {
        "unit": one.unit.code,
        "successor": one.successor.code if one.successor else "",
        "day": f"{on_day:%d/%m/%Y}",
    }
    said = []
    if one.unit.valid_from >= on_day:
        said.append(_("%(unit)s begins only on %(day)s or later.") % names)
    if one.unit.valid_to is not None and one.unit.valid_to < on_day - dt.timedelta(days=1):
        said.append(_("%(unit)s ended before %(day)s already.") % names)
    if one.successor is None:
        if one.kind != SuccessionKind.ENDED:
            said.append(_("%(unit)s: name the successor, or say that it ended.") % names)
        return said
    if one.kind == SuccessionKind.ENDED:
        said.append(_("%(unit)s: one that ended has no successor.") % names)
    if one.successor.valid_from > on_day:
        said.append(_("%(successor)s begins only after %(day)s.") % names)
    if one.successor.valid_to is not None and one.successor.valid_to < on_day:
        said.append(_("%(successor)s ended before %(day)s.") % names)
    return said


def _list_faults(asked: list[Asked]) -> list[str]:
    said, pairs = [], [(one.unit.pk, one.successor.pk if one.successor else None) for one in asked]
    units = {one.unit.pk: one.unit for one in asked}
    for key, unit in units.items():
        own = [pair for pair in pairs if pair[0] == key]
        if len(own) != len(set(own)) or (len(own) > 1 and (key, None) in own):
            said.append(_("%(unit)s: its lines contradict each other.") % {"unit": unit.code})
    standing = UnitSuccession.objects.filter(unit_id__in=units, ended_at=None).select_related("unit")
    for row in standing:
        sentence = _("%(unit)s: what became of it is recorded already; take that back first.")
        said.append(sentence % {"unit": row.unit.code})
    return said
