"""Rich text as its paragraphs: the kind of each, and its words."""

import re
from html.parser import HTMLParser

import nh3

from cms.comparing.words import seen

BLOCKS = frozenset(
    {"p", "h2", "h3", "h4", "li", "div", "td", "th", "dt", "dd", "blockquote", "ul", "ol", "tr", "table"}
)
SHOWN_AS = {"h2": "heading", "h3": "heading", "h4": "heading", "li": "item"}


def paragraphs(markup: str) -> list[tuple[str, str]]:
    """(text, heading or item; plain text) of each paragraph that has any words."""
    reader = _Paragraphs()
    reader.feed(nh3.clean(seen(markup), tags={*BLOCKS, "br"}, attributes={}, link_rel=None))
    reader.close()
    reader.end()
    return reader.found


class _Paragraphs(HTMLParser):
    """A new paragraph at every block, opened or closed."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, str]] = []
        self.shown_as = "text"
        self.parts: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag == "br":
            self.parts.append("\n")
        elif not (tag == "p" and self.shown_as == "item" and not self._text()):
            self.end()
            self.shown_as = SHOWN_AS.get(tag, "text")

    def handle_endtag(self, tag: str) -> None:
        if tag in BLOCKS:
            self.end()

    def handle_data(self, data: str) -> None:
        self.parts.append(re.sub(r"\s+", " ", data))

    def end(self) -> None:
        """Close the paragraph being read."""
        if text := self._text():
            self.found.append((self.shown_as, text))
        self.shown_as, self.parts = "text", []

    def _text(self) -> str:
        return "".join(self.parts).strip()
