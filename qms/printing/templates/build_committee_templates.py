"""The Word templates of the papers of a steering committee; both open and conclude alike."""

from qms.printing.templates.word import Word


def committee_notice() -> Word:
    word = _opened()
    _texts(word, "texts")
    return _concluded(word)


def committee_minutes() -> Word:
    word = _opened()
    word.fields("about")
    word.paragraph("{%p for section in sections %}")
    word.paragraph("{{ section.title }}", bold=True)
    _texts(word, "section.lines")
    word.paragraph("{%p endfor %}")
    return _concluded(word)


def _opened() -> Word:
    word = Word()
    word.letterhead()
    word.title("subtitle", "version")
    return word


def _concluded(word: Word) -> Word:
    word.condition("conclusions_title", "{{ conclusions_title }}", bold=True)
    _texts(word, "conclusions")
    word.condition("closing", "{{ closing }}")
    word.signatures()
    return word


def _texts(word: Word, name: str) -> None:
    word.paragraph(f"{{%p for one in {name} %}}")
    word.paragraph("{{ one.text }}")
    word.paragraph("{%p endfor %}")


COMMITTEE_TEMPLATES = {"committee_notice": committee_notice, "committee_minutes": committee_minutes}
