"""Nobody comes in without signing in, except through the doors named here."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.auth.middleware import AuthenticationMiddleware, get_user
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import resolve_url
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from qms.models.people import User
from qms.views.sign_in import ENDED

OPEN_NAMES = frozenset(
    {
        "login",
        "login_code",
        "logout",
        "set_language",
        "healthz",
        "readyz",
        "service_worker",
        "web_manifest",
        "printed",
        "by_link",
    }
)
PUBLIC_NAMES = frozenset(
    {
        "public", "public_document", "public_print", "public_file", "public_declarations", "public_declaration",
        "public_feedback", "public_feedback_follow",
        "sitemap", "robots",
    }
)  # fmt: skip
"""The public part: the same for everybody, so nobody's session is even looked at."""


class SessionsMiddleware(AuthenticationMiddleware):
    """Django's own, which also remembers that a session named somebody whom it no longer signs in, and why."""

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        request.user = SimpleLazyObject(lambda: person_of(request))  # type: ignore[assignment]


def person_of(request: Any) -> Any:
    """Who is signed in. A session that has ended says why in `request.session_ended`."""
    named = request.session.get(SESSION_KEY)
    person = get_user(request)
    if named is not None and not person.is_authenticated:
        active = User.objects.filter(pk=named, is_active=True).exists()
        request.session_ended = "password" if active else "account"
    return person


class SignInRequiredMiddleware:
    """Send strangers to the sign-in page; answer scripts with 401, never with a redirect."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable, args: list, kwargs: dict) -> HttpResponse | None:
        """Decide once the address is known."""
        match = request.resolver_match
        if match and match.view_name in PUBLIC_NAMES:
            return None
        if request.user.is_authenticated or (match and match.view_name in OPEN_NAMES):
            return None
        if request.path.startswith("/api/") or request.headers.get("accept", "").startswith("application/json"):
            return JsonResponse({"detail": self.ended(request) or _("Sign in first.")}, status=401)
        ended = getattr(request, "session_ended", "")
        page = f"{resolve_url('login')}?ended={ended}" if ended else None
        return redirect_to_login(request.get_full_path(), page)

    @staticmethod
    def ended(request: HttpRequest) -> str:
        """Why the session that the request came with is good no more."""
        return str(ENDED.get(getattr(request, "session_ended", ""), ""))
