"""The Word templates of controlled documents; `build_templates` writes them with the others."""

from qms.printing.register_forms import COLUMNS, is_small
from qms.printing.templates import word as pieces
from qms.printing.templates.word import CENTER, Word
from qms.printing.templates.word_documents import DocumentWord, stamped


def controlled_document() -> Word:
    word = DocumentWord()
    word.cover()
    word.paragraph("{%p if contents %}")
    word.part("doc_contents", new_page=True)
    word.contents()
    word.paragraph("{%p endif %}")
    word.part("doc_amendments")
    word.optional_table(
        "amendments",
        ["doc_amendment_request", "doc_amendment_place", "doc_amendment_text", "doc_issue_and_amendment"]
        + ["doc_signed_on"],
        ["request", "place", "description", "issue", "signed_on"],
        widths=[33, 27, 55, 22, 25],
        blank="labels.none",
    )
    word.paragraph("{%p if files %}")
    word.part("doc_files")
    word.optional_table(
        "files",
        ["ordinal", "doc_file_name", "doc_file_size", "doc_file_hash"],
        ["number", "name", "size", "hash"],
        widths=[11, 85, 30, 36],
    )
    word.paragraph("{%p endif %}")
    word.body()
    return word


def register(name: str) -> Word:
    """A form of one table; the columns are those of its declaration."""
    columns = COLUMNS[name]
    word = Word(landscape=sum(column.width for column in columns) > 200)
    word.letterhead()
    word.title()
    word.fields("about")
    word.optional_table(
        "rows",
        [column.label for column in columns],
        [column.key for column in columns],
        widths=[column.width for column in columns],
        blank="labels.none",
        size=9 if is_small(name) else 11,
    )
    word.condition("total", "{{ total }}", bold=True)
    word.signatures()
    return word


def change_request() -> Word:
    word = Word()
    word.letterhead()
    word.title()
    word.heading("labels.change_part1")
    word.fields("about")
    word.heading("labels.change_part2")
    word.paragraph("{{ reason }}")
    word.heading("labels.change_part3")
    word.paragraph("{{ content }}")
    word.heading("labels.change_part4")
    word.optional_table(
        "opinions",
        ["change_who", "change_opinion", "change_signature"],
        ["who", "opinion", "signature"],
        widths=[44, 78, 40],
    )
    word.heading("labels.change_part5")
    word.paragraph("{{ answer }}")
    word.signatures()
    return word


def periodic_review() -> Word:
    word = Word()
    word.letterhead()
    word.title()
    word.heading("labels.review_part1")
    word.fields("about")
    word.heading("labels.review_part2")
    word.optional_table(
        "answers",
        ["ordinal", "review_question", "review_answer", "note"],
        ["number", "question", "answer", "note"],
        widths=[11, 75, 34, 42],
    )
    word.heading("labels.review_part3")
    word.fields("conclusion")
    word.signatures()
    return word


def decision() -> Word:
    word = Word()
    stamped(word, word.document.sections[0].header, 1)
    word.letterhead()
    word.title("subtitle")
    word.paragraph("{{ authority }}", size=13, bold=True, align=CENTER, after=8)
    word.paragraph("{%p for ground in grounds %}")
    word.paragraph("{{ ground }}", italic=True).paragraph_format.first_line_indent = 360000
    word.paragraph("{%p endfor %}")
    word.paragraph("{{ labels.decision_decides }}", size=13, bold=True, align=CENTER, after=8)
    word.paragraph("{%p for article in articles %}")
    article = word.paragraph("")
    pieces._run(article, "{{ article.number }} ", bold=True)
    pieces._run(article, "{{ article.text }}")
    word.paragraph("{%p endfor %}")
    word.signatures()
    _annex(word, "decision", "annex_day")  # when the documents begin, or when they end
    return word


def _annex(word: Word, form: str, day: str) -> None:
    """The list of documents on a page of its own; `day` names what heads the column of days."""
    word.paragraph("{%p if rows %}")
    title = word.paragraph(f"{{{{ labels.{form}_annex }}}}", size=13, bold=True, align=CENTER)
    title.paragraph_format.page_break_before = True
    word.paragraph(f"{{{{ labels.{form}_annex_title }}}}", size=13, bold=True, align=CENTER)
    word.paragraph("{{ annex_of }}", italic=True, align=CENTER, after=8)
    word.optional_table(
        "rows",
        ["ordinal", "doc_number", "doc_title", "doc_issue_and_amendment", "doc_effective_on", "doc_file_hash"],
        ["row", "number", "title", "issue", "effective_on", "hash"],
        widths=[10, 30, 50, 21, 24, 27],
    )
    word.document.tables[-1].rows[0].cells[4].paragraphs[0].runs[0].text = f"{{{{ {day} }}}}"
    word.paragraph("{%p endif %}")


def declaration() -> Word:
    word = Word()
    word.letterhead()
    word.title("subtitle", "version")
    word.paragraph("{{ said }}")
    word.fields("about")
    word.heading("labels.declaration_exclusions")
    word.optional_table(
        "exclusions",
        ["declaration_clause", "declaration_reason"],
        ["clause", "reason"],
        widths=[60, 102],
        blank="labels.declaration_no_exclusions",
    )
    word.signatures()
    _annex(word, "declaration", "labels.doc_effective_on")
    return word


DOCUMENT_TEMPLATES = {
    "controlled_document": controlled_document,
    "change_request": change_request,
    "decision": decision,
    "declaration": declaration,
    "periodic_review": periodic_review,
}
