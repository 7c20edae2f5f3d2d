"""A form as a Word file, by docxtpl in a sandbox: the template is filled once, values are text and stay text."""

from io import BytesIO
from xml.sax.saxutils import escape, quoteattr

from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup

from qms.printing import code
from qms.printing.errors import broken_template, missing_package
from qms.printing.forms import PrintedForm
from qms.printing.packing import without_times
from qms.printing.paths import template

try:
    from docx.shared import Mm
    from docxtpl import DocxTemplate, InlineImage
except ImportError:  # named in a sentence when a form is printed
    DocxTemplate, InlineImage = None, object

CODE_WIDTH_MM = 16
TITLE_LENGTH = 255  # the most that a Word file's properties take
# docxtpl rewrites {_{ and the like after filling; as entities the reader's braces are left alone.
_BRACES = {"{": "&#123;", "}": "&#125;"}


def render_docx(form: PrintedForm, context) -> bytes:
    """Return the form as a Word file; the same context gives the same bytes."""
    if DocxTemplate is None:
        raise missing_package("docxtpl")
    word = DocxTemplate(template(form.docx_template))
    data = form.build(context)
    drawing = code.png(data["foot"]["url"])
    data["code"] = Drawing(word, drawing, data["foot"]["code_alt"]) if drawing else ""
    try:
        word.render(data, _environment(), autoescape=True)
    except TemplateError as problem:
        raise broken_template(form.docx_template, problem) from problem
    word.docx.core_properties.title = data["title"][:TITLE_LENGTH]
    word.docx.core_properties.language = data["language"]
    out = BytesIO()
    word.save(out)
    return without_times(out)


class Drawing(InlineImage):
    """A picture with the words that a screen reader says in its place."""

    def __init__(self, word, content: bytes, alt: str):
        super().__init__(word, BytesIO(content), width=Mm(CODE_WIDTH_MM))
        self.alt = alt

    def _insert_image(self) -> str:
        return super()._insert_image().replace("<wp:docPr ", f"<wp:docPr descr={quoteattr(self.alt)} ", 1)


def _environment() -> SandboxedEnvironment:
    return SandboxedEnvironment(autoescape=True, undefined=StrictUndefined, finalize=_as_text)


def _as_text(value):
    """Escape a value for XML; only drawings bring XML of their own."""
    if isinstance(value, InlineImage):
        return value
    return Markup(escape(str(value), _BRACES))  # noqa: S704 - escaped here
