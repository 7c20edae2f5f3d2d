"""Where a search found its words: a short passage of the text of an issue, around the first of them."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Case, F, IntegerField, QuerySet, Value, When
from django.db.models.functions import Greatest, Length, StrIndex, Substr

from qms.folding import fold

BEFORE, AFTER = 70, 130  # characters round the word
SLACK = 120  # characters read beyond, where folding changed the length

Pieces = list[tuple[str, bool]]
"""Text in parts; the second value says whether the part is a word looked for."""


def search_words(text: str) -> list[str]:
    """The folded words of a search, as lists search for them."""
    return fold(text).split()[:8]


def passages(records: Iterable[Any], issues: QuerySet, words: Sequence[str]) -> dict[int, Pieces]:
    """A passage by key of the document, for those whose number and titles do not hold all the words.

    `issues`: those whose text was searched. One query; a second where a text is not in composed letters.
    """
    sought = {one.pk: missing for one in records if (missing := _missing(one.search_text, words))}
    if not sought:
        return {}
    found: dict[int, Pieces] = {}
    unclear = []
    for row in _windows(issues, sought):
        if row["at"] and row["document_id"] not in found:
            pieces = passage(row["window"], sought[row["document_id"]], words, begins=row["start"] <= 1)
            if pieces:
                found[row["document_id"]] = pieces
            else:
                unclear.append(row["pk"])
    if unclear:
        for key, text in issues.filter(pk__in=unclear).values_list("document_id", "body_text"):
            found.setdefault(key, passage(text, sought[key], words, begins=True))
    return found


def _missing(folded: str, words: Sequence[str]) -> str:
    """The first word that the folded text does not hold."""
    return next((word for word in words if word not in folded), "")


def _windows(issues: QuerySet, sought: dict[int, str]) -> Any:
    """The part of each text round the word that is missed in number and titles: found by the folded text."""
    keys: dict[str, list[int]] = {}
    for key, word in sought.items():
        keys.setdefault(word, []).append(key)
    places = [When(document_id__in=ids, then=StrIndex("search_text", Value(word))) for word, ids in keys.items()]
    rows = issues.filter(document_id__in=list(sought)).order_by("document_id", "-effective_on", "-pk")
    rows = rows.annotate(at=Case(*places, default=Value(0), output_field=IntegerField()))
    titles = Length("title_vi") + Length("title_en") + 2
    start = Greatest(F("at") - titles - BEFORE - SLACK, 1)
    window = Substr("body_text", start, BEFORE + AFTER + 2 * SLACK)
    return rows.annotate(start=start, window=window).values("pk", "document_id", "at", "start", "window")


def passage(text: str, word: str, words: Sequence[str], *, begins: bool) -> Pieces:
    """The text round the word in parts; nothing where it does not stand there. `begins`: the text is not cut off."""
    folded = fold(text)
    places = range(len(text)) if len(folded) == len(text) else _places(text)
    at = folded.find(word)
    if at < 0:
        return []
    at = places[at]
    start, end = max(0, at - BEFORE), min(len(text), at + AFTER)
    front, back = text[start:at], text[at:end]
    if start or not begins:
        front = f"… {front.partition(' ')[2]}"
    if end < len(text):
        back = f"{back.rpartition(' ')[0] or back} …"
    return marked(front + back, words)


def _places(text: str) -> list[int]:
    """For each character of the folded text, where it comes from."""
    return [place for place, char in enumerate(text) for _part in fold(char)]


def marked(text: str, words: Sequence[str]) -> Pieces:
    """The text split at the words looked for."""
    folded = fold(text)
    places = range(len(text)) if len(folded) == len(text) else _places(text)
    pieces: Pieces = []
    done = 0
    for hit in re.finditer("|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)), folded):
        start = places[hit.start()]
        end = places[hit.end()] if hit.end() < len(places) else len(text)
        if start > done:
            pieces.append((text[done:start], False))
        pieces.append((text[start:end], True))
        done = end
    return [*pieces, (text[done:], False)] if done < len(text) else pieces
