"""An office's own Word template in place of ours: checked when it is brought, filled in the same sandbox.

    faults = check_template("corrective_action_request", content)   # sentences; none when it may be used
    render_docx(own_form("corrective_action_request", content), context)

The PDF of a form keeps our look: a Word file cannot be typeset without Word.
"""

import base64
import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import qms
from qms.printing import code
from qms.printing.form import PrintedForm, with_word_template
from qms.printing.forms import FORMS
from qms.printing.template_faults import Fault
from qms.printing.template_parts import faults_of_parts

SECONDS = 10
ROOT = Path(qms.__file__).parent.parent
# What a print must not lose, whoever drew its template.
REQUIRED = {"controlled_document": ("stamp", "body")}
MARKUP = ("body", "contents")  # ready paragraphs: they stand alone in a paragraph, as {{p body }}


def own_form(form_name: str, content: bytes) -> PrintedForm:
    """The form with the office's own Word template."""
    return with_word_template(FORMS[form_name], content)


def check_template(form_name: str, content: bytes) -> list[str]:
    """Return what is wrong with a Word file as template of the form, a sentence each; nothing when it may be used."""
    faults = faults_of_parts(content) or _tried(FORMS[form_name], content)
    return [fault.sentence for fault in faults]


def _tried(form: PrintedForm, content: bytes) -> list[Fault]:
    """Fill the template with samples in a process of its own, which is ended when it takes too long."""
    job = {"template": base64.b64encode(content).decode(), "samples": samples(form), "required": required(form)}
    try:
        done = subprocess.run(
            [sys.executable, "-m", "qms.printing.trial"],
            input=json.dumps(job).encode(),
            cwd=ROOT,
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
        answer = json.loads(done.stdout)
    except subprocess.TimeoutExpired:
        return [Fault("slow", {"seconds": str(SECONDS)})]
    except ValueError:  # the process was ended before it could answer: too much memory or processor time
        return [Fault("slow", {"seconds": str(SECONDS)})]
    return [Fault(fault["code"], fault["params"]) for fault in answer]


def required(form: PrintedForm) -> dict[str, str]:
    """What a template of the form must show, with the words that show it."""
    tags = {name: f"{{{{p {name} }}}}" if name in MARKUP else f"{{{{ {name}.line }}}}" for name in ("stamp", *MARKUP)}
    return {name: tags[name] for name in REQUIRED.get(form.name, ())}


def samples(form: PrintedForm) -> list[dict]:
    """A full sample in each language, and one in which nothing is filled in."""
    made = [sample_data(form, language) for language in ("vi", "en")]
    return [*made, emptied(made[0]) | {"labels": made[0]["labels"], "code": ""}]


def sample_data(form: PrintedForm, language: str) -> dict:
    """What a template of the form is filled with, from its sample; the code as text, for it leaves this process."""
    if form.sample is None:
        raise ValueError(f"{form.name} has no sample")
    data = form.build(form.sample(language))
    return data | {"code": base64.b64encode(code.png(data["foot"]["url"])).decode()}


def emptied(value: Any) -> Any:
    """The same shape without texts, and lists of rows without rows."""
    if isinstance(value, dict):
        return {key: emptied(part) for key, part in value.items()}
    if isinstance(value, list):
        return [] if any(isinstance(part, dict | list) for part in value) else [emptied(part) for part in value]
    return "" if isinstance(value, str) else value


@dataclass(frozen=True)
class Variable:
    """One variable of a form for the help page: how to write it, in which repetition, and what it shows."""

    tag: str
    example: str
    repeats: tuple[str, ...] = ()  # "{%tr for row in actions %}" (around table rows), outermost first


def variables(form_name: str, language: str = "vi") -> list[Variable]:
    """Every variable of the form, labels last, in the order in which the form holds them."""
    form = FORMS[form_name]
    data = sample_data(form, language) | {"code": "▣"}
    labels = data.pop("labels")
    return [*_variables(data, ""), *_variables({"labels": labels}, "")]


def _variables(data: dict, prefix: str, repeats: tuple[str, ...] = ()) -> Iterator[Variable]:
    for key, value in data.items():
        path = f"{prefix}{key}"
        if not prefix and key in MARKUP:
            yield Variable(f"{{{{p {key} }}}}", "…")
        elif isinstance(value, dict):
            yield from _variables(value, f"{path}.", repeats)
        elif isinstance(value, list):
            yield from _listed(value, path, repeats)
        elif isinstance(value, str):
            yield Variable(f"{{{{ {path} }}}}", value, repeats)


def _listed(value: list, path: str, repeats: tuple[str, ...]) -> Iterator[Variable]:
    name = "cell" if repeats else "row"
    within = (*repeats, f"{{%tr for {name} in {path} %}}")
    if value and isinstance(value[0], dict):
        yield from _variables(_filled(value), f"{name}.", within)
    elif value and isinstance(value[0], str):
        yield Variable(f"{{{{ {name} }}}}", next(filter(None, value), ""), within)


def _filled(rows: list[dict]) -> dict:
    """A row whose every fact is that of the first row which has it."""
    return {key: next((row[key] for row in rows if row.get(key)), value) for key, value in rows[0].items()}
