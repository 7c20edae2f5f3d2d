"""Fills an office's own template with samples, in a process of its own: `python -m qms.printing.trial < job`.

A job is JSON: the template, the samples, what must be shown; the answer is the list of faults as JSON. The process
limits its own time and memory, and it needs neither settings nor a database.
"""

import base64
import json
import sys
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from docxtpl import DocxTemplate
from jinja2 import TemplateError, TemplateSyntaxError
from jinja2.exceptions import SecurityError

from qms.printing.docx import as_text, fill
from qms.printing.template_faults import Fault
from qms.printing.template_language import Refused, TemplateLanguage

try:
    import resource
except ImportError:  # not on Windows: there the time limit of the caller alone holds
    resource = None  # type: ignore[assignment]

MEMORY = 1536 * 1024 * 1024
CPU_SECONDS = 9
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def main() -> None:
    """Read the job, answer with the faults found."""
    _limit()
    job = json.load(sys.stdin.buffer)
    faults = list(tried(base64.b64decode(job["template"]), job["samples"], job["required"]))
    json.dump([{"code": fault.code, "params": dict(fault.params)} for fault in faults], sys.stdout)


def _limit() -> None:
    if resource is not None:
        resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def tried(template: bytes, samples: list[dict], required: dict[str, str]) -> Iterator[Fault]:
    """Each fault of the template; the first sample that shows any ends the trial."""
    keys = set(_keys(samples))
    used: set[str] = set()
    for data in samples:
        language = TemplateLanguage(as_text, data, keys)
        faults = list(_filled(template, data | {"code": base64.b64decode(data["code"])}, language, required))
        used |= language.used
        if faults:
            yield from faults
            return
    for name, tag in required.items():
        if name not in used:
            yield Fault("absent", {"name": name, "tag": tag})


def _filled(template: bytes, data: dict, language: TemplateLanguage, required: dict[str, str]) -> Iterator[Fault]:
    try:
        word = DocxTemplate(BytesIO(template))
        fill(word, data, language)
        word.save(BytesIO())
    except Refused as refused:
        yield from refused.faults
    except TemplateSyntaxError as problem:
        yield Fault("syntax", {"problem": _plain(problem)})
    except SecurityError as problem:
        yield Fault("hidden", {"name": _plain(problem)})
    except TemplateError as problem:
        yield Fault("unfilled", {"problem": _plain(problem)})
    except Exception as problem:  # noqa: BLE001 - whatever a strange file does to the library is a fault of the file
        yield Fault("unfilled", {"problem": f"{type(problem).__name__} {_plain(problem)}"})
    else:
        if any(len(text) for text in word.docx.element.body.iter(f"{WORD}t")):
            yield from (Fault("misplaced", {"name": name, "tag": tag}) for name, tag in _markup(data).items())


def _markup(data: dict) -> dict[str, str]:
    return {name: f"{{{{p {name} }}}}" for name in ("contents", "body") if name in data}


def _keys(value: Any) -> Iterator[str]:
    """Everything that may stand after a dot."""
    if isinstance(value, dict):
        yield from value
        value = list(value.values())
    if isinstance(value, list):
        for part in value:
            yield from _keys(part)


def _plain(problem: Exception) -> str:
    return str(problem).strip().rstrip(".").splitlines()[0][:200] if str(problem).strip() else ""


if __name__ == "__main__":
    main()
