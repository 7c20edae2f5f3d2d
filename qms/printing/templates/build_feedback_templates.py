"""The Word template of the answer to feedback."""

from qms.printing.templates.word import CENTER, Word


def feedback_answer() -> Word:
    word = Word()
    word.letterhead()
    word.title("subtitle", "version")
    word.paragraph("{{ to }}", bold=True, align=CENTER, after=8)
    word.paragraph("{{ received }}")
    word.paragraph("{{ said }}")
    word.paragraph("{%p for one in texts %}")
    word.paragraph("{{ one.text }}")
    word.paragraph("{%p endfor %}")
    word.signatures()
    return word


FEEDBACK_TEMPLATES = {"feedback_answer": feedback_answer}
