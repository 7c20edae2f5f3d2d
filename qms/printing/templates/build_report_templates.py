"""The Word template of a periodic report; `build_templates` writes it with the others."""

from qms.printing.templates.word import CENTER, Word

COLUMNS = ("number", "title", "measure", "value", "share", "source")
HEADS = ("ordinal", "periodic_indicator", "periodic_measure", "periodic_value", "periodic_share", "periodic_source")


def periodic_report() -> Word:
    word = Word()
    word.letterhead()
    word.title("subtitle", "version")
    word.paragraph("{{ period }}", italic=True, align=CENTER)
    word.condition("cut_off", "{{ cut_off }}", italic=True, align=CENTER)
    word.condition("addressee", "{{ addressee }}", align=CENTER)
    word.paragraph("{%p for part in parts %}")
    word.heading("part.heading")
    word.paragraphs("part.texts")
    word.optional_table(
        "part.rows", HEADS, COLUMNS, widths=[8, 49, 17, 19, 14, 55], splits=True, size=10, blank="part.nothing"
    )
    word.paragraph("{%p endfor %}")
    word.paragraph("{%p if annexes %}")
    word.heading("labels.periodic_annexes")
    word.paragraphs("annexes")
    word.paragraph("{%p endif %}")
    word.signatures()
    return word


REPORT_TEMPLATES = (periodic_report,)
