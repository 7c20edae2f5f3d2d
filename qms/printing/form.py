"""What a printed form is: its two templates, the function that fills them, and a sample to try them with."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class PrintedForm:
    """One form: a template name is read from qms/printing/templates, an absolute path from where it points.

    The Word template may also be the bytes of a file: an office's own, checked by `own_templates.check_template`.
    """

    name: str
    docx_template: str | bytes
    typst_template: str
    build: Callable[[Any], dict]
    sample: Callable[[Any], Any] | None = None  # the language -> a context in which every part is filled


def with_word_template(form: PrintedForm, template: bytes | Path) -> PrintedForm:
    """The same form with an office's own Word template; the PDF keeps our look."""
    return replace(form, docx_template=template if isinstance(template, bytes) else str(template))
