"""The numbers that Word draws before paragraphs, counted as Word counts them."""

from typing import Any

from docx.oxml.ns import qn

ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
LEVELS = 9


def value(element: Any, default: str = "") -> str:
    """The w:val of an element that may be missing."""
    return default if element is None else element.get(qn("w:val"), default)


def integer(text: str, default: int = 0) -> int:
    return int(text) if text.lstrip("-").isdigit() and len(text) < 10 else default


def roman(number: int) -> str:
    letters = ""
    for size, sign in ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), *ROMAN):
        while number >= size:
            letters, number = letters + sign, number - size
    return letters


def written(number: int, style: str) -> str:
    """The number in Word's format of that name."""
    number = max(0, min(number, 999))
    if style in ("lowerLetter", "upperLetter"):
        letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1) if number else ""
        return letter.upper() if style == "upperLetter" else letter
    if style in ("lowerRoman", "upperRoman"):
        return roman(number).upper() if style == "upperRoman" else roman(number)
    return f"{number:02d}" if style == "decimalZero" else str(number)


class Numbering:
    """Counts every list of the file as its paragraphs go by."""

    def __init__(self, element: Any = None) -> None:
        self.lists: dict[str, dict[int, Any]] = {}
        self.of_number: dict[str, str] = {}
        self.counters: dict[str, list[int | None]] = {}
        self.restarts: dict[str, dict[int, int]] = {}
        if element is not None:
            self._load(element)

    def _load(self, element: Any) -> None:
        for abstract in element.findall(qn("w:abstractNum")):
            levels = {integer(level.get(qn("w:ilvl"), "0")): level for level in abstract.findall(qn("w:lvl"))}
            self.lists[abstract.get(qn("w:abstractNumId"), "")] = levels
        for number in element.findall(qn("w:num")):
            key = number.get(qn("w:numId"), "")
            self.of_number[key] = value(number.find(qn("w:abstractNumId")))
            for override in number.findall(qn("w:lvlOverride")):
                start = override.find(qn("w:startOverride"))
                if start is not None:
                    level = integer(override.get(qn("w:ilvl"), "0"))
                    self.restarts.setdefault(key, {})[level] = integer(value(start), 1)

    def next(self, number: str, level: int) -> tuple[str, str]:
        """(label, format) of the next paragraph of that list; ("", "") where the list is not known."""
        key = self.of_number.get(number, "")
        levels = self.lists.get(key, {})
        if level not in levels or not 0 <= level < LEVELS:
            return "", ""
        counters = self.counters.setdefault(key, [None] * LEVELS)
        restart = self.restarts.get(number, {}).pop(level, None)
        counters[level] = restart if restart is not None else self._after(counters[level], levels[level])
        counters[level + 1 :] = [None] * (LEVELS - level - 1)
        style = value(levels[level].find(qn("w:numFmt")), "decimal")
        if style in ("bullet", "none"):
            return "", "bullet" if style == "bullet" else ""
        return self._label(levels, counters, level), style

    @staticmethod
    def _after(counter: int | None, level: Any) -> int:
        return integer(value(level.find(qn("w:start")), "1"), 1) if counter is None else counter + 1

    def _label(self, levels: dict[int, Any], counters: list[int | None], level: int) -> str:
        text = value(levels[level].find(qn("w:lvlText")))
        for place in range(level, -1, -1):
            if f"%{place + 1}" in text and place in levels:
                count = counters[place]
                count = self._after(None, levels[place]) if count is None else count
                style = value(levels[place].find(qn("w:numFmt")), "decimal")
                text = text.replace(f"%{place + 1}", written(count, style))
        return text.strip()
