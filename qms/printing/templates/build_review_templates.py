"""The Word template of the minutes of a management review; `build_templates` writes it with the others."""

from qms.printing.templates.word import Word


def management_review() -> Word:
    word = Word()
    word.letterhead()
    word.title("subtitle", "version")
    word.fields("about")
    word.heading("labels.review_inputs")
    word.paragraph("{{ as_of }}", italic=True)
    word.optional_table(
        "inputs",
        ["ordinal", "review_item", "review_figures", "review_opinion"],
        ["number", "title", "told", "opinion"],
        widths=[10, 42, 72, 38],
        splits=True,
    )
    word.heading("labels.review_discussion")
    word.paragraphs("discussion")
    word.heading("labels.review_conclusion")
    word.paragraphs("conclusion")
    word.heading("labels.review_decisions")
    word.optional_table(
        "decisions",
        ["ordinal", "review_decision", "review_responsible", "review_due", "review_result"],
        ["number", "text", "responsible", "due", "result"],
        widths=[10, 60, 38, 24, 30],
        blank="labels.review_no_decisions",
    )
    word.signatures()
    return word


REVIEW_TEMPLATES = (management_review,)
