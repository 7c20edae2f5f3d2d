"""A form as a Word file, by docxtpl in a sandbox: the template is filled once, values are text and stay text."""

from io import BytesIO
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr
from zipfile import BadZipFile

from jinja2 import TemplateError
from lxml.etree import XMLSyntaxError
from markupsafe import Markup

from qms.printing import code
from qms.printing.body_markup import ENTITIES, BodyMarkup, WordMarkup
from qms.printing.errors import broken_template, missing_package, refused_template
from qms.printing.form import PrintedForm
from qms.printing.packing import without_times
from qms.printing.paths import template
from qms.printing.template_language import Refused, TemplateLanguage

try:
    from docx.exceptions import PythonDocxError
    from docx.shared import Mm
    from docxtpl import DocxTemplate, InlineImage
except ImportError:  # named in a sentence when a form is printed
    DocxTemplate, InlineImage = None, object
    PythonDocxError = ValueError  # type: ignore[assignment,misc]

CODE_WIDTH_MM = 16
TITLE_LENGTH = 255  # the most that a Word file's properties take
OWN = "own.docx"  # how an office's own template is named in a sentence
# What a Word file that is none does to the library.
BROKEN = (PythonDocxError, XMLSyntaxError, BadZipFile, KeyError, ValueError)
PAGE_MM = 162  # for which the widths of a body's tables were reckoned


def render_docx(form: PrintedForm, context) -> bytes:
    """Return the form as a Word file; the same context gives the same bytes."""
    if DocxTemplate is None:
        raise missing_package("docxtpl")
    source, name = _source(form.docx_template)
    word = DocxTemplate(source)
    data = form.build(context)
    data["code"] = code.png(data["foot"]["url"])
    try:
        fill(word, data, TemplateLanguage(as_text))
    except Refused as refused:
        raise refused_template(name, refused.faults[0].sentence) from refused
    except (TemplateError, *BROKEN) as problem:
        raise broken_template(name, problem) from problem
    word.docx.core_properties.title = data["title"][:TITLE_LENGTH]
    word.docx.core_properties.language = data["language"]
    out = BytesIO()
    word.save(out)
    return without_times(out)


def _source(given: str | bytes) -> tuple[BytesIO | Path, str]:
    """What docxtpl opens, and the name under which a fault is told."""
    if isinstance(given, bytes):
        return BytesIO(given), OWN
    return template(given), given


def fill(word, data: dict, language: TemplateLanguage) -> None:
    """Fill an open template: the code becomes a picture, a document's body becomes paragraphs and tables."""
    drawn = data | {"code": Drawing(word, data["code"], data["foot"]["code_alt"]) if data["code"] else ""}
    if "body" in data:
        markup = _body_markup(word)
        drawn |= {"contents": markup.contents(data["contents"]), "body": markup.body(data["body"])}
    word.render(drawn, language, autoescape=True)


def _body_markup(word) -> BodyMarkup:
    word.init_docx()
    styles = {style.name.lower(): style.style_id for style in word.docx.styles if style.name}
    section = word.docx.sections[-1]
    width = Mm(PAGE_MM)
    if section.page_width and section.left_margin is not None and section.right_margin is not None:
        width = section.page_width - section.left_margin - section.right_margin
    found = {level: styles[f"heading {level}"] for level in (1, 2, 3) if f"heading {level}" in styles}
    return BodyMarkup(found, max(width / Mm(1), 60), PAGE_MM)


class Drawing(InlineImage):
    """A picture with the words that a screen reader says in its place."""

    def __init__(self, word, content: bytes, alt: str):
        super().__init__(word, BytesIO(content), width=Mm(CODE_WIDTH_MM))
        self.alt = alt

    def _insert_image(self) -> str:
        return super()._insert_image().replace("<wp:docPr ", f"<wp:docPr descr={quoteattr(self.alt)} ", 1)


def as_text(value):
    """Escape a value for XML; only drawings and markup of ours bring XML of their own."""
    if isinstance(value, InlineImage):
        return value
    if isinstance(value, WordMarkup):
        return Markup(value)  # noqa: S704 - body_markup escapes what it puts in
    return Markup(escape(str(value), ENTITIES))  # noqa: S704 - escaped here
