"""Numbers of records typed in texts: links for who reaches the record, plain text for everybody else.

Texts mark what may be a number while a page is drawn; what was marked is looked up once for the whole page, with one
query for each kind of record. The marks hold a word that each process makes up, so that no text can forge one.
"""

import re
import secrets
from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any
from unicodedata import normalize

from django.http import HttpRequest, HttpResponseBase
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from qms.models.documents import Document
from qms.numbering import PREFIXES
from qms.reaching import reached_rows
from qms.registry import registry

TOKEN = re.compile(r"(?<![\w./@-])[A-ZĐ][A-ZĐ\d]*(?:[-./][A-ZĐ\d]+)+(?![\w/@])")
"""What may be a number: parts of capitals and digits, such as KPH-2020-SLĐ01-0007 or QT-05."""

LONGEST = 40  # characters of a number
MOST = 500  # numbers looked up for one page
TAGS = re.compile(r"(<[^>]*>)")
MARK = secrets.token_hex(8)
MARKED = re.compile(rf"\[{MARK}:([^\]]*)\]")

SHARED = {"internal": "inspection", "superior": "inspection", "external": "inspection", "opportunity": "risk"}
KIND_OF = {prefix: SHARED.get(name, name.replace("_", "")) for name, prefix in PREFIXES.items()}
"""The model's name by the letters with which its numbers begin."""


def mark_numbers(value: Any) -> Any:
    """The text, escaped, with what may be a number marked; what already holds links is left as it is."""
    if not isinstance(value, str) or (isinstance(value, SafeString) and "<a " in value):
        return value
    parts = TAGS.split(normalize("NFC", conditional_escape(value)))
    told = [part if part.startswith("<") else TOKEN.sub(_mark, part) for part in parts]
    return mark_safe("".join(told))  # noqa: S308 - escaped before


def _mark(found: re.Match[str]) -> str:
    text = found[0]
    return f"[{MARK}:{text}]" if len(text) <= LONGEST and any(char.isdigit() for char in text) else text


def link_marked(html: str, user: Any) -> str:
    """The page with its marks taken away: links to what the person reaches, text for all else."""
    numbers = list(dict.fromkeys(MARKED.findall(html)))
    urls = urls_of(numbers[:MOST], user) if user is not None else {}

    def shown(found: re.Match[str]) -> str:
        url = urls.get(found[1])
        return str(format_html('<a href="{}">{}</a>', url, found[1])) if url else found[1]

    return MARKED.sub(shown, html)


def urls_of(numbers: Iterable[str], user: Any) -> dict[str, str]:
    """Addresses of the numbered records that the person reaches; of a number that two records bear, none."""
    asked: dict[Any, set[str]] = defaultdict(set)
    for number in numbers:
        asked[_model_of(number)].add(number)
    found: dict[str, list[str]] = defaultdict(list)
    for model, wanted in asked.items():
        if model is Document and not Document.objects.filter(number__in=wanted, ended_at=None).order_by().exists():
            continue  # whatever looks like a number may be a document's; who may read it is asked of those that are
        rows = reached_rows(user, model).filter(number__in=wanted)
        if model is Document:
            rows = rows.filter(ended_at=None)  # the number of one that was taken back may have been given again
        for row in rows.only("uid", "number").order_by():
            found[row.number].append(row.get_absolute_url())
    return {number: urls[0] for number, urls in found.items() if len(urls) == 1}


def _model_of(number: str) -> Any:
    name = KIND_OF.get(number.partition("-")[0])
    kinds = (kind.model for kind in registry.record_kinds.values())
    return next((model for model in kinds if model._meta.model_name == name), Document)


class NumberLinks:
    """Middleware: finishes the marks of whatever page was drawn."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The page with its numbers linked."""
        response: Any = self.get_response(request)
        if response.streaming or MARK.encode() not in response.content:
            return response
        response.content = link_marked(response.content.decode(), getattr(request, "user", None)).encode()
        if response.has_header("Content-Length"):
            response.headers["Content-Length"] = str(len(response.content))
        return response
