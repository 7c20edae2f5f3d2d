"""Where the record of a new requirement begins: rooms register which clause leads to which form."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch

from qms.policy import Text


@dataclass(frozen=True)
class Starter:
    """A link from clauses whose number fits `pattern` to the place where what they ask for is recorded.

    url(holder): the address for a holder in a transition. done(holders): how many records each holder's unit has, by
    the key of the unit, so that the page can say what stands already.
    """

    pattern: str
    label: Text
    url: Callable[[Any], str]
    done: Callable[[Any], dict[int, int]] = lambda holders: {}
    standard: str = "9001"

    def fits(self, clause: Any) -> bool:
        """Whether it belongs to the clause."""
        return clause.edition.standard.code == self.standard and bool(re.fullmatch(self.pattern, clause.number))


STARTERS: list[Starter] = []


def register_starter(starter: Starter) -> None:
    """Offer it on the pages of the clauses that it fits."""
    if starter not in STARTERS:
        STARTERS.append(starter)


def starters_of(holder: Any, clause: Any) -> list[dict[str, Any]]:
    """Links for one clause, each with the number of records that stand; a room without its pages offers none."""
    found = []
    for starter in STARTERS:
        if not starter.fits(clause):
            continue
        try:
            url = starter.url(holder)
        except NoReverseMatch:
            continue
        found.append({"label": starter.label, "url": url, "count": starter.done([holder]).get(holder.unit_id, 0)})
    return found
