"""What public pages share: the language asked for in the address, no cookie, headers that let others keep them."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page, require_safe

KEPT = 300  # seconds that browsers and proxies may keep a page

View = Callable[..., HttpResponse]


def public(view: View) -> View:
    """An open page: the same for everybody, so nobody's session is looked at."""

    @wraps(view)
    def run(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        language = asked_language(request)
        with translation.override(language):
            response = view(request, *args, **kwargs)
        response.headers["Content-Language"] = language
        if not response.has_header("Cache-Control"):
            patch_cache_control(response, public=True, max_age=KEPT if response.status_code == 200 else 60)
        return response

    return require_safe(conditional_page(run))


def asked_language(request: HttpRequest) -> str:
    """The language of `?lang=`, else Vietnamese: the address alone decides, not a cookie."""
    asked = request.GET.get("lang", "")
    return asked if asked in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def page(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """A page drawn without the shell of those who are signed in."""
    return HttpResponse(render_to_string(template, shared(request) | context), status=status)


def shared(request: HttpRequest) -> dict[str, Any]:
    """What each public page takes: addresses in both languages, and what links carry along."""
    language = translation.get_language() or settings.LANGUAGE_CODE
    query = {code: "" if code == settings.LANGUAGE_CODE else f"?lang={code}" for code, _name in settings.LANGUAGES}
    base = settings.QMS_BASE_URL.rstrip("/") + request.path
    return {
        "request": request,
        "language": language,
        "lang_query": query[language],
        "canonical": base + query[language],
        "alternates": [(code, base + extra) for code, extra in query.items()],
        "other_languages": [
            (code, _in_own_words(code), _in_language(request, code)) for code in query if code != language
        ],
        "site_title": _("Procedures and declarations"),
    }


def _in_own_words(code: str) -> str:
    return str(translation.get_language_info(code)["name_local"])


def _in_language(request: HttpRequest, code: str) -> str:
    """The same page, with its search, in the other language."""
    query = request.GET.copy()
    query.pop("lang", None)
    if code != settings.LANGUAGE_CODE:
        query["lang"] = code
    return f"{request.path}?{query.urlencode()}" if query else request.path
