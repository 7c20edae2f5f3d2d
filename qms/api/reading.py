"""What the interface reads: who asks, how much they may send, and JSON without what no database keeps."""

import json
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.parser import Parser
from ninja.security import SessionAuth
from ninja.utils import check_csrf

from qms.api.problems import Problem

FORMS = ("multipart/", "application/x-www-form-urlencoded")


class SignedIn(SessionAuth):
    """The session of a person, the token against forged requests, and no more bytes than are taken at once.

    What is too large is refused by its announced length, before any of it is read.
    """

    def __init__(self, most: int | None = None) -> None:
        self.most = most or settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        super().__init__(csrf=True)

    def __call__(self, request: HttpRequest) -> Any:
        if announced(request) > self.most:
            megabytes = self.most // (1024 * 1024)
            raise Problem(413, _("More than %(count)d MB are not taken at once. Send less.") % {"count": megabytes})
        if (request.content_type or "").startswith(FORMS):
            raise Problem(415, _("Send JSON, or the bytes of a file; forms are not read here."))
        return super().__call__(request)

    def _get_key(self, request: HttpRequest) -> str | None:
        if check_csrf(request):
            raise Problem(403, _("The page is too old: load it again, then send it again."), code="csrf")
        return request.COOKIES.get(self.param_name)


def announced(request: HttpRequest) -> int:
    """How many bytes the request says it brings."""
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0


class PlainParser(Parser):
    """JSON in UTF-8; characters that no database keeps (NUL, halves of a pair) are left out of its texts."""

    def parse_body(self, request: HttpRequest) -> Any:
        body = request.body
        read = json.loads(body.decode())
        return cleaned(read) if b"\\u" in body else read

    def parse_querydict(self, data: Any, list_fields: list[str], request: HttpRequest) -> dict[str, Any]:
        return dict(cleaned(super().parse_querydict(data, list_fields, request)))


def cleaned(value: Any) -> Any:
    """The value with plain texts."""
    if isinstance(value, str):
        return value if value.isascii() and "\x00" not in value else plain_text(value)
    if isinstance(value, dict):
        return {plain_text(name): cleaned(inner) for name, inner in value.items()}
    return [cleaned(inner) for inner in value] if isinstance(value, list) else value


def plain_text(text: str) -> str:
    """Without NUL; pairs of halves joined, single halves as the sign for what cannot be read."""
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return whole.replace("\x00", "")
