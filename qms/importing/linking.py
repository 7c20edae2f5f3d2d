"""What cells of a register name: units and people within reach, clauses of loaded editions."""

import re
from collections import defaultdict
from typing import Any

from django.utils.translation import gettext as _

from qms import clock
from qms.importing.clause_text import ClauseText
from qms.importing.text import composed, fold
from qms.importing.values import slips
from qms.models.organisation import Unit
from qms.models.people import User
from qms.models.reach import UnitPath
from qms.models.standards import Clause, Edition

STANDARD = re.compile(r"(\d{4,5})(?:\D{1,3}((?:19|20)\d{2}))?")
CITED = re.compile(r"^(?:(?P<edition>\S+:\d{4})\s+)?(?P<number>[A-Za-z0-9]+(?:\.[A-Za-z0-9]+)*)$")
LONGEST = 80  # characters of ClauseReference.written_as
SHORTEST_GUESS, LONG_NAME, MOST_GUESSES = 4, 8, 500


def as_written(text: str) -> str:
    """For comparing names: composed, one blank between words, case aside; accents count."""
    return " ".join(composed(text).split()).casefold()


class Names:
    """Keys by name: first exactly, then, for a text written without accents, by the folded name."""

    def __init__(self) -> None:
        self.exact: dict[str, set[int]] = defaultdict(set)
        self.folded: dict[str, set[int]] = defaultdict(set)
        self.spelling: dict[int, str] = {}
        self.guesses: dict[str, str | None] = {}

    def add(self, key: int, *names: str) -> None:
        """A thing with the names that people write for it; the last of them is how it is suggested."""
        self.spelling[key] = [name for name in names if name][-1] if any(names) else ""
        for name in filter(None, names):
            self.exact[as_written(name)].add(key)
            self.folded[fold(name)].add(key)

    def found(self, text: str) -> set[int]:
        """Keys of what the text may name."""
        exact = self.exact.get(as_written(text), set())
        if exact or not text.isascii():
            return exact
        return self.folded.get(fold(text), set())

    def nearest(self, text: str) -> str | None:
        """The one name that differs from the text by a slip or two, or only in accents; None where several do."""
        folded = fold(text)
        if folded not in self.guesses:
            self.guesses[folded] = self.guess(folded) if len(self.guesses) < MOST_GUESSES else None
        return self.guesses[folded]

    def guess(self, folded: str) -> str | None:
        """Compares with each name, so it is asked once for each text and not without end."""
        if len(folded) < SHORTEST_GUESS:
            return None
        most = 1 if len(folded) < LONG_NAME else 2
        near = {name for name in self.folded if figures(name) == figures(folded) and slips(folded, name) <= most}
        keys = {key for name in near for key in self.folded[name]}
        return self.spelling[next(iter(keys))] if len(keys) == 1 else None


def figures(text: str) -> str:
    """Phòng 1 is no slip of Phòng 2."""
    return "".join(filter(str.isdigit, text))


class UnitFinder:
    """Units that the person may name; those at or below the owner come first."""

    def __init__(self, by: Any, owner: Any, further: dict[str, str]) -> None:
        inside = set(UnitPath.objects.filter(ancestor_id=owner.pk, inside=True).values_list("unit_id", flat=True))
        self.near, self.far, codes = Names(), Names(), {}
        for key, code, name_vi, name_en in Unit.objects.visible_to(by).values_list("pk", "code", "name_vi", "name_en"):
            codes[as_written(code)] = key
            for names in (self.near, self.far) if key in inside else (self.far,):
                names.add(key, code, name_en, name_vi)
        self.further = {as_written(text): codes.get(as_written(code)) for text, code in further.items()}

    def find(self, text: str) -> int | None:
        """The key of the one unit that the text names, or None."""
        if as_written(text) in self.further:
            return self.further[as_written(text)]
        for names in (self.near, self.far):
            found = names.found(text)
            if found:
                return next(iter(found)) if len(found) == 1 else None
        return None

    def suggest(self, text: str) -> str | None:
        """The unit within reach that may be meant by a text that names none."""
        return self.near.nearest(text) or self.far.nearest(text)


