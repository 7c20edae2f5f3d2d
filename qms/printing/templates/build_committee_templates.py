"""The Word templates of the papers of a steering committee; minutes and notice have the same parts."""

from qms.printing.templates.word import Word


def committee_paper() -> Word:
    word = Word()
    word.letterhead()
    word.title("subtitle", "version")
    word.fields("about")
    _texts(word, "texts")
    word.paragraph("{%p for section in sections %}")
    word.paragraph("{{ section.title }}", bold=True)
    _texts(word, "section.lines")
    word.paragraph("{%p endfor %}")
    word.condition("conclusions_title", "{{ conclusions_title }}", bold=True)
    _texts(word, "conclusions")
    word.condition("closing", "{{ closing }}")
    word.signatures()
    return word


def _texts(word: Word, name: str) -> None:
    word.paragraph(f"{{%p for one in {name} %}}")
    word.paragraph("{{ one.text }}")
    word.paragraph("{%p endfor %}")


COMMITTEE_TEMPLATES = {"committee_notice": committee_paper, "committee_minutes": committee_paper}
