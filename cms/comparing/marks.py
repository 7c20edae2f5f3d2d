"""Words as safe HTML in which what went is <del> and what came is <ins>, for eyes and for ears."""

from dataclasses import dataclass
from functools import cached_property

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from cms.comparing.words import Allowance, Change, Words, changes


@dataclass(frozen=True)
class Marked:
    """Two texts in one: the HTML, and how many words went and came."""

    html: SafeString = SafeString("")
    cut: int = 0
    put: int = 0

    @property
    def changed(self) -> bool:
        return bool(self.cut or self.put)


class Marker:
    """Marks the differences of many texts within one allowance."""

    def __init__(self) -> None:
        self.allowance = Allowance()

    def between(self, old: Words, new: Words, *, whole: bool = False, spoken: bool = True) -> Marked:
        """The new text with what changed since the old; `whole`: a value is replaced, not mended."""
        if old.words == new.words:
            return Marked(_safe(escape(str(new))))
        if whole or not old or not new:
            found = [(False, 0, len(old.words), 0, len(new.words))]
        else:
            found = changes(old, new, self.allowance)
        parts = [self._stretch(old, new, change, spoken=spoken) for change in found]
        changed = [change for change in found if not change[0]]
        cut, put = sum(c[2] - c[1] for c in changed), sum(c[4] - c[3] for c in changed)
        return Marked(_safe("".join(parts).strip()), cut, put)

    def _stretch(self, old: Words, new: Words, change: Change, *, spoken: bool) -> str:
        equal, i, j, k, m = change
        if equal:
            return (_space(new, k, m) or _space(old, i, j)) + escape(new.text(k, m))
        marks = []
        if j > i:
            marks.append(_space(old, i, j) + self._mark("del", old.text(i, j), spoken=spoken))
        if m > k:
            marks.append(_space(new, k, m) + self._mark("ins", new.text(k, m), spoken=spoken))
        return "".join(marks)

    def _mark(self, name: str, text: str, *, spoken: bool) -> str:
        said = self._said[name] if spoken else ""
        return f"<{name}>{said}{escape(text)}</{name}>"

    @cached_property
    def _said(self) -> dict[str, str]:
        """What a screen reader says before marked words, in the reader's own language."""
        hidden = '<span class="visually-hidden" lang="{}">{} </span>'
        language = get_language() or "vi"
        return {
            "del": format_html(hidden, language, gettext("[removed:]")),
            "ins": format_html(hidden, language, gettext("[added:]")),
        }


def _space(words: Words, start: int, stop: int) -> str:
    return words.gaps[start] if stop > start else ""


def _safe(markup: str) -> SafeString:
    """Only called on escaped words and our own marks."""
    return SafeString(markup)
