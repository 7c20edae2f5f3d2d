"""The shell of the field app: one page for all inspections, its service worker and its manifest.

The page is kept on phones and opens without a network, so it is the same for everybody: no name, no token, and the
words of both languages.
"""

import hashlib
import json
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page, require_safe

from inspections.field_phrases import WORDS

FOLDER = "inspections/field"
MODULES = (
    "app", "entering", "page_words", "words", "html", "store", "api", "sync", "sending", "settle", "changes",
    "answering", "asking", "model", "checklist", "checklist_page", "card", "inputs", "answer_text", "findings",
    "finding_form", "photos", "queue", "list", "state_line", "updates",
)  # fmt: skip
LANGUAGE = "vi"  # of the words that stand in the page before its script runs


def module_files() -> list[str]:
    """Names of the static files that the page's script consists of, the entry first."""
    return [*(f"{FOLDER}/{name}.js" for name in MODULES), "vendor/idb.js"]


def shell_files() -> list[str]:
    """Names of every static file that the page needs without a network."""
    return ["qms/house.css", f"{FOLDER}/field.css", "vendor/icons.svg", "qms/mark.svg", *module_files()]


@require_safe
@conditional_page
@cache_control(private=True, no_cache=True)
def field(request: HttpRequest) -> HttpResponse:
    """The page of all inspections on a phone; #<uid> opens one."""
    return HttpResponse(shell())


def shell() -> str:
    """The page, the same for everybody."""
    modules = [static(name) for name in module_files()]
    with translation.override(LANGUAGE):
        context = {
            "title": gettext("Inspections"),
            "without_script": gettext("Inspections on a phone need JavaScript."),
            "inspections_word": gettext("Inspections"),
            "words": {word: gettext(word) for word in WORDS if gettext(word) != word},
            "sheets": [static("qms/house.css"), static(f"{FOLDER}/field.css")],
            "modules": modules[1:],
            "entry": modules[0],
            "icons": static("vendor/icons.svg"),
            "moved_clock": settings.QMS_DEMO,
        }
        return render_to_string("inspections/field.html", context)


@require_safe
@cache_control(no_cache=True)
def service_worker(request: HttpRequest) -> HttpResponse:
    """The worker that keeps the shell; its version is what the shell and its files say."""
    context = {
        "page": reverse("field"),
        "files": json.dumps([static(name) for name in shell_files()]),
        "version": shell_version(),
    }
    return HttpResponse(render_to_string("inspections/service_worker.js", context), content_type="text/javascript")


def shell_version() -> str:
    """Changes whenever the page or one of its files does."""
    digest = hashlib.sha256(shell().encode())
    for name in shell_files():
        found = finders.find(name)
        if found:
            with open(found, "rb") as file:
                digest.update(file.read())
    return digest.hexdigest()[:16]


@require_safe
@cache_control(public=True, max_age=86400)
def web_manifest(request: HttpRequest) -> HttpResponse:
    """How the app is called and drawn where it is installed."""
    with translation.override(LANGUAGE):
        manifest: dict[str, Any] = {
            "name": gettext("Quality inspections"),
            "short_name": gettext("Inspections"),
            "lang": LANGUAGE,
            "id": reverse("field"),
            "start_url": reverse("field"),
            "scope": "/",
            "display": "standalone",
            "background_color": "#f3f5f8",
            "theme_color": "#17365f",
            "icons": [
                _icon("mark-192.png", "192x192"),
                _icon("mark-512.png", "512x512"),
                _icon("mark-maskable.png", "512x512") | {"purpose": "maskable"},
            ],
        }
    return JsonResponse(manifest, content_type="application/manifest+json")


def _icon(name: str, sizes: str) -> dict[str, str]:
    return {"src": static(f"qms/{name}"), "sizes": sizes, "type": "image/png"}
