"""Vietnamese text folded for search and for order."""

import unicodedata

_D = str.maketrans("đĐ", "dd")
ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_ALPHABET = {letter: f"{index:02d}" for index, letter in enumerate(ALPHABET, 10)}
_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}


def fold(text: str) -> str:
    """Lower case without marks, đ as d: what "khac phuc" and "khắc phục" have in common."""
    decomposed = unicodedata.normalize("NFD", text.translate(_D))
    return "".join(mark for mark in decomposed if not unicodedata.combining(mark)).lower()


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
