"""People named in a text by @ and their user name."""

import re
from typing import Any

from qms.forms.fields import people_in_reach
from qms.reaching import reaches

NAMED = re.compile(r"(?<![\w@.])@([\w.+-]*\w)")
"""A user name after an @ that begins a word: addresses of mail are none."""

MOST = 20  # people named in one text


def names_in(text: str) -> list[str]:
    """The user names typed, each once, in their order."""
    return list(dict.fromkeys(NAMED.findall(text)))


def people_named(text: str, by: Any) -> list[Any]:
    """The people named whom the writer may name."""
    names = names_in(text)
    return list(people_in_reach(by).filter(username__in=names).order_by("pk").distinct()) if names else []


def who_reach(people: list[Any], record: Any) -> tuple[list[Any], list[Any]]:
    """Those of the people who reach the record, and those who do not: a mention gives no access."""
    told = [person for person in people if reaches(person, record)]
    return told, [person for person in people if person not in told]