class PersonFinder:
    """People who work in units that the person may name."""

    def __init__(self, by: Any) -> None:
        self.names = Names()
        people = User.objects.people()
        if not by.is_system:
            people = people.working_in(Unit.objects.visible_to(by).values("pk"), clock.today())
        for key, username, full_name in people.values_list("pk", "username", "full_name"):
            self.names.add(key, username, full_name)

    def find(self, text: str) -> int | None:
        """The key of the one person whom the text names, or None."""
        found = self.names.found(text)
        return next(iter(found)) if len(found) == 1 else None

    def suggest(self, text: str) -> str | None:
        """The person within reach who may be meant by a text that names nobody."""
        return self.names.nearest(text)


class ClauseFinder:
    """Clauses of the loaded editions by edition code and number."""

    def __init__(self, default: str = "") -> None:
        self.editions = {edition.code: edition.pk for edition in Edition.objects.select_related("standard")}
        self.default = self.code_of(default) if default else ""
        self.clauses: dict[tuple[int, str], int] = {}
        rows = Clause.objects.filter(edition_id__in=self.editions.values())
        for key, edition_id, number in rows.values_list("pk", "edition_id", "number"):
            self.clauses[(edition_id, number)] = key

    def code_of(self, text: str) -> str:
        """ "9001:2015" of "TCVN ISO 9001:2015"; the text itself where a set of criteria is called so; else nothing."""
        text = text.strip()
        if text in self.editions:
            return text
        found = STANDARD.search(text)
        return f"{found.group(1)}:{found.group(2)}" if found and found.group(2) else ""

    def edition_of(self, clause: ClauseText, fallback: str) -> str:
        """The code of the edition that a clause belongs to, or nothing where the sheet does not say."""
        if not clause.edition:
            return fallback
        if clause.edition.isdigit():
            standard = (fallback or self.default or "9001").partition(":")[0]
            return f"{standard}:{clause.edition}"
        return self.code_of(clause.edition) or fallback

    def cite(self, code: str, number: str) -> tuple[int | None, str, str]:
        """(key of the clause or None, how it is written, a warning or nothing)."""
        written = f"{code} {number}".strip()[:LONGEST]
        if not code:
            return (
                None,
                written,
                _("Clause %(clause)s is kept as written: the sheet names no edition.") % {"clause": number},
            )
        if code not in self.editions:
            return (
                None,
                written,
                _("Clause %(clause)s is kept as written: edition %(edition)s is not loaded. It is linked once it is.")
                % {"clause": number, "edition": code},
            )
        key = self.clauses.get((self.editions[code], number))
        if key is None:
            return (
                None,
                written,
                _("Clause %(clause)s is kept as written: %(edition)s has no such clause.")
                % {
                    "clause": number,
                    "edition": code,
                },
            )
        return key, "", ""


def cited_texts(raw: Any) -> list[ClauseText] | None:
    """Clauses as this product writes them ("9001:2015 7.5; 9001:2008 4.2.3"), or None for any other way."""
    if not isinstance(raw, str) or ":" not in raw:
        return None
    parts = [CITED.match(part.strip()) for part in re.split(r"[;\n]", raw) if part.strip()]
    if not parts or not all(parts):
        return None
    return [ClauseText(part.group("edition"), part.group("number")) for part in parts if part]


def no_such(text: str, near: str | None = None) -> str:
    """The same sentence whether it does not exist, is out of reach or is met twice; `near` is within reach."""
    if near:
        return _("“%(text)s” is kept as written: nothing within your reach is called so. Did you mean “%(near)s”?") % {
            "text": text,
            "near": near,
        }
    return _("“%(text)s” is kept as written: nothing within your reach is called exactly so.") % {"text": text}
