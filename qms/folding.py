"""Vietnamese text folded for search and for order."""

import re
import unicodedata

_MARKS = re.compile("[\u0300-\u034e\u0350-\u036f]+")  # those of Latin letters; U+034F joins and is no mark
ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_ALPHABET = {letter: f"{index:02d}" for index, letter in enumerate(ALPHABET, 10)}
_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}


class _Unmarked(dict[int, int | None]):
    """Characters by code, marks by None; each is looked up once: folding is part of every save."""

    def __missing__(self, code: int) -> int | None:
        self[code] = None if unicodedata.combining(chr(code)) else code
        return self[code]


_UNMARKED = _Unmarked()


def fold(text: str) -> str:
    """Lower case without marks, đ as d: what "khac phuc" and "khắc phục" have in common."""
    if text.isascii():
        return text.lower()
    bare = _MARKS.sub("", unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "d")))
    return bare.lower() if bare.isascii() else bare.translate(_UNMARKED).lower()


def sort_key(text: str, length: int = 200) -> str:
    """A key whose plain order is the Vietnamese order: letters first (a ă â … d đ …), tones after."""
    letters, tones = [], []
    for char in unicodedata.normalize("NFC", text.lower()):
        parts = unicodedata.normalize("NFD", char)
        tone = "".join(_TONES[mark] for mark in parts if mark in _TONES)
        base = unicodedata.normalize("NFC", "".join(mark for mark in parts if mark not in _TONES))
        letters.append(_ALPHABET.get(base, "~" + base if base.isalpha() else base))
        tones.append(tone or "0")
    return ("".join(letters) + "!" + "".join(tones))[:length]
