"""A page as of a day, finished: its links keep the day, and what would change something is shut.

Done on the finished page, so that no template can forget it. Links marked `data-today` lead back to today.
"""

import datetime as dt
import re
from functools import lru_cache
from html import escape, unescape
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest
from django.urls import Resolver404, resolve

from qms.views.as_of_doors import SHUT_REASON, is_shut, only_today

TAG = re.compile(r"<(?:a|form|button|input|details|div|select)\b[^>]*>|</form>", re.IGNORECASE)
ADDRESS = re.compile(r'\b(href|hx-get)="([^"]*)"')
POSTS = re.compile(r'\bmethod="post"', re.IGNORECASE)
ACTION = re.compile(r'\baction="([^"]*)"')
BUTTON = re.compile(r'\bclass="(?:[^"]*\s)?btn[\s"]')
OPEN_FORMS = ("/language/", "/logout/")
"""Forms that change no record."""


def keep_the_day(request: HttpRequest, response: Any, day: dt.date) -> Any:
    """The answer with its day: pages finished, redirects led on."""
    if response.has_header("Location"):
        response["Location"] = dated(response["Location"], day.isoformat())
    if response.streaming or "text/html" not in response.get("Content-Type", ""):
        return response
    response.content = finished(response.content.decode(), day.isoformat()).encode()
    if response.has_header("Content-Length"):
        response["Content-Length"] = str(len(response.content))
    return response


def finished(html: str, day: str) -> str:
    """The page with links and forms told the day, and the doors shut: buttons that lead to changes are hidden."""
    inside = {"shut": False}

    def told(found: re.Match[str]) -> str:
        tag = found[0]
        name = tag[1:5].lower()
        if name == "form":
            return _form(tag, day, inside, html[found.end() : html.find("</form>", found.end())])
        if name == "/for":
            shut, inside["shut"] = inside["shut"], False
            return "</fieldset></form>" if shut else tag
        return _link(tag, day) if tag[1:3].lower() == "a " or tag[1:3].lower() == "a\n" else _button(tag, day)

    return TAG.sub(told, html)


def _form(tag: str, day: str, inside: dict[str, bool], fields: str) -> str:
    action = ACTION.search(tag)
    if POSTS.search(tag):
        inside["shut"] = not (action and action[1].startswith(OPEN_FORMS))
        return f"{tag}<fieldset disabled>" if inside["shut"] else tag
    if 'name="as_of"' in fields:
        return tag
    return f'{_dated_tag(tag, day)}<input type="hidden" name="as_of" value="{day}">'


def _link(tag: str, day: str) -> str:
    found = ADDRESS.search(tag)
    if "data-today" in tag or found is None:
        return tag
    if _leads_to_change(urlsplit(unescape(found[2])).path):
        if BUTTON.search(tag):
            return f"{tag[:-1]} hidden>".replace(found[0], "")
        reason = escape(str(SHUT_REASON))
        shut = tag.replace(found[0], f'role="link" aria-disabled="true" title="{reason}"')
        return _with_class(shut, "disabled")
    return _dated_tag(tag, day)


def _button(tag: str, day: str) -> str:
    found = ADDRESS.search(tag)
    if found is not None and _leads_to_change(urlsplit(unescape(found[2])).path):
        return tag.replace(found[0], "")
    if 'form="' in tag and 'type="hidden"' not in tag:
        return tag[:-1] + " disabled>"
    return _dated_tag(tag, day)


def _with_class(tag: str, name: str) -> str:
    return tag.replace('class="', f'class="{name} ', 1) if 'class="' in tag else f'{tag[:-1]} class="{name}">'


def _dated_tag(tag: str, day: str) -> str:
    return ADDRESS.sub(lambda found: f'{found[1]}="{escape(dated(unescape(found[2]), day))}"', tag)


def dated(address: str, day: str) -> str:
    """The address with the day, where it leads to a page of the product that knows days."""
    parts = urlsplit(address)
    if parts.scheme or parts.netloc or "as_of=" in parts.query or not address.startswith(("/", "?")):
        return address
    if parts.path and not _knows_days(parts.path):
        return address
    joined = f"{parts.query}&as_of={day}" if parts.query else f"as_of={day}"
    return parts._replace(query=joined).geturl()


@lru_cache(maxsize=2000)
def _match(path: str) -> Any:
    try:
        return resolve(path)
    except Resolver404:
        return None


def _knows_days(path: str) -> bool:
    match = _match(path)
    return match is not None and only_today(match) is None


def _leads_to_change(path: str) -> bool:
    match = _match(path) if path.startswith("/") else None
    return match is not None and only_today(match) is None and is_shut(match)
