"""The Word template of the consolidated report with its annex."""

from docx.enum.text import WD_BREAK

from qms.printing.templates.word import CENTER, Word


def consolidated_report() -> Word:
    word = Word()
    word.letterhead()
    word.title("subtitle", "version")
    word.heading("labels.consolidation_part1")
    word.fields("about")
    word.heading("labels.consolidation_part2")
    word.paragraph("{{ labels.consolidation_method }}", italic=True)
    word.optional_table(
        "rows",
        ["consolidation_line", "consolidation_over", "consolidation_under", "consolidation_rate"]
        + ["consolidation_reports"],
        ["line", "over", "under", "rate", "reports"],
        widths=[76, 26, 22, 20, 18],
        blank="labels.none",
        size=10,
    )
    word.paragraph("{%p if note %}")
    word.heading("labels.consolidation_part3")
    word.paragraph("{{ note }}")
    word.paragraph("{%p endif %}")
    word.signatures()
    _annex(word)
    return word


def _annex(word: Word) -> None:
    """Each unit with its period, days and state, on a page of its own."""
    word.paragraph("{%p if states %}")
    word.document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
    word.paragraph("{{ labels.consolidation_annex }}", size=13, bold=True, align=CENTER)
    word.paragraph("{{ labels.consolidation_annex_title }}", size=13, bold=True, align=CENTER)
    word.paragraph("{{ annex_of }}", italic=True, align=CENTER)
    word.optional_table(
        "states",
        ["ordinal", "consolidation_unit", "consolidation_code", "consolidation_due"]
        + ["consolidation_submitted", "state"],
        ["row", "unit", "period", "due", "submitted", "state"],
        widths=[10, 61, 19, 22, 22, 28],
        size=10,
    )
    word.paragraph("{%p endif %}")


CONSOLIDATION_TEMPLATES = {"consolidated_report": consolidated_report}
