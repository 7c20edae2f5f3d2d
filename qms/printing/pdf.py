"""A form as PDF, by typst: text goes in as JSON data, so it is shown and never run; fonts are ours, embedded."""

import json

from qms.printing import code
from qms.printing.errors import broken_template, missing_font, missing_package
from qms.printing.form import PrintedForm
from qms.printing.paths import FONTS, template

try:
    import typst
except ImportError:  # named in a sentence when a form is printed
    typst = None  # type: ignore[assignment]

FONT_FILES = tuple(f"LiberationSerif-{style}.ttf" for style in ("Regular", "Bold", "Italic", "BoldItalic"))


def render_pdf(form: PrintedForm, context) -> bytes:
    """Return the form as PDF; the same context gives the same bytes."""
    if typst is None:
        raise missing_package("typst")
    for filename in FONT_FILES:
        if not (FONTS / filename).is_file():
            raise missing_font(filename)
    path = template(form.typst_template)
    data = form.build(context)
    data["code"] = code.svg(data["foot"]["url"])
    try:
        return typst.compile(
            str(path),
            root=str(path.parent),
            font_paths=[str(FONTS)],
            ignore_system_fonts=True,
            sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
            timestamp=0,
        )
    except typst.TypstError as problem:
        raise broken_template(form.typst_template, problem) from problem
